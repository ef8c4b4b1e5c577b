import fc from 'fast-check';

const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const URL_SAFE = `${ALNUM}-_`;
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const HEX = '0123456789abcdef';
const DIGITS = '0123456789';

function run(alphabet: string, length: number): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length })
    .map((letters) => letters.join(''));
}

/** Parts joined, so that no scanner takes this file for a leak. */
function form(...parts: (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> {
  const made = parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part));
  return fc.tuple(...made).map((pieces) => pieces.join(''));
}

function card(prefix: string, length: number): fc.Arbitrary<string> {
  return run(DIGITS, length - prefix.length - 1).map((body) => {
    for (let check = 0; check < 10; check++) {
      const number = `${prefix}${body}${check}`;
      if (luhn(number) % 10 === 0) return number;
    }
    return '';
  });
}

function luhn(number: string): number {
  return [...number].reverse().reduce((sum, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
}

function grouped(number: fc.Arbitrary<string>, joint: string): fc.Arbitrary<string> {
  return number.map((digits) => digits.replace(/(.{4})(?=.)/g, `$1${joint}`));
}

function iban(country: string, bank: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return bank.map((body) => {
    const digits = [...`${body}${country}00`].map((c) => Number.parseInt(c, 36)).join('');
    const check = 98n - (BigInt(digits) % 97n);
    return `${country}${check.toString().padStart(2, '0')}${body}`;
  });
}

const ssn = fc
  .tuple(
    fc.integer({ min: 1, max: 899 }),
    fc.integer({ min: 1, max: 99 }),
    fc.integer({ min: 1, max: 9999 }),
  )
  .filter(([area]) => area !== 666)
  .map(([a, b, c]) =>
    [String(a).padStart(3, '0'), String(b).padStart(2, '0'), String(c).padStart(4, '0')].join('-'),
  );

const keyBody = fc
  .array(run(`${ALNUM}+/`, 64), { minLength: 3, maxLength: 8 })
  .map((lines) => lines.join('\n'));
const dashes = '-'.repeat(5);

/** Secrets and ID numbers by name, in the forms that their issuers publish, with valid checksums. */
export const SECRETS: [name: string, make: fc.Arbitrary<string>][] = [
  ['Anthropic key', form('sk-', 'ant-', 'api03-', run(URL_SAFE, 93), 'AA')],
  ['OpenAI project key', form('sk-', 'proj-', run(URL_SAFE, 74), 'T3', run(ALNUM, 40))],
  ['OpenAI key', form('sk-', run(ALNUM, 20), 'T3Blbk', run(ALNUM, 20))],
  ['AWS access key', form('AK', 'IA', run(UPPER, 16))],
  ['AWS session key', form('AS', 'IA', run(UPPER, 16))],
  ['AWS secret key', form('aws_secret_', 'access_key = ', run(`${ALNUM}/+`, 40))],
  ['Google API key', form('AI', 'za', run(URL_SAFE, 35))],
  ['Google client secret', form('GOC', 'SPX-', run(URL_SAFE, 28))],
  ['Google access token', form('ya', '29.', run(URL_SAFE, 60))],
  ['GitHub token', form('gh', fc.constantFrom('p', 'o', 'u', 's', 'r'), '_', run(ALNUM, 36))],
  ['GitHub fine-grained token', form('github_', 'pat_', run(ALNUM, 22), '_', run(ALNUM, 59))],
  ['GitLab token', form('gl', 'pat-', run(ALNUM, 20))],
  [
    'Slack bot token',
    form('xo', 'xb-', run(DIGITS, 12), '-', run(DIGITS, 12), '-', run(ALNUM, 24)),
  ],
  ['Stripe key', form(fc.constantFrom('sk', 'rk'), '_live_', run(ALNUM, 24))],
  ['Hugging Face token', form('h', 'f_', run(ALNUM, 34))],
  ['npm token', form('np', 'm_', run(ALNUM, 36))],
  ['Telegram bot token', form(run('123456789', 9), ':', 'AA', run(URL_SAFE, 33))],
  [
    'JSON Web Token',
    form('ey', 'J', run(URL_SAFE, 30), '.ey', 'J', run(URL_SAFE, 60), '.', run(URL_SAFE, 43)),
  ],
  [
    'RSA private key',
    form(
      dashes,
      'BEGIN RSA PRIVATE ',
      `KEY${dashes}\n`,
      keyBody,
      `\n${dashes}END RSA PRIVATE `,
      `KEY${dashes}`,
    ),
  ],
  ['private key cut off', form(dashes, 'BEGIN PRIVATE ', `KEY${dashes}\n`, keyBody)],
  ['Visa card', card('4', 16)],
  ['Visa card in groups', grouped(card('4', 16), ' ')],
  ['Mastercard with hyphens', grouped(card('53', 16), '-')],
  ['new Mastercard', card('2345', 16)],
  ['American Express card', card('37', 15)],
  ['Discover card', card('6011', 16)],
  ['German IBAN', iban('DE', run(DIGITS, 18))],
  ['German IBAN in groups', grouped(iban('DE', run(DIGITS, 18)), ' ')],
  ['British IBAN', iban('GB', form('NWBK', run(DIGITS, 14)))],
  ['Norwegian IBAN', iban('NO', run(DIGITS, 11))],
  ['US social security number', ssn],
  [
    'said password',
    form(fc.constantFrom('password is ', 'Passwort: ', 'pwd='), run(ALNUM, 7), '7!'),
  ],
  [
    'said API key',
    form(fc.constantFrom('api key: ', 'API_KEY=', 'my api key is '), run(HEX, 31), '7'),
  ],
  ['bearer token', form('Authorization: ', 'Bearer ', run(ALNUM, 39), '7')],
];
