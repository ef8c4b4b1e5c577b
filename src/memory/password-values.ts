/** Whether a value stands for a secret that is not there: a variable, a call, a hole, dots. */
export function isStandIn(value: string): boolean {
  return STAND_IN.test(value) || CODE.test(value) || TERM.test(value);
}

const STAND_IN =
  /^(?:\[redacted|https?:|file:|<[^>]*>?$|\$\{|\$(?:[A-Z_][A-Z0-9_]*|[a-z_]*(?:pass|pwd|secret|token|key|user|value|input)[a-z_]*)$|\$\(|%\w+%$|\{\{|\{\w*\}?$|@\w+@$|#\{|(?:[xX*.•●…_?-]){3,}$|your[-_ ]|\/(?:[\w.-]+\/)|\.{1,2}\/)/;

// A call, an index, a member or a type, as source code has them behind a name.
const CODE =
  /^(?:new |await |!?[A-Za-z_$][A-Za-z_$]*(?:(?:\?\.|\.|->|::)[A-Za-z_$][\w$]*)*(?:\(|\[["'\w]*\]?|<[A-Za-z]+>?)|(?:this|self|config|process|env|os|req|request|res|response|props|state|args|options|settings|secrets|vars|var|local|data|user|ctx|params|body|event|input|ENV)(?:\.|->|\[|$))/;

// A name out of source code says what it holds.
const CODE_NAME =
  /^_?(?=[A-Za-z_$]*(?:pass|pwd|token|secret|key|input|value|hash|form|field|config|user|credential|generat|env))[a-z]+(?:[A-Z][A-Za-z]*|_[a-z_]+|_[A-Z_]+)$|^[A-Z]+(?:_[A-Z]+)+$/;

// Terms of the trade that have digits in them.
const TERM =
  /^(?:o?auth|sha|md|base|utf|aes|rsa|bcrypt|argon|pbkdf|scrypt|http|tls|web|ipv|ed|es|hs|rs|totp|fido|u|win|mac|x)[-_]?\d+(?:[-_][A-Za-z]+)?$|^1password$/i;

/** Whether an unquoted word is a name out of source code, like `userPassword` or `DB_PASS`. */
export function isCodeName(value: string): boolean {
  return CODE_NAME.test(value);
}

/** Has a digit or a sign among its letters, or is a long number: no word of a sentence. */
export function looksRandom(value: string): boolean {
  if (value.length < 4 || isStandIn(value)) return false;
  const digits = /\d/.test(value);
  const letters = /\p{L}/u.test(value);
  const signs = /[^\p{L}\p{N}\s.,;:'’()/-]/u.test(value);
  return (digits && (letters || signs)) || (signs && letters) || /^\d{6,}$/.test(value);
}

/** Long, and drawn from letters of both cases: a key that happens to have no digit. */
export function looksDrawn(value: string): boolean {
  return (
    /^[A-Za-z+/=_-]{20,}$/.test(value) &&
    (value.match(/[a-z][A-Z]|[A-Z]{2}[a-z]/g)?.length ?? 0) > 4
  );
}

/** Whether a text in quotes is a sentence about a secret, as interfaces have them. */
export function isProse(value: string): boolean {
  const words = value.split(/\s+/);
  return words.length > 2 && !/\d/.test(value) && words.some(isOrdinary);
}

/** Whether a word is one that sentences about a password go on with: "too", "required", "falsch". */
export function isOrdinary(word: string): boolean {
  const lower = word.toLowerCase();
  return (
    ORDINARY.has(lower) ||
    /^[a-z-]{2,}(?:ed|ing|able|ible|less|ory|ful|ive|al|ous|ary|(?:al|ate|ure|ent|ant|ib|ab|ul|us|ive|ite|ect|st|mp)ly)$/.test(
      lower,
    ) ||
    /^[a-zäöüß]{4,}(?:iert|ieren|bar|lich|pflichtig)$/.test(lower)
  );
}

const ORDINARY: ReadonlySet<string> = new Set(
  (
    'a an the my your his her our their its this that these those it he she they we you i not no ' +
    'never always too very so only just also still again already now then here there in on at by ' +
    'for from to of off up with without about like as if when where what which who how why and or ' +
    'but be been being under over between after before since until both all any each every same ' +
    'safe secure weak strong wrong right correct incorrect bad good better best fine ok okay long ' +
    'longer short shorter old new different empty blank null none nil undefined true false string ' +
    'str text bytes boolean number int integer char varchar any unknown object value hidden secret ' +
    'optional invalid valid lost gone due stolen broken something nothing important easy hard sent ' +
    'difficult public private case ready missing one two three four eight ten twelve twenty set ' +
    'password passwords passcode passphrase passwort token key pin username email name id user ' +
    'default plain plaintext mandatory awful terrible garbage funny boring random unique yours ' +
    'only really mine known shown kept written told made built run used hash hashes salted more less enough ' +
    'option optional maybe nullable promise array list dict secretstr ' +
    'siehe voir ver ' +
    'input env foo bar todo tbd n/a na see ask below above elsewhere kwargs argv ' +
    'ein eine einen der die das den dem mein dein sein nicht kein keine zu zum zur sehr falsch ' +
    'richtig schwach stark sicher weg alt neu leer lang kurz geheim bekannt abgelaufen vergessen ' +
    'gesperrt geändert und oder aber auf im in bei von mit für noch schon immer wieder zurück hier ' +
    'un une le la les du des pas trop très mon ma votre dans sur pour avec oublié expiré faible ' +
    'incorrecto incorrecta el los las una mi tu su no muy demasiado en de del para con débil ' +
    'il lo non troppo molto sbagliata een het niet te erg'
  ).split(' '),
);
