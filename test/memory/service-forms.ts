import fc from 'fast-check';
import {
  ALNUM,
  BASE64,
  DIGITS,
  HEX,
  join,
  run,
  token,
  UPPER,
  URL_SAFE,
  uuid,
} from './secret-letters.ts';

type Row = readonly [string, fc.Arbitrary<string>, ((secret: string) => string)?];

/** Tokens of services for messages, hosting and development. */
export const SERVICES: Record<string, readonly Row[]> = {
  messages: [
    ['Telegram bot', join(run('123456789', 10), ':A|A', run(URL_SAFE, 33))],
    [
      'Discord bot',
      fc
        .tuple(run('123456789', 18), run(URL_SAFE, 6), run(URL_SAFE, 38))
        .map(([id, time, sign]) => [Buffer.from(id).toString('base64url'), time, sign].join('.')),
    ],
    [
      'Discord webhook',
      join('https://discord|.com/api/webhooks/', run('123456789', 18), '/', run(URL_SAFE, 68)),
    ],
    ['SendGrid', join('S|G.', run(URL_SAFE, 22), '.', run(URL_SAFE, 43))],
    ['Mailgun', token('key|-', 32, HEX)],
    ['Mailgun, new', join(run(HEX, 32), '-', run(HEX, 8), '-', run(HEX, 8))],
    ['Mailchimp', join(run(HEX, 32), '-|us', run(DIGITS, 2))],
    ['Brevo', join('xkeysib|-', run(HEX, 64), '-', run(ALNUM, 16))],
    ['Twilio key', token('S|K', 32, HEX)],
    ['Twilio account', token('A|C', 32, HEX)],
    ['Twilio auth token', run(HEX, 32), (s) => `Twilio auth token: ${s}`],
  ],
  cloud: [
    [
      'Azure storage key',
      run(BASE64, 86).map((s) => `${s}==`),
      (s) =>
        `DefaultEndpointsProtocol=https;AccountName=logs;AccountKey=${s};EndpointSuffix=core.windows.net`,
    ],
    [
      'Azure bus key',
      run(BASE64, 43).map((s) => `${s}=`),
      (s) =>
        `Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=${s}`,
    ],
    [
      'Azure signature',
      run(ALNUM, 43).map((s) => `${s}%3D`),
      (s) =>
        `https://logs.blob.core.windows.net/c/f.txt?sv=2024-11-04&se=2026-01-01&sr=b&sp=r&sig=${s}`,
    ],
    ['Azure client secret', join(run(ALNUM, 3), '8|Q~', run(`${ALNUM}_.~-`, 33), 'x')],
    ['DigitalOcean', token('dop|_v1_', 64, HEX)],
    ['Cloudflare', join('cf|ut_', run(ALNUM, 40), run(HEX, 8))],
    ['Cloudflare global key', join('cf|k_', run(ALNUM, 40), run(HEX, 8))],
    ['Cloudflare, old', run(URL_SAFE, 39).map((s) => `${s}7`), (s) => `CLOUDFLARE_API_TOKEN=${s}`],
    ['Vercel', token('vc|p_', 56)],
    ['Heroku', join('HR|KU-AA', run(URL_SAFE, 58))],
    ['Heroku, old', uuid(), (s) => `HEROKU_API_KEY=${s}`],
    ['Supabase', token('sb|p_', 40, HEX)],
    ['Supabase secret', token('sb_|secret_', 31, URL_SAFE)],
    ['Fly', token('fm|2_', 180, BASE64)],
  ],
  tools: [
    ['Databricks', token('da|pi', 32, HEX)],
    ['Linear', token('lin|_api_', 40)],
    ['Notion', join('nt|n_', run(DIGITS, 11), run(ALNUM, 35))],
    ['Notion, old', token('secret|_', 43)],
    ['Airtable', join('pa|t', run(ALNUM, 14), '.', run(HEX, 64))],
    ['Figma', token('fig|d_', 40, URL_SAFE)],
    [
      'Sentry',
      join(
        'sntrys|_',
        run(BASE64, 120).map((s) => `eyJpYXQiOj${s}=`),
        '_',
        run(BASE64, 43),
      ),
    ],
    ['Postman', join('PM|AK-', run(HEX, 24), '-', run(HEX, 34))],
    ['Grafana', join('gl|sa_', run(ALNUM, 32), '_', run(HEX, 8))],
    ['New Relic', token('NR|AK-', 27, `${UPPER}${DIGITS}`)],
    ['Vault', token('hv|s.', 95, URL_SAFE)],
    ['Terraform', join(run(ALNUM, 14), '.atlas|v1.', run(URL_SAFE, 67))],
    ['Atlassian', join('ATATT|3xFfGF0', run(URL_SAFE, 171), '=', run(`${UPPER}${DIGITS}`, 8))],
    ['1Password', join('op|s_eyJ', run(BASE64, 260))],
  ],
};
