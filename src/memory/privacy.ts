import { findIdNumbers } from './id-numbers.ts';
import { findNamedSecrets } from './passwords.ts';
import { unescaped, withPlaceholders } from './redaction-spans.ts';
import { findTokens } from './secrets.ts';
import { findSpokenSecrets } from './spoken-secrets.ts';

/**
 * The text with secrets and ID numbers replaced by a mark that says what stood there, like
 * `[redacted: card number]`: keys and tokens of the large providers, private keys, JSON Web Tokens,
 * what the text itself calls a password, key or PIN, card numbers (Luhn), IBANs (mod 97) and US
 * social security numbers. Linear in the length of the text. A redacted text stays as it is.
 */
export function redact(text: string): string {
  let clean = text;
  // A mark may uncover the beginning of another secret, so once more if one was found.
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const before = clean;
    for (const find of FINDERS) {
      clean = withPlaceholders(clean, find(unescaped(clean)), mark);
    }
    if (clean === before) break;
  }
  return clean;
}

/** A redacted text without its marks. */
export function withoutMarks(text: string): string {
  return text.replace(/\[redacted: [A-Za-z ]{1,40}\]/gu, '');
}

// In this order: what shows by its form gets its own name, whatever the words before call it.
const FINDERS = [findTokens, findIdNumbers, findSpokenSecrets, findNamedSecrets];
const MAX_PASSES = 8;

function mark(what: string): string {
  return `[redacted: ${what}]`;
}
