import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../src/memory/privacy.ts';
import { HARMLESS } from './harmless-lines.ts';
import { SECRETS } from './secret-forms.ts';

const SENTENCES = [
  (secret: string) => secret,
  (secret: string) => `Here it is: ${secret}`,
  (secret: string) => `use ${secret}, please.`,
  (secret: string) => `KEY="${secret}"\nnext line`,
  (secret: string) => `(${secret})`,
];

describe('redaction', () => {
  it('finds at least 95 % of secrets and ID numbers in their real forms', () => {
    let found = 0;
    const missed: string[] = [];
    const runs = fc.sample(
      fc.tuple(fc.constantFrom(...SECRETS), fc.constantFrom(...SENTENCES), fc.nat()),
      {
        numRuns: 3_000,
        seed: 1,
      },
    );
    for (const [[form, make], sentence, seed] of runs) {
      const secret = fc.sample(make, { numRuns: 1, seed })[0] ?? '';
      const clean = redact(sentence(secret));
      if (clean.includes('[redacted: ') && !clean.includes(secret)) found += 1;
      else missed.push(form);
    }
    expect(
      [...new Set(missed)].filter((form) => missed.filter((m) => m === form).length > 3),
    ).toEqual([]);
    expect(found / runs.length).toBeGreaterThanOrEqual(0.95);
  });

  it.each(SECRETS)('leaves nothing of a %s', (_form, make) => {
    fc.assert(
      fc.property(make, (secret) => {
        expect(redact(`so: ${secret}\nThanks`)).toMatch(/^so: .*\[redacted: [\w ]+\].*\nThanks$/);
        expect(redact(`so: ${secret}\nThanks`)).not.toContain(secret);
      }),
      { numRuns: 20, seed: 7 },
    );
  });

  it('leaves harmless lines as they are', () => {
    expect(HARMLESS.filter((line) => redact(line) !== line)).toEqual([]);
  });

  it.each([
    ['my password is hunter2', 'my password is [redacted: password]'],
    ['My password for gmail is swordfish.', 'My password for gmail is [redacted: password].'],
    ['Das Passwort lautet Geheim!23', 'Das Passwort lautet [redacted: password]'],
    ['password: $ecret1', 'password: [redacted: password]'],
    ['DB_PASSWORD=tiger', 'DB_PASSWORD=[redacted: password]'],
    ['"password": "two words"', '"password": "[redacted: password]"'],
    ['api key: 9f8e7d6c5b4a', 'api key: [redacted: API key]'],
    ['passphrase: correct horse battery staple', 'passphrase: [redacted: passphrase]'],
    ['My PIN is 4821, the CVV 123', 'My PIN is [redacted: PIN], the CVV [redacted: PIN]'],
    ['tiger99! is my wifi password', '[redacted: password] is my wifi password'],
    ['postgres://bob:hunter2@db:5432/x', 'postgres://bob:[redacted: password]@db:5432/x'],
    ['SSN 123 45 6789', 'SSN [redacted: social security number]'],
  ])('goes by the words around it: %s', (text, clean) => {
    expect(redact(text)).toBe(clean);
  });

  it('leaves a redacted text as it is', () => {
    const part = fc.oneof(
      fc.constantFrom(...HARMLESS),
      ...SECRETS.map(([, make]) => make),
      fc.constantFrom(
        'password is ',
        'token: ',
        'PIN: ',
        'bearer ',
        '"',
        '\n',
        'passphrase: ',
        ' is my password',
        ' ',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const clean = redact(parts.join(''));
        expect(redact(clean)).toBe(clean);
      }),
      { numRuns: 300 },
    );
  });

  it('gets through a megabyte of anything', () => {
    for (const piece of ADVERSARIAL) {
      expect(redact(piece.repeat(Math.ceil(1_000_000 / piece.length)))).not.toBe('');
    }
  });
});

const ADVERSARIAL = [
  'a',
  '1',
  '1 ',
  '1-',
  '4111 ',
  '-',
  ' ',
  '\n',
  'sk-',
  'sk-ant-',
  'sk-a-',
  'eyJ',
  'eyJa.',
  'eyJaaaaaaaaa.eyJ',
  '-----BEGIN PRIVATE KEY-----',
  '-----BEGIN ',
  'password is ',
  'password for ',
  'password for a ',
  'password=',
  'password="',
  'passphrase: ',
  'pin for ',
  'bearer ',
  'DE89',
  'DE89 3704 ',
  'a://',
  'a://b:',
  'a://b:c',
  '123-45-',
  'ssn',
  'xox',
  'glpat-',
  'is my password ',
  'hunter2 is my ',
  '12345678:',
  '"',
  '\u00A0',
  'é',
  '漢',
];
