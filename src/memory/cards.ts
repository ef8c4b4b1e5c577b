import { isWordStart, type Span } from './redaction-spans.ts';

// From a group of four digits on, and long enough.
const DIGIT_GROUPS = /\d{4}(?=[\d .\u00A0\u2010-\u2013-]{10})\d*(?:[ .\u00A0\u2010-\u2013-]\d+)*/g;
const JOINT = /[ .\u00A0\u2010-\u2013-]/;
const MIN_CARD_DIGITS = 14;
const MAX_CARD_DIGITS = 19;
const MAX_CARD_GROUPS = 5;

/** Payment card numbers, bare or in groups: ranges and lengths of the networks, Luhn. */
export function findCards(text: string): Span[] {
  const spans: Span[] = [];
  for (const { 0: run, index } of text.matchAll(DIGIT_GROUPS)) {
    if (run.length < MIN_CARD_DIGITS || !standsAlone(text, index, run)) {
      continue;
    }
    const groups = run.split(JOINT);
    let start = index;
    for (let first = 0; first < groups.length; first++) {
      const count = cardGroups(groups, first);
      // A joint is one character.
      const end = start + groups.slice(first, first + Math.max(count, 1)).join('-').length;
      if (count > 0 && !isOtherNumber(text, start)) spans.push({ start, end, what: 'card number' });
      first += Math.max(count - 1, 0);
      start = end + 1;
    }
  }
  return spans;
}

function standsAlone(text: string, start: number, run: string): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  const after = text.slice(start + run.length, start + run.length + 2);
  const inWord = /[\p{L}\p{N}_]$/u.test(before) && !isWordStart(text, start);
  return !inWord && !/[^\s\d]\.$|_$/.test(before) && !/^[\p{L}\p{N}_]/u.test(after);
}

// One order number in ten passes Luhn: what the word before calls an order is none of ours.
const OTHER_NUMBER =
  /(?:order|invoice|tracking|parcel|shipment|ticket|booking|reference|serial|barcode|imei|iccid|isbn|bestellung|bestellnummer|bestell-?nr|auftrag(?:snummer)?|rechnung(?:snummer)?|sendung(?:snummer)?|commande|facture|pedido|factura)(?: (?:no|number|id|nr|num|n°|n|código|code))?[.:#°]{0,2} ?#?$/i;

function isOtherNumber(text: string, start: number): boolean {
  return OTHER_NUMBER.test(text.slice(Math.max(0, start - 40), start));
}

/** How many of the groups from `first` on together are a card number; 0 if none are. */
function cardGroups(groups: readonly string[], first: number): number {
  // Printed in groups, a card number begins with four digits.
  if ((groups[first]?.length ?? 0) < 4) return 0;
  let digits = '';
  for (let count = 1; count <= MAX_CARD_GROUPS; count++) {
    digits += groups[first + count - 1] ?? '';
    if (digits.length > MAX_CARD_DIGITS) return 0;
    if (digits.length >= MIN_CARD_DIGITS && isCardNumber(digits)) return count;
  }
  return 0;
}

// Issuer ranges and lengths of the networks (ISO/IEC 7812): Visa, Mastercard, American Express,
// Diners Club, JCB, Discover, UnionPay, RuPay, Maestro, Mir, Troy, Verve. Visa with 13 digits is
// left out: no such card is valid any more, and the barcodes of many goods look like one.
const ISSUERS =
  /^(?:4(?:\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35(?:2[89]|[3-8]\d)\d{12}|6(?:0|011|4[4-9]|5)\d{14}|6(?:011|4[4-9]\d|5\d\d)\d{12}|62\d{14,17}|8[12]\d{14}|508\d{13}|(?:50|56|57|58)\d{14}|67\d{14}(?:\d{2,3})?|220[0-4]\d{12}|9792\d{12})$/;

function isCardNumber(digits: string): boolean {
  return ISSUERS.test(digits) && passesLuhn(digits);
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 1; place <= digits.length; place++) {
    const digit = digits.charCodeAt(digits.length - place) - 48;
    const doubled = place % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
