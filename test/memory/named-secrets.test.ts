import { describe, expect, it } from 'vitest';
import { redact } from '../../src/memory/privacy.ts';

const P = '[redacted: password]';
const K = '[redacted: API key]';
const T = '[redacted: token]';

describe('what a text calls a password', () => {
  it.each([
    ['my password is hunter2', `my password is ${P}`],
    [
      'login with alice / qwertz123 (that is the password)',
      `login with alice / ${P} (that is the password)`,
    ],
    ['qwertz123, that’s my wifi password', `${P} that’s my wifi password`],
    [
      'the plan, that is the password policy, changed',
      'the plan, that is the password policy, changed',
    ],
    ['My password for gmail is swordfish.', `My password for gmail is ${P}.`],
    ['my password is tiger and my cat is Tom', `my password is ${P} and my cat is Tom`],
    ['my password is tiger, my cat is Tom', `my password is ${P}, my cat is Tom`],
    ['The password is now tiger!', `The password is now ${P}!`],
    ['Das Passwort lautet Geheim!23', `Das Passwort lautet ${P}`],
    ['Mon mot de passe est soleil', `Mon mot de passe est ${P}`],
    ['password: $ecret1', `password: ${P}`],
    ['password : tiger', `password : ${P}`],
    ['password -> tiger', `password -> ${P}`],
    ['password := tiger', `password := ${P}`],
    ['DB_PASSWORD=tiger', `DB_PASSWORD=${P}`],
    ['PASSWORD_PROD=tiger', `PASSWORD_PROD=${P}`],
    ['"password": "two words"', `"password": "${P}"`],
    ['{"password":"a1b2c3","user":"bob"}', `{"password":"${P}","user":"bob"}`],
    ['{\\"password\\":\\"a1b2c3\\",\\"user\\":1}', `{\\"password\\":\\"${P}\\",\\"user\\":1}`],
    ['password „Sonne 12“ ja', `password „${P}“ ja`],
    ['the password is «soleil»', `the password is «${P}»`],
    ['password=a1b2c3&page=2', `password=${P}&page=2`],
    ['Password=a1b2c3;Database=x', `Password=${P};Database=x`],
    ['<password>tiger</password>', `<password>${P}</password>`],
    ['| password | a1b2c3 |', `| password | ${P} |`],
    ['**Password:** a1b2c3', `**Password:** ${P}`],
    ['--password tiger', `--password ${P}`],
    ['login bob password a1b2c3', `login bob password ${P}`],
    ['I changed my password to a1b2c3', `I changed my password to ${P}`],
    ['pw: tiger', `pw: ${P}`],
    ['ssh pw is Kx9#mmLp', `ssh pw is ${P}`],
    ['bob, pass: Kx9#mmLp', `bob, pass: ${P}`],
    ['Password - Kx9#mmLp', `Password - ${P}`],
    ['my password’s Kx9#mmLp', `my password’s ${P}`],
    ['password (wifi): tiger', `password (wifi): ${P}`],
    ['my login is admin / Kx9#mmLp', `my login is admin / ${P}`],
    ['credentials: bob:Kx9#mmLp', `credentials: bob:${P}`],
    ['sshpass -p tiger ssh x', `sshpass -p ${P} ssh x`],
    ['tiger99! is my wifi password', `${P} is my wifi password`],
    ['use tiger99! as the password', `use ${P} as the password`],
    ['"tiger99!" ist mein Passwort', `"${P}" ist mein Passwort`],
    ['密码：abc123', `密码：${P}`],
    ['postgres://bob:hunter2@db:5432/x', `postgres://bob:${P}@db:5432/x`],
    ['redis://:hunter2@db', `redis://:${P}@db`],
    ['curl -u bob:tiger https://x.org', `curl -u bob:${P} https://x.org`],
    ['curl --user "bob:tiger" https://x.org', `curl --user "bob:${P}" https://x.org`],
  ])('is gone: %s', (text, clean) => {
    expect(redact(text)).toBe(clean);
  });

  it.each([
    'my password is too weak',
    'my password is tiger for a cat',
    'my password is never shown',
    'the pass is steep',
    'password "must contain" a sign',
    'password "required"',
    'pw is short for password',
    'password: ab',
    'password = userPassword',
    'password = user_password',
    'password = DB_PASSWORD_VALUE',
    'password: getPassword(user)',
    'password: config.password',
    'password: $PASSWORD',
    'password: $db_password',
    'password: ********',
    'password: <your password>',
    'password: SHA-256',
    'password tiger',
    'tests pass: 123456',
    'pass: tiger',
    'the pass is 12km',
    'the login is bob / tiger',
    'login: https://example.com/a1b2c3',
    'password abc',
    'password > 8 characters',
    '"password": "Your password is wrong"',
    '"password": "required"',
    'tiger is my password',
    'it is my password',
    '/home/ann is my password',
    'useradd -u bob:tiger',
    'https://example.com:8080/a@b',
    'postgres://bob:$PASSWORD@db',
  ])('is no password: %s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('what a text calls a key or a token', () => {
  it.each([
    ['api key: 9f8e7d6c5b4a', `api key: ${K}`],
    ['X-Api-Key: 9f8e7d6c5b4a', `X-Api-Key: ${K}`],
    ['apiKey = "9f8e7d"', `apiKey = "${K}"`],
    ['the encryption key is aB3$xY', `the encryption key is ${K}`],
    ['Mein API-Schlüssel lautet 9f8e7d6c', `Mein API-Schlüssel lautet ${K}`],
    ['OPENAI_KEY=abcdefgh12345678', `OPENAI_KEY=${K}`],
    ['key=abcdefghijklmno1', `key=${K}`],
    ['Cookie: a=b; id=9f8e7d6c5b', `Cookie: ${T}`],
    ['token: 9f8e7d6c', `token: ${T}`],
    ['client_secret=9f8e7d6c', `client_secret=${T}`],
    ['secret: aBcDeFgHiJkLmNoPqRsT', `secret: ${T}`],
    ['?api_key=9f8e7d6c&page=2', `?api_key=${K}&page=2`],
    [`session_token=${'aB3/'.repeat(100)}`, `session_token=${T}`],
    ['Authorization: Bearer abcdefgh', `Authorization: Bearer ${T}`],
    ['"Authorization": "Basic Ym9iOnRpZ2Vy"', `"Authorization": "Basic ${T}"`],
    ['with bearer abcdefgh12345678', `with bearer ${T}`],
  ])('is gone: %s', (text, clean) => {
    expect(redact(text)).toBe(clean);
  });

  it.each([
    'the api key is missing',
    'api key: tiger',
    'key: abcdefgh1234567',
    'key: created_at_then_id_2',
    'key is abcdefgh12345678',
    'key: 550e8400-e29b-41d4-a716-446655440000',
    'cookie: chocolate chip',
    'api key 9f8e7d6c5b4a',
    'token: abc12',
    'secret: aBcDeFgHiJkLmNoPqRs',
    'secret: more butter',
    'token: max(3, tokens)',
    'Authorization: Bearer abcdefg',
    'Authorization: Bearer $TOKEN_VALUE',
    'Authorization: Bearer your-token-here',
    'bearer abcdefghijklmnop',
    'bearer a1b2c3d4e5f6g7h',
  ])('is neither: %s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('PINs, codes and phrases', () => {
  it.each([
    ['My PIN is 4821, the CVV 123', 'My PIN is [redacted: PIN], the CVV [redacted: PIN]'],
    ['PIN 4821', 'PIN [redacted: PIN]'],
    ['pin: 130', 'pin: [redacted: PIN]'],
    ['the PIN for my card is 48211234', 'the PIN for my card is [redacted: PIN]'],
    ['pin is 91 82', 'pin is [redacted: PIN]'],
    ['door code 4821', 'door code [redacted: PIN]'],
    ['the code to the gate is 4821', 'the code to the gate is [redacted: PIN]'],
    ['the door code is 4821#', 'the door code is [redacted: PIN]'],
    ['Die Geheimzahl lautet 4821', 'Die Geheimzahl lautet [redacted: PIN]'],
    ['passphrase: correct horse battery staple', 'passphrase: [redacted: passphrase]'],
    ['passphrase is battery horse', 'passphrase is [redacted: passphrase]'],
    [
      'seed words 1. abandon 2. ability 3. able 4. about 5. above 6. absent 7. absorb 8. abstract 9. absurd 10. abuse 11. access 12. accident, ok?',
      'seed words [redacted: passphrase], ok?',
    ],
  ])('are gone: %s', (text, clean) => {
    expect(redact(text)).toBe(clean);
  });

  it.each([
    'pin 130',
    'pin: 13',
    'PIN: 123456789',
    'PIN is 12.5',
    'access code is 100%',
    'zip code: 10115',
    'the code is 4821',
    'passphrase is too short',
    'seed words abandon ability able about above absent absorb abstract absurd abuse access',
  ])('are something else: %s', (text) => {
    expect(redact(text)).toBe(text);
  });
});
