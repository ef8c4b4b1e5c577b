import { redactIdNumbers } from './id-numbers.ts';
import { redactPasswords } from './passwords.ts';
import { redactTokens } from './secrets.ts';

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
    clean = redactPasswords(redactIdNumbers(redactTokens(before, mark), mark), mark);
    if (clean === before) break;
  }
  return clean;
}

/** A redacted text without its marks. */
export function withoutMarks(text: string): string {
  return text.replace(/\[redacted: [A-Za-z ]{1,40}\]/gu, '');
}

const MAX_PASSES = 8;

function mark(what: string): string {
  return `[redacted: ${what}]`;
}
