/** Replaces what the words around it call a password, a key or a PIN; `placeholder` makes the mark. */
export function redactPasswords(text: string, placeholder: (what: string) => string): string {
  if (!CUE.test(text)) return text;
  return text
    .replace(SAID, (...match: [string, string, string, string, number, string]) => {
      const [whole, name, link, value, offset, all] = match;
      const rest = all.slice(offset + whole.length, offset + whole.length + 5);
      const secret = secretPart(name, link, value, rest);
      if (secret === '') return whole;
      const mark = value.replace(secret, () => placeholder(labelOf(name)));
      return whole.slice(0, whole.length - value.length) + mark;
    })
    .replace(SAID_BEFORE, (whole, value: string, after: string) =>
      looksRandom(value) ? `${placeholder('password')}${after}` : whole,
    )
    .replace(PHRASE, (whole, before: string, phrase: string) =>
      /is:? $/i.test(before) && isOrdinary(phrase.split(' ')[0] ?? '')
        ? whole
        : `${before}${placeholder('passphrase')}`,
    )
    .replace(PIN, (_whole, before: string) => `${before}${placeholder('PIN')}`)
    .replace(BEARER, (whole, before: string, value: string) =>
      looksRandom(value) ? `${before}${placeholder('token')}` : whole,
    );
}

/** A word without which none of the patterns below matches: most texts have none. */
const CUE =
  /pass|pwd|kennwort|contraseñ|senha|key|token|secret|phrase|words|pin|cv[vc]|bearer|authorization/iu;

// All repetitions are bounded, so the scan stays linear.
const SAID =
  /(?<!\p{L})(pass(?:word|wort|code|wd)s?|pwd|kennwort|contraseña|mot de passe|senha|(?:api|secret|access|auth|encryption|licen[sc]e)[ _-]?(?:access[ _-]?)?(?:key|token)|client[ _-]?secret|token|secret)["'`*]{0,2}(?: (?:for|to|of|at|on|in|für|de|do|da) [\p{L}\p{N}@._ -]{1,40}?)?(\s{0,3}(?::=|=>|[:=])\s{0,3}|\s{1,3}(?:is now|is|was|ist|war|lautet|est|es|é)(?: still| now| set to)?:?\s{1,3})(?!["'`*]{0,2}\[redacted)("[^"\n]{1,200}"|'[^'\n]{1,200}'|`[^`\n]{1,200}`|“[^”\n]{1,200}”|„[^“”\n]{1,200}[“”]|[^\s"'`“„]{3,200})/giu;
const SAID_BEFORE =
  /(?<!\S)["'`]?([^\s"'`]{5,100})["'`]?((?: is|=) my (?:[\p{L}\p{N}-]{1,20} ){0,2}(?:password|passcode|pin))(?!\p{L})/giu;
const PHRASE =
  /(?<!\p{L})((?:pass ?phrase|(?:seed|recovery|mnemonic) (?:phrase|words))(?:\s{0,2}[:=]\s{0,2}| is:? | are:? ))(?!\[redacted)([^\n.,;:[\]]{6,300})/giu;
const PIN =
  /(?<!\p{L})((?:pin|cvv2?|cvc2?)(?: (?:code|number))?(?: for [\p{L}\p{N} ]{1,30}?)?(?:\s{0,2}[:=]\s{0,2}| is | ist | lautet |(?<=cv[vc]2?) ))\d{3,8}(?![\d./-]?\d)/giu;
const BEARER = /(?<!\p{L})(bearer |authorization: basic )([A-Za-z0-9._~+/=-]{16,2000})/giu;

function labelOf(name: string): string {
  if (/key/i.test(name)) return 'API key';
  return /token|secret/i.test(name) ? 'token' : 'password';
}

/** The part of a value that is the secret; empty when the sentence is only about a secret. */
function secretPart(name: string, link: string, value: string, rest: string): string {
  const quoted = /^["'`“„]/.test(value);
  const bare = quoted ? value.slice(1, -1) : value.replace(/[.,;:!?)\]}]+$/u, '') || value;
  if (bare.length < 3 || STAND_IN.test(bare)) return '';
  if (looksRandom(bare)) return bare;
  // "token" and "secret" are everyday words: there only a random look counts.
  if (/^(?:token|secret)$/i.test(name) || isOrdinary(bare)) return '';
  // A plain word may be the password, if the sentence is over with it.
  const over = bare !== value || /^(?:$|\s*\n|\s*$| and | but | und | aber )/.test(rest);
  return over || /[:=]/.test(link) ? bare : '';
}

// What stands where a secret would: a variable, a hole to fill in, dots.
const STAND_IN =
  /^(?:\[redacted|[A-Za-z]+\]$|https?:|<[^>]*>$|\$\{|\$[A-Z_]{2,}$|%\w+%$|\{\{|process\.env|os\.environ|env\b|(?:[xX*.•…_-]){3,}$|your[-_ ])/;

/** Has a digit or a sign among its letters, or is a long number: no word of a sentence. */
function looksRandom(value: string): boolean {
  if (value.length < 4 || STAND_IN.test(value)) return false;
  const digits = /\d/.test(value);
  const letters = /\p{L}/u.test(value);
  const signs = /[^\p{L}\p{N}\s.,'’()/-]/u.test(value);
  return (digits && (letters || signs)) || (signs && letters) || /^\d{6,}$/.test(value);
}

const ORDINARY = new Set(
  (
    'a an the my your his her our their its this that these those it he she they we you i not no ' +
    'never always too very so only just also still again already now then here there in on at by ' +
    'for from to of with without about like as if when where what which who how why and or but ' +
    'safe secure weak strong wrong right correct incorrect bad good fine ok okay long short old ' +
    'new same different empty null none undefined true false string text hidden secret unknown ' +
    'optional invalid valid lost gone due stolen broken something nothing important easy hard ' +
    'difficult public private okay case ready missing one two three four eight ten twelve ' +
    'ein eine der die das mein nicht kein zu sehr falsch richtig schwach stark sicher weg alt neu ' +
    'un une le la les pas trop el los no muy'
  ).split(' '),
);

function isOrdinary(word: string): boolean {
  const lower = word.toLowerCase();
  return (
    ORDINARY.has(lower) || /^[a-z]{2,}(?:ed|ing|able|ible|ly|less|ory|ful|ive|al)$/.test(lower)
  );
}
