import fc from 'fast-check';
import { card, grouped, iban, ssn } from './secret-letters.ts';

type Row = readonly [string, fc.Arbitrary<string>, ((secret: string) => string)?];

// Lengths and structures from the IBAN registry.
const COUNTRIES =
  'AT16n BE12n BG4a6n8c BR23n1a1c CH5n12c CY8n16c CZ20n DE18n DK14n EE16n ES20n FI14n FR10n11c2n ' +
  'GB4a14n GE2a16n GR7n16c HR17n HU24n IE4a14n IL19n IS22n IT1a10n12c KZ3n13c LI5n12c LT16n ' +
  'LU3n13c LV4a13c MT4a5n18c NL4a10n NO11n PK4a16c PL24n PT21n QA4a21c RO4a16c SA2n18c SE20n ' +
  'SI15n SK20n TR6n16c UA6n19c AE19n';

const anyIban = fc
  .constantFrom(...COUNTRIES.split(' '))
  .chain((row) => iban(row.slice(0, 2), row.slice(2)));

const NETWORKS: readonly [name: string, prefix: string, length: number][] = [
  ['Visa', '4', 16],
  ['Visa with 19 digits', '4', 19],
  ['Mastercard', '53', 16],
  ['new Mastercard', '2345', 16],
  ['American Express', '37', 15],
  ['Diners Club', '36', 14],
  ['JCB', '3530', 16],
  ['Discover', '6011', 16],
  ['new Discover', '65', 16],
  ['UnionPay', '62', 16],
  ['UnionPay with 19 digits', '62', 19],
  ['Maestro', '6759', 16],
  ['Mir', '2200', 16],
  ['RuPay', '6070', 16],
];

const amexGroups = card('34', 15).map((n) => `${n.slice(0, 4)} ${n.slice(4, 10)} ${n.slice(10)}`);

/** ID numbers with valid checksums. */
export const ID_NUMBERS: Record<string, readonly Row[]> = {
  'card numbers': [
    ...NETWORKS.map(([name, prefix, length]): Row => [name, card(prefix, length)]),
    ...['4', '53', '6011', '3530'].flatMap((prefix): Row[] => [
      [`${prefix} in groups`, grouped(card(prefix, 16), ' ')],
      [`${prefix} with hyphens`, grouped(card(prefix, 16), '-')],
    ]),
    ['American Express in groups', amexGroups],
  ],
  IBAN: [
    ['of any country', anyIban],
    ['in groups', grouped(anyIban, ' ')],
    ['in lower case', anyIban.map((number) => number.toLowerCase())],
    ['German', iban('DE', '18n')],
    ['British in groups', grouped(iban('GB', '4a14n'), ' ')],
  ],
  'social security numbers': [
    ['with hyphens', ssn('-')],
    ['with spaces', ssn(' '), (number) => `my SSN is ${number}`],
    ['bare', ssn(''), (number) => `social security number: ${number}`],
    ['bare, short', ssn(''), (number) => `SSN ${number}`],
  ],
};
