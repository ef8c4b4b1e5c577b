import fc from 'fast-check';
import { ID_NUMBERS } from './id-number-forms.ts';
import {
  ALNUM,
  BASE32,
  BASE64,
  BECH32,
  crc32,
  DIGITS,
  HEX,
  join,
  jsonWebToken,
  LOWER,
  pem,
  run,
  token,
  UPPER,
  URL_SAFE,
  withCrc,
} from './secret-letters.ts';
import { SERVICES } from './service-forms.ts';
import { SPOKEN_SECRETS } from './spoken-secret-forms.ts';

/** How one kind of secret looks. */
export interface SecretForm {
  /** Who issues it, or what it is: figures are told by family. */
  family: string;
  name: string;
  /** The secret as it is. */
  make: fc.Arbitrary<string>;
  /** What the text around it must say for it to be known; default nothing. */
  context?: (secret: string) => string;
}

/** Forms by family: name, how to make one, and the context, if it needs one. */
type Rows = Record<
  string,
  readonly (readonly [string, fc.Arbitrary<string>, SecretForm['context']?])[]
>;

const ROUTABLE = join(run(URL_SAFE, 30), '.0', run(`${DIGITS}${LOWER}`, 1), '.').map(
  (body) => `${body}${crc32(body).toString(36).padStart(7, '0')}`,
);

