import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact, withoutMarks } from '../../src/memory/privacy.ts';
import { hostileTexts } from './hostile-texts.ts';
import { falsePositives, harmlessLines, recallOf, secretSamples } from './redaction-corpus.ts';
import { SECRET_FORMS } from './secret-forms.ts';

describe('redaction, measured', () => {
  it('finds at least 95 % of the secrets in real forms, and of every family of them', () => {
    const samples = secretSamples();
    const { found, total, families } = recallOf(
      samples,
      samples.map(({ text }) => redact(text)),
    );
    expect(total).toBeGreaterThan(3_000);
    expect(found / total).toBeGreaterThanOrEqual(0.95);
    expect(families.filter(({ share }) => share < 0.95)).toEqual([]);
  });

  it('changes at most 1 % of harmless lines', () => {
    const lines = harmlessLines();
    expect(lines.length).toBeGreaterThan(2_000);
    const changed = falsePositives(
      lines,
      lines.map((line) => redact(line)),
    );
    expect(changed.length / lines.length).toBeLessThanOrEqual(0.01);
  });

  it('counts a secret as found only if no ten letters in a row are left of it', () => {
    const [sample] = secretSamples();
    if (sample === undefined) throw new Error('there are no samples');
    const { secret } = sample;
    expect(recallOf([sample], [sample.text]).found).toBe(0);
    expect(recallOf([sample], [secret.slice(-10)]).found).toBe(0);
    expect(recallOf([sample], [secret.slice(0, 9)]).found).toBe(1);
  });
});

describe('redaction', () => {
  it.each(SECRET_FORMS.map((form) => [form.name, form] as const))(
    'puts a mark in the place of %s, and leaves the rest',
    (_name, { make, context }) => {
      fc.assert(
        fc.property(make, (secret) => {
          const text = `so:\n${context?.(secret) ?? secret}\nThanks`;
          expect(redact(text)).toMatch(/^so:\n[\s\S]*\[redacted: [\w ]+\][\s\S]*\nThanks$/);
        }),
        { numRuns: 10, seed: 7 },
      );
    },
  );

  it('leaves a redacted text as it is', () => {
    const part = fc.oneof(
      fc.constantFrom(...harmlessLines(1)),
      ...SECRET_FORMS.map(({ make, context }) => make.map((s) => context?.(s) ?? s)),
      fc.constantFrom(
        ...'password is |token: |PIN: |bearer |"|\n|\\n|passphrase: |=| is my password| |: '.split(
          '|',
        ),
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

  it('gets through a text that is made to slow it down, and still finds what stands behind it', () => {
    const secret = ['gh', 'p_', 'a1B2'.repeat(9)].join('');
    for (const { text } of hostileTexts(20_000)) {
      expect(redact(`${text}\n${secret}\n`)).not.toContain(secret);
    }
  });

  it.each(['token=', 'password is ', '4111 ', 'DE89 3704 ', 'curl -u ', 'eyJa.', '\\n', 'sk-a-'])(
    'gets through a megabyte of %j',
    (piece) => {
      const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
      expect(redact(`${text}\nAnn has a cat.`)).toMatch(/Ann has a cat\.$/);
    },
  );

  it('leaves a text without its marks, which is another one only if there were some', () => {
    expect(withoutMarks('my PIN is [redacted: PIN], ok')).toBe('my PIN is , ok');
    expect(withoutMarks('[redacted: ] [redacted: PIN 1] [redacted]')).toBe(
      '[redacted: ] [redacted: PIN 1] [redacted]',
    );
  });
});
