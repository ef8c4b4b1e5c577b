import { describe, expect, it } from 'vitest';
import { redact } from '../../src/memory/privacy.ts';

const CARD = '[redacted: card number]';
const IBAN = '[redacted: IBAN]';
const SSN = '[redacted: social security number]';

describe('card numbers', () => {
  it.each([
    ['4111111111111111', CARD],
    ['card 4111 1111 1111 1111 exp 12/29', `card ${CARD} exp 12/29`],
    ['4111-1111-1111-1111.', `${CARD}.`],
    ['4111.1111.1111.1111', CARD],
    ['3782 822463 10005', CARD],
    ['36 is old, 36227206271667 is new', `36 is old, ${CARD} is new`],
    ['2221000000000009 and 2720990000000007', `${CARD} and ${CARD}`],
    ['4111 1111 1111 1111 5500 0000 0000 0004', `${CARD} ${CARD}`],
    ['{"pan":"4111111111111111"}', `{"pan":"${CARD}"}`],
    ['see:\\n4111111111111111\\n', `see:\\n${CARD}\\n`],
  ])('are gone: %s', (text, clean) => {
    expect(redact(text)).toBe(clean);
  });

  it.each([
    '4111111111111112',
    '411111111111111',
    '2220990000000000',
    '2721000000000004',
    'order 4111111111111111',
    'Bestellnummer: 4111111111111111',
    'tracking number #4111111111111111',
    'x4111111111111111',
    '4111111111111111x',
    'a.4111111111111111',
    '41 11 11 11 11 11 11 11',
    '41111111111111111111',
  ])('are something else: %s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('IBANs', () => {
  it.each([
    ['DE89370400440532013000', IBAN],
    ['iban: DE89 3704 0044 0532 0130 00, thanks', `iban: ${IBAN}, thanks`],
    ['DE89-3704-0044-0532-0130-00', IBAN],
    ['gb29nwbk60161331926819', IBAN],
    ['NO93 8601 1117 947 is it', `${IBAN} is it`],
    ['MT84MALT011000012345MTLCAST001S', IBAN],
    ['DE89370400440532013000 DE89370400440532013000', `${IBAN} ${IBAN}`],
  ])('are gone: %s', (text, clean) => {
    expect(redact(text)).toBe(clean);
  });

  it.each([
    'DE88370400440532013000',
    'DE8937040044053201300',
    'DE893704004405320130001',
    'DE89  3704 0044 0532 0130 00',
    'DE89.3704.0044.0532.0130.00',
    'XX89370400440532013000',
    'ADE89370400440532013000',
  ])('are something else: %s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('US social security numbers', () => {
  it.each([
    ['123-45-6789', SSN],
    ['it is 123-45-6789.', `it is ${SSN}.`],
    ['123‑45‑6789', SSN],
    ['SSN 123 45 6789', `SSN ${SSN}`],
    ['ssn: 123456789', `ssn: ${SSN}`],
    ['my social security number is 123456789', `my social security number is ${SSN}`],
    ['899-99-9999 and 665-01-0001', `${SSN} and ${SSN}`],
  ])('are gone: %s', (text, clean) => {
    expect(redact(text)).toBe(clean);
  });

  it.each([
    '000-12-3456',
    '666-12-3456',
    '900-12-3456',
    '123-00-4567',
    '123-45-0000',
    '123-45-67890',
    '1123-45-6789',
    '1-123-45-6789',
    '123-45-6789-1',
    '123–45-6789',
    '123 45 6789',
    'ssn: 1234567890',
  ])('are something else: %s', (text) => {
    expect(redact(text)).toBe(text);
  });
});
