/** Replaces numbers that identify a person or an account; `placeholder` makes the mark. */
export function redactIdNumbers(text: string, placeholder: (what: string) => string): string {
  return redactCards(redactIbans(text, placeholder), placeholder).replace(
    SSN,
    (_whole, before: string | undefined) =>
      `${before ?? ''}${placeholder('social security number')}`,
  );
}

// Ranges that the Social Security Administration never assigned are left alone. Without hyphens
// nine digits can be anything, so there the words before must say what it is.
const SSN =
  /(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])|((?:\bssn|\bsocial security(?: (?:number|no\.?))?)(?: is|:| =)? {0,2})(?!000|666|9)\d{3} ?(?!00)\d{2} ?(?!0000)\d{4}(?!\d)/gi;

const DIGIT_GROUPS = /(?<![\p{L}\p{N}_.])\d+(?:[ \u00A0-]\d+)*(?![\p{L}\p{N}_])/gu;
const MIN_CARD_DIGITS = 13;
const MAX_CARD_DIGITS = 19;
const MAX_CARD_GROUPS = 5;

function redactCards(text: string, placeholder: (what: string) => string): string {
  return text.replace(DIGIT_GROUPS, (run) => {
    if (run.length < MIN_CARD_DIGITS || !/\d{4}/.test(run)) return run;
    const groups = [...run.matchAll(/\d+/g)];
    let out = '';
    let kept = 0;
    for (let first = 0; first < groups.length; first++) {
      const last = cardEnd(groups, first);
      if (last === null) continue;
      const start = groups[first]?.index ?? 0;
      out += run.slice(kept, start) + placeholder('card number');
      kept = (groups[last]?.index ?? 0) + (groups[last]?.[0].length ?? 0);
      first = last;
    }
    return out + run.slice(kept);
  });
}

/** The last of the groups from `first` on that together are a card number, else null. */
function cardEnd(groups: readonly RegExpExecArray[], first: number): number | null {
  // Printed in groups, a card number begins with four digits.
  if ((groups[first]?.[0].length ?? 0) < 4) return null;
  let digits = '';
  for (let last = first; last < Math.min(groups.length, first + MAX_CARD_GROUPS); last++) {
    digits += groups[last]?.[0] ?? '';
    if (digits.length > MAX_CARD_DIGITS) return null;
    if (digits.length >= MIN_CARD_DIGITS && isCardNumber(digits)) return last;
  }
  return null;
}

// Issuer ranges and lengths of the large networks (ISO/IEC 7812): Luhn alone would hit one order
// number in ten.
const ISSUERS =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35(?:2[89]|[3-8]\d)\d{12}|6(?:011|4[4-9]\d|5\d\d)\d{12}|62\d{14,17}|(?:50|56|57|58|67)\d{14})$/;

function isCardNumber(digits: string): boolean {
  return ISSUERS.test(digits) && passesLuhn(digits);
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

// Lengths from the SWIFT IBAN registry.
const IBAN_LENGTHS: ReadonlyMap<string, number> = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 ' +
    'DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 ' +
    'IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 ' +
    'MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 ' +
    'SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);
const IBAN_START = /(?<![A-Z0-9])[A-Z]{2}\d{2}(?=[ \u00A0-]?[A-Z0-9])/gi;
const LONGEST_IBAN = 34;

function redactIbans(text: string, placeholder: (what: string) => string): string {
  let out = '';
  let kept = 0;
  for (const start of text.matchAll(IBAN_START)) {
    if (start.index < kept) continue;
    const end = ibanEnd(text, start.index);
    if (end === null) continue;
    out += text.slice(kept, start.index) + placeholder('IBAN');
    kept = end;
  }
  return out + text.slice(kept);
}

function ibanEnd(text: string, start: number): number | null {
  const length = IBAN_LENGTHS.get(text.slice(start, start + 2).toUpperCase());
  if (length === undefined) return null;
  let characters = '';
  // Groups may be apart by one space or hyphen, so a printed IBAN is at most twice as long.
  for (let at = start; at < Math.min(text.length, start + 2 * LONGEST_IBAN); at++) {
    const character = text.charAt(at);
    if (/[A-Z0-9]/i.test(character)) characters += character.toUpperCase();
    else if (!/[ \u00A0-]/.test(character)) return null;
    if (characters.length === length) {
      const ends = !/[A-Z0-9]/i.test(text.charAt(at + 1));
      return ends && remainder97(characters) === 1 ? at + 1 : null;
    }
  }
  return null;
}

function remainder97(iban: string): number {
  let remainder = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    for (const digit of Number.parseInt(character, 36).toString()) {
      remainder = (remainder * 10 + Number(digit)) % 97;
    }
  }
  return remainder;
}
