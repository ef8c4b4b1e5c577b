import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { ALNUM, BASE64, DIGITS, HEX, LOWER, run, UPPER, uuid } from './secret-letters.ts';

const digits = (count: number) => run(DIGITS, count);
const hex = (count: number) => run(HEX, count);
const year = fc.integer({ min: 1950, max: 2030 });
const month = fc.integer({ min: 1, max: 12 }).map((n) => String(n).padStart(2, '0'));
const day = fc.integer({ min: 1, max: 28 }).map((n) => String(n).padStart(2, '0'));
const small = fc.integer({ min: 0, max: 255 });
const word = fc.constantFrom(
  ...'disk task risk desk garden river budget report holiday recipe music window market'.split(' '),
);
const digest = (algorithm: string) =>
  fc.nat().map((n) => createHash(algorithm).update(String(n)).digest('base64'));

/** `parts` in the place of each … of `sentence`. */
function line(sentence: string, ...parts: fc.Arbitrary<string | number>[]): fc.Arbitrary<string> {
  return fc
    .tuple(...parts)
    .map((made) => made.reduce<string>((text, part) => text.replace('…', String(part)), sentence));
}

/** Kinds of harmless lines that hold something drawn at random. */
const HARMLESS_KINDS: readonly fc.Arbitrary<string>[] = [
  line('Order … has shipped', digits(10)),
  line('Order number …-…-… arrives tomorrow', digits(3), digits(7), digits(7)),
  line('Bestellnummer … ist unterwegs', digits(16)),
  line('My order number is …', digits(16)),
  line('Invoice …-… over … EUR', year, digits(6), digits(3)),
  line('Tracking number 1Z…', run(`${UPPER}${DIGITS}`, 16)),
  line('Tracking: …', digits(20)),
  line('Call me at +49 … …', digits(3), digits(7)),
  line('Phone (…) …-…', digits(3), digits(3), digits(4)),
  line('Tel. …/…', digits(4), digits(6)),
  line('+1-…-…-…', digits(3), digits(3), digits(4)),
  line('+33 6 … … … …', digits(2), digits(2), digits(2), digits(2)),
  line('born on …-…-…', year, month, day),
  line('am ….….… um 14:30', day, month, year),
  line('…-…-…T12:30:45.123Z', year, month, day),
  line('from …-…-… to 2031-01-01', year, month, day),
  line('timestamp …', digits(10)),
  line('at 17…', digits(11)),
  line('commit …', hex(40)),
  line('see … for the fix', hex(7)),
  line('https://github.com/owner/repo/commit/…', hex(40)),
  line('sha256:…', hex(64)),
  line('md5 …', hex(32)),
  line('id …', uuid()),
  line('https://example.com/items/…', uuid()),
  line('{"id":"…","name":"x"}', uuid()),
  line('ISBN 978-3-…-…-…', digits(4), digits(4), digits(1)),
  line('ISBN 978…', digits(10)),
  line('EAN 400…', digits(10)),
  line('version ….….…', small, small, small),
  line('v….….…-beta.…', small, small, small, small),
  line('color #…', hex(6)),
  line('rgba(…, …, …, 0.5)', small, small, small),
  line('0x…', hex(16)),
  line('data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA…', run(BASE64, 60)),
  line('data:image/jpeg;base64,/9j/4AAQSkZJRgABAQ…', run(BASE64, 80)),
  line('"integrity": "sha512-…"', digest('sha512')),
  line('integrity sha1-…', digest('sha1')),
  line('server at ….….….…', small, small, small, small),
  line('….….….…:8080', small, small, small, small),
  line('fe80::…:…:…:…', hex(4), hex(4), hex(4), hex(4)),
  line('MAC …:…:…:…:…:…', hex(2), hex(2), hex(2), hex(2), hex(2), hex(2)),
  line('52.…, 13.…', digits(6), digits(6)),
  line('/home/me/…/…-….txt', word, word, digits(4)),
  line('C:\\Users\\me\\…\\new_…_….docx', word, word, digits(3)),
  line('https://example.com/…?page=…&sort=asc', word, digits(2)),
  line('https://www.youtube.com/watch?v=…', run(ALNUM, 11)),
  line('https://docs.google.com/document/d/1…/edit', run(ALNUM, 43)),
  line('…-based …-oriented …-driven', word, word, word),
  line('…-…-…-…-…', word, word, digits(4), word, word),
  line('…_…_…_…_test', word, word, word, digits(3)),
  line('Flight LH… on … May, seat …A', digits(3), day, digits(2)),
  line('License plate B-… …', run(UPPER, 2), digits(4)),
  line('Room …-…, floor …', digits(3), digits(2), digits(1)),
  line('ZIP …-…', digits(5), digits(4)),
  line('IMEI 35…', digits(13)),
  line('Account manager …, extension …', word, digits(4)),
  line('Ticket #… (…)', digits(6), word),
  line('PROJ-…: fix the …', digits(4), word),
  line('It costs …,….… EUR', digits(2), digits(3), digits(2)),
  line('The … is … percent bigger than in …', word, small, year),
  line('… … … …', digits(4), digits(4), digits(4), digits(3)),
  line('measured … … … … … ms', digits(3), digits(3), digits(3), digits(3), digits(3)),
  line('pi is 3.…', digits(20)),
  line('WARN [….…] … took … ms', word, word, word, digits(4)),
  line('const … = new …("…");', word, word, word),
  line('export function …(… = …) {', word, word, digits(3)),
  line('docker.io/library/…:…@sha256:…', word, digits(2), hex(64)),
  line('…@example.com wrote on … May', word, day),
  line('arn:aws:iam::…:role/…', digits(12), word),
  line('chr…:…-…', digits(1), digits(8), digits(8)),
  line('ORCID 0000-000…-…-…', digits(1), digits(4), digits(4)),
  line('doi:10.…/….…', digits(4), word, digits(6)),
  line('bc…-…-… (…)', digits(2), word, word, run(LOWER, 30)),
];

/** Lines of every kind, `variants` of each; the same for the same `seed`. */
export function drawnLines(variants: number, seed = 1): string[] {
  return HARMLESS_KINDS.flatMap((kind, index) =>
    fc.sample(kind, { numRuns: variants, seed: seed + index }),
  );
}