const TOKENS: Rows = {
  Anthropic: [
    ['API key', join('sk-|ant-|api03-', run(URL_SAFE, 93), 'AA')],
    ['OAuth token', join('sk-|ant-|oat01-', run(URL_SAFE, 93), 'AA')],
    ['admin key', join('sk-|ant-|admin01-', run(URL_SAFE, 93), 'AA')],
  ],
  OpenAI: [
    ['project key', join('sk-|proj-', run(URL_SAFE, 74), 'T3|BlbkFJ', run(URL_SAFE, 74))],
    ['service key', join('sk-|svcacct-', run(URL_SAFE, 74), 'T3|BlbkFJ', run(URL_SAFE, 74))],
    ['admin key', join('sk-|admin-', run(URL_SAFE, 58), 'T3|BlbkFJ', run(URL_SAFE, 58))],
    ['old key', join('sk-|', run(ALNUM, 20), 'T3|BlbkFJ', run(ALNUM, 20))],
  ],
  'other model providers': [
    ['OpenRouter', token('sk-|or-|v1-', 64, HEX)],
    ['DeepSeek', join('sk-|', run(HEX, 31), '7')],
    ['Groq', token('gs|k_', 52)],
    ['xAI', token('xa|i-', 80)],
    ['Perplexity', token('pp|lx-', 48)],
    ['Replicate', token('r8|_', 37)],
    ['NVIDIA', token('nv|api-', 64, URL_SAFE)],
    ['Hugging Face', token('h|f_', 34)],
    ['Hugging Face organisation', token('api|_org_', 34)],
  ],
  AWS: [
    ['access key id', token('AK|IA', 16, BASE32)],
    ['session key id', token('AS|IA', 16, BASE32)],
    ['secret key', run(BASE64, 40), (secret) => `aws_secret_access_key = ${secret}`],
    ['secret key in the environment', run(BASE64, 40), (s) => `AWS_SECRET_ACCESS_KEY=${s}`],
    ['secret key in JSON', run(BASE64, 40), (s) => `"SecretAccessKey": "${s}"`],
    ['session token', run(BASE64, 356), (s) => `aws_session_token=${s}`],
  ],
  Google: [
    ['API key', token('AI|zaSy', 33, URL_SAFE)],
    ['client secret', token('GOC|SPX-', 28, URL_SAFE)],
    ['access token', join('ya|29.a0', run(URL_SAFE, 160))],
    ['refresh token', token('1/|/0', 60, URL_SAFE)],
    [
      'service account',
      pem('', '\\n'),
      (s) => `{"type": "service_account", "private_key": "${s}\\n", "client_id": "1"}`,
    ],
  ],
  GitHub: [
    ['personal token', withCrc('gh|p_', 30)],
    ['OAuth token', withCrc('gh|o_', 30)],
    ['user token', withCrc('gh|u_', 30)],
    ['server token', withCrc('gh|s_', 30)],
    [
      'stateless server token',
      fc.tuple(run('123456789', 6), jsonWebToken()).map(([n, jwt]) => ['ghs', n, jwt].join('_')),
    ],
    ['refresh token', withCrc('gh|r_', 70)],
    ['fine-grained token', join('github|_pat_', run(ALNUM, 22), '_', run(ALNUM, 59))],
  ],
  GitLab: [
    ['personal token', token('gl|pat-', 20, URL_SAFE)],
    ['routable token', join('gl|pat-', ROUTABLE)],
    ['deploy token', token('gl|dt-', 20, URL_SAFE)],
    ['runner token', token('gl|rt-', 20, URL_SAFE)],
    ['job token', join('gl|cbt-', run(HEX, 2), '_', run(URL_SAFE, 20))],
    ['trigger token', token('gl|ptt-', 40, HEX)],
    ['agent token', token('gl|agent-', 50, URL_SAFE)],
  ],
  Slack: [
    ['bot token', join('xo|xb-', run(DIGITS, 12), '-', run(DIGITS, 13), '-', run(ALNUM, 24))],
    [
      'user token',
      join(
        'xo|xp-',
        run(DIGITS, 12),
        '-',
        run(DIGITS, 12),
        '-',
        run(DIGITS, 12),
        '-',
        run(HEX, 32),
      ),
    ],
    [
      'app token',
      join('xa|pp-1-A', run(`${UPPER}${DIGITS}`, 10), '-', run(DIGITS, 13), '-', run(HEX, 64)),
    ],
    [
      'webhook',
      join(
        'https://hooks.|slack.com/services/T',
        run(UPPER, 8),
        '/B',
        run(UPPER, 10),
        '/',
        run(ALNUM, 24),
      ),
    ],
  ],
  payment: [
    ['Stripe live key', join('sk_|live_51', run(ALNUM, 97))],
    ['Stripe short key', token('sk_|live_', 24)],
    ['Stripe restricted key', token('rk_|live_', 24)],
    ['Stripe webhook secret', token('wh|sec_', 32)],
    ['Square token', token('sq0|atp-', 22, URL_SAFE)],
    ['Square access token', token('EA|AA', 60, URL_SAFE)],
    ['Shopify token', token('shp|at_', 32, HEX)],
  ],
  registries: [
    ['npm', withCrc('np|m_', 30)],
    ['PyPI', join('pypi|-AgEIcHlwaS5vcmc', run(URL_SAFE, 120))],
    ['RubyGems', token('rubygems|_', 48, HEX)],
    ['Docker Hub', token('dckr|_pat_', 27, URL_SAFE)],
    ['Docker Hub organisation', token('dckr|_oat_', 32, URL_SAFE)],
  ],
  ...SERVICES,
  'private keys': [
    ['RSA', pem('RSA ')],
    ['EC', pem('EC ')],
    ['OpenSSH', pem('OPENSSH ')],
    ['PKCS 8', pem('')],
    ['OpenPGP', pem('PGP ')],
    ['with escaped lines', pem('RSA ', '\\n')],
    ['cut off', pem('', '\n', false)],
    ['age', join('AGE-SECRET|-KEY-1', run(BECH32.toUpperCase(), 58))],
  ],
  'web tokens': [
    ['JSON Web Token', jsonWebToken()],
    ['bearer', run(ALNUM, 40), (s) => `Authorization: Bearer ${s}`],
    [
      'basic',
      run(LOWER, 6).map((s) => Buffer.from(`bob:${s}`).toString('base64')),
      (s) => `Authorization: Basic ${s}`,
    ],
    ['URL password', run(ALNUM, 12), (s) => `postgres://app:${s}@db.example.com:5432/app`],
    ['URL password without user', run(ALNUM, 12), (s) => `redis://:${s}@cache.example.com:6379/0`],
    [
      'URL parameter',
      join(run(HEX, 31), '7'),
      (s) => `https://api.example.com/v1/items?limit=5&api_key=${s}&page=2`,
    ],
  ],
};

const FAMILIES: Rows = { ...TOKENS, ...SPOKEN_SECRETS, ...ID_NUMBERS };

/** Every form of a secret or ID number, in the shape that its issuer publishes. */
export const SECRET_FORMS: readonly SecretForm[] = Object.entries(FAMILIES).flatMap(
  ([family, forms]) =>
    forms.map(([name, make, context]) => ({
      family,
      name: `${family}: ${name}`,
      make,
      ...(context === undefined ? {} : { context }),
    })),
);
