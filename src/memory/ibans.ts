import { isAlphanumeric, type Span } from './redaction-spans.ts';

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
const IBAN_START = /(?:(?<![A-Z0-9])|(?<=%[0-9A-F]{2}))[A-Z]{2}\d{2}(?=[ \u00A0-]?[A-Z0-9])/gi;

/** International bank account numbers: length of the country, remainder 97 (ISO 13616). */
export function findIbans(text: string): Span[] {
  const spans: Span[] = [];
  let kept = 0;
  for (const { index } of text.matchAll(IBAN_START)) {
    if (index < kept) continue;
    const end = ibanEnd(text, index);
    if (end === null) continue;
    spans.push({ start: index, end, what: 'IBAN' });
    kept = end;
  }
  return spans;
}

/** Where the IBAN that starts at `start` ends; null if none does. Reads at most 67 characters. */
function ibanEnd(text: string, start: number): number | null {
  const length = IBAN_LENGTHS.get(text.slice(start, start + 2).toUpperCase());
  if (length === undefined) return null;
  // The country and the check digits count last.
  let remainder = 0;
  let count = 4;
  let at = start + 4;
  for (let joint = false; count < length; at++) {
    const unit = text.charCodeAt(at);
    if (isAlphanumeric(unit)) {
      remainder = appended(remainder, unit);
      joint = false;
      count++;
    } else if (joint || !isJoint(unit)) {
      return null;
    } else {
      // Groups may be apart by one space or hyphen.
      joint = true;
    }
  }
  if (isAlphanumeric(text.charCodeAt(at))) return null;
  for (let first = start; first < start + 4; first++) {
    remainder = appended(remainder, text.charCodeAt(first));
  }
  return remainder === 1 ? at : null;
}

function isJoint(unit: number): boolean {
  return unit === 0x20 || unit === 0xa0 || unit === 0x2d;
}

/** The remainder by 97 of a number to which a digit, or a letter as its two digits, is added. */
function appended(remainder: number, unit: number): number {
  if (unit < 65) return (remainder * 10 + unit - 48) % 97;
  // A is 10; the bit of lower case does not count.
  return (remainder * 100 + (unit & 0x1f) + 9) % 97;
}
