import { createHmac } from 'node:crypto';
import fc from 'fast-check';

export const DIGITS = '0123456789';
export const LOWER = 'abcdefghijklmnopqrstuvwxyz';
export const UPPER = LOWER.toUpperCase();
export const ALNUM = `${UPPER}${LOWER}${DIGITS}`;
export const URL_SAFE = `${ALNUM}-_`;
export const BASE64 = `${ALNUM}+/`;
export const BASE32 = `${UPPER}234567`;
export const HEX = `${DIGITS}abcdef`;
export const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

type Part = string | fc.Arbitrary<string>;

export function run(alphabet: string, length: number): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length })
    .map((letters) => letters.join(''));
}

/** Parts joined; a bar in a fixed part is left out, so that no scanner takes this for a leak. */
export function join(...parts: Part[]): fc.Arbitrary<string> {
  const made = parts.map((part) =>
    typeof part === 'string' ? fc.constant(part.replaceAll('|', '')) : part,
  );
  return fc.tuple(...made).map((pieces) => pieces.join(''));
}

/** A beginning and so many letters behind it. */
export function token(start: string, length: number, alphabet = ALNUM): fc.Arbitrary<string> {
  return join(start, run(alphabet, length));
}

export function uuid(): fc.Arbitrary<string> {
  return join(run(HEX, 8), '-', run(HEX, 4), '-', run(HEX, 4), '-', run(HEX, 4), '-', run(HEX, 12));
}

/** GitHub and npm end a token in the CRC-32 of what precedes it, in base 62. */
export function withCrc(start: string, length: number): fc.Arbitrary<string> {
  return run(ALNUM, length).map((body) => {
    let rest = crc32(body);
    let check = '';
    for (let place = 0; place < 6; place++) {
      check = `${`${DIGITS}${UPPER}${LOWER}`[rest % 62]}${check}`;
      rest = Math.floor(rest / 62);
    }
    return `${start.replaceAll('|', '')}${body}${check}`;
  });
}

export function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** A JSON Web Token with a valid HS256 signature. */
export function jsonWebToken(): fc.Arbitrary<string> {
  return fc.tuple(run(ALNUM, 12), fc.nat(2_000_000_000), run(HEX, 32)).map(([sub, iat, key]) => {
    const parts = [
      { alg: 'HS256', typ: 'JWT' },
      { sub, iat },
    ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
    const signature = createHmac('sha256', key).update(parts.join('.')).digest('base64url');
    return [...parts, signature].join('.');
  });
}

/** A card number of a network with a valid Luhn digit. */
export function card(prefix: string, length: number): fc.Arbitrary<string> {
  return run(DIGITS, length - prefix.length - 1).map((body) => {
    const sum = luhn(`${prefix}${body}0`);
    return `${prefix}${body}${(10 - (sum % 10)) % 10}`;
  });
}

function luhn(number: string): number {
  return [...number].reverse().reduce((sum, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
}

export function grouped(number: fc.Arbitrary<string>, joint: string): fc.Arbitrary<string> {
  return number.map((digits) => digits.replace(/(.{4})(?=.)/g, `$1${joint}`));
}

/** An IBAN with valid check digits; `structure` as in the registry: n digits, a letters, c both. */
export function iban(country: string, structure: string): fc.Arbitrary<string> {
  const alphabets: Record<string, string> = { n: DIGITS, a: UPPER, c: `${UPPER}${DIGITS}` };
  const parts = [...structure.matchAll(/(\d+)([nac])/g)].map(([, count, kind]) =>
    run(alphabets[kind ?? ''] ?? '', Number(count)),
  );
  return join(...parts).map((body) => {
    const digits = [...`${body}${country}00`].map((c) => Number.parseInt(c, 36)).join('');
    const check = 98n - (BigInt(digits) % 97n);
    return `${country}${check.toString().padStart(2, '0')}${body}`;
  });
}

/** A US social security number out of the ranges that are given out. */
export function ssn(joint: string): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.integer({ min: 1, max: 899 }),
      fc.integer({ min: 1, max: 99 }),
      fc.integer({ min: 1, max: 9999 }),
    )
    .filter(([area]) => area !== 666)
    .map(([a, b, c]) =>
      [String(a).padStart(3, '0'), String(b).padStart(2, '0'), String(c).padStart(4, '0')].join(
        joint,
      ),
    );
}

// What the bytes before the numbers of a key look like in base64: they are the same in all.
const KEY_HEADS: Record<string, string> = {
  'RSA ': 'MIIEpAIBAAKCAQEA',
  'EC ': 'MHcCAQEEI',
  'OPENSSH ': 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmU',
  'PGP ': '\nlQdGBF',
  '': 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ',
};

/** A private key in PEM, its lines apart by `newline`. */
export function pem(kind: string, newline = '\n', end = true): fc.Arbitrary<string> {
  const dashes = '-'.repeat(5);
  const lines = fc.array(run(BASE64, 64), { minLength: 6, maxLength: 24 });
  return lines.map(([first = '', ...body]) => {
    const name = `${kind}PRIVATE ${'KEY'}${kind.startsWith('PGP') ? ' BLOCK' : ''}`;
    const head = `${KEY_HEADS[kind] ?? ''}${first}`.slice(0, 64);
    const last = end ? [`${dashes}END ${name}${dashes}`] : [];
    return [`${dashes}BEGIN ${name}${dashes}`, head, ...body, ...last].join(newline);
  });
}
