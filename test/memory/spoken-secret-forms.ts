import fc from 'fast-check';
import { ALNUM, DIGITS, HEX, join, LOWER, run } from './secret-letters.ts';

type Row = readonly [string, fc.Arbitrary<string>, (secret: string) => string];

const WORDS =
  'tiger sunshine dragon monkey swordfish butterfly mustang shadow falcon marigold pumpkin walrus';
const word = fc.constantFrom(...WORDS.split(' '));
const WORD_COUNTS = [12, 24];

// What people choose: a word with digits, with a sign, letters in a row, several words.
const mixed = fc.oneof(
  fc.tuple(word, run(DIGITS, 2)).map(([w, n]) => `${w}${n}`),
  fc
    .tuple(word, run(DIGITS, 3), fc.constantFrom(...'!$#@%&*?'))
    .map(([w, n, sign]) => `${w.charAt(0).toUpperCase()}${w.slice(1)}${sign}${n}`),
  join(run(ALNUM, 9), '7', run(LOWER, 2)),
  join(run(LOWER, 3), '-', run(DIGITS, 3), '-', run(LOWER, 3)),
);
const key = fc.oneof(join(run(HEX, 31), '7'), join(run(ALNUM, 23), '4'));
const pin = fc.oneof(run(DIGITS, 4), run(DIGITS, 6)).filter((digits) => !digits.startsWith('19'));
// Words of recovery phrases have three to eight letters (BIP 39).
const phrase = fc
  .tuple(
    fc.constantFrom(...WORD_COUNTS),
    fc.array(
      word.filter(({ length }) => length < 9),
      { minLength: 24, maxLength: 24 },
    ),
  )
  .map(([count, words]) => words.slice(0, count).join(' '));

function rows(make: fc.Arbitrary<string>, contexts: readonly string[]): Row[] {
  return contexts.map(
    (context): Row => [context, make, (secret) => context.replace('…', () => secret)],
  );
}

/** Secrets that only the words around them tell: … stands for the secret. */
export const SPOKEN_SECRETS: Record<string, readonly Row[]> = {
  'said passwords': rows(mixed, [
    'my password is …',
    'password: …',
    'my wifi password: …',
    'The password for the router is now …',
    'pw: …',
    'pwd=…',
    'DB_PASSWORD=…',
    '"password": "…"',
    "dbPassword: '…'",
    'const password = "…";',
    '<password>…</password>',
    '**Password:** …',
    '| password | … |',
    'mysql --password …',
    'curl -u bob:… https://example.com/',
    'log in as bob with password …',
    '… is my password',
    '… is the wifi password',
    'my password is "…"',
    'I changed my password to …',
    'the router login is admin / …',
    'credentials: bob:…',
    'ssh pw is …',
    'user: bob, pass: …',
    'Password - …',
    'password (wifi): …',
    'sshpass -p … ssh bob@host',
    'Das Passwort lautet …',
    'Mein WLAN-Passwort ist …',
    'Passwort: …',
    'Mon mot de passe est …',
    'mot de passe : …',
    'Mi contraseña es …',
    'contraseña: …',
    'la password è …',
    'Minha senha é …',
    'Het wachtwoord is …',
    'пароль: …',
    '密码：…',
  ]),
  'plain words as passwords': rows(word, [
    'my password is …',
    'my password is …, keep it safe',
    'password: …',
    'PASSWORD=…',
    'Das Passwort lautet …',
    'mot de passe : …',
    'Mi contraseña es …',
    'The password to the shed is …',
  ]),
  'said keys': rows(key, [
    'api key: …',
    'API_KEY=…',
    'my api key is …',
    'apiKey: "…"',
    'client_secret=…',
    'the access token is …',
    'X-Api-Key: …',
    'Authorization: Token …',
    'encryption key = …',
    'Mein API-Schlüssel lautet …',
    'ma clé API est …',
    'mi clave de API es …',
    '{"access_token":"…","expires_in":3600}',
    'private_token=…',
    'OPENAI_KEY=…',
    'Cookie: theme=dark; session=…',
  ]),
  'PINs and codes': rows(pin, [
    'my PIN is …',
    'PIN: …',
    'the PIN for my card is …',
    'PIN …',
    'Meine PIN lautet …',
    'code PIN : …',
    'el PIN es …',
    'the door code is …',
    'the alarm code: …',
    'the code to the gate is …',
    'alarm code …',
  ]),
  'card codes': rows(run(DIGITS, 3), ['CVV …', 'cvc: …', 'the CVV is …']),
  'recovery phrases': rows(phrase, [
    'my seed phrase is …',
    'recovery phrase: …',
    'Seed phrase: "…"',
    'passphrase: …',
  ]),
};
