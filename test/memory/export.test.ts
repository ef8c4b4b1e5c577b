import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_FACT } from '../../src/memory/caps.ts';
import { duplicateOf } from '../../src/memory/dedupe.ts';
import { renderMarkdown } from '../../src/memory/export.ts';
import { oneLine } from '../../src/memory/fold.ts';
import { type ImportedMemory, readImport } from '../../src/memory/import/import.ts';
import { takeIn } from '../../src/memory/import/take-in.ts';
import { isOnlySecret } from '../../src/memory/only-secret.ts';
import { readsAsOrder } from '../../src/memory/orders.ts';
import { redact } from '../../src/memory/privacy.ts';
import { preferenceKey, tagSlug } from '../../src/memory/slug.ts';
import type { Fact, Memory, Preference } from '../../src/memory/types.ts';
import { BEFORE, fact, memory, NOW } from './world.ts';

function preference(value: string, origin: Preference['origin'] = 'stated'): Preference {
  return { value, origin, source: { turn: 't-0', role: 'user', quote: '' }, updatedAt: BEFORE };
}

function readBack(exported: Memory): ImportedMemory {
  const reading = readImport(renderMarkdown(exported));
  if (!reading.ok) throw new Error(reading.problem);
  return reading.imported;
}

describe('the memory as Markdown', () => {
  it('is a document for people', () => {
    const exported = memory({
      name: 'Ada Lovelace',
      summary: 'Ada is a nurse. She likes *tea*.',
      preferences: {
        'answer length': preference('short'),
        tone: preference('dry: very', 'inferred'),
        emoji: preference('', 'declined'),
      },
      keyFacts: [
        fact('f-1', 'Works at Acme', { tag: 'work', validFrom: '2026-02-01T00:00:00.000Z' }),
        fact('f-2', 'Has two cats', { tag: 'pets', validFrom: '2026-02-01T12:30:00.000Z' }),
        fact('f-3', 'Leads a team of 5', {
          tag: 'work',
          kind: 'episodic',
          validFrom: '2026-02-01T12:30:05.000Z',
          expiresAt: '2026-05-02T12:30:05.123Z',
          pinned: true,
        }),
        fact('f-4', 'Lived in Bonn', {
          validTo: '2026-01-02T00:00:00.000Z',
          validFrom: '2020-01-01',
        }),
      ],
      retired: [
        fact('f-5', 'Lived in Rome', { validFrom: '2019-01-01', validTo: '2020-01-01' }),
        fact('f-6', 'Lived in Oslo', { validFrom: '2018-01-01', updatedAt: '2018-06-01' }),
      ],
    });
    expect(renderMarkdown(exported)).toBe(
      `# Memory of alice

Name: Ada Lovelace

## Summary

Ada is a nurse. She likes \\*tea\\*.

## Preferences

- answer length: short
- tone: dry: very *(inferred)*

## Facts

### work

- Works at Acme *(since 2026-02-01)*
- Leads a team of 5 *(since 2026-02-01 12:30:05 UTC; expires 2026-05-02 12:30:05.123 UTC; episodic; pinned)*

### pets

- Has two cats *(since 2026-02-01 12:30 UTC)*

### other

- Lived in Bonn *(from 2020-01-01 to 2026-01-02)*

## Past facts

### other

- Lived in Rome *(from 2019-01-01 to 2020-01-01)*
- Lived in Oslo *(from 2018-01-01 to 2018-06-01)*
`,
    );
    expect(readBack(exported)).toMatchObject({
      format: 'markdown',
      name: 'Ada Lovelace',
      summary: 'Ada is a nurse. She likes *tea*.',
      preferences: [
        { key: 'answer length', value: 'short' },
        { key: 'tone', value: 'dry: very' },
      ],
      problems: [],
    });
  });

  it('says when there is nothing, and is read back as nothing', () => {
    const dropped = memory({ preferences: { emoji: preference('', 'declined') } });
    expect(renderMarkdown(dropped)).toBe('# Memory of alice\n\nNothing is remembered yet.\n');
    expect(readBack(dropped)).toEqual({
      format: 'markdown',
      name: null,
      summary: null,
      facts: [],
      preferences: [],
      problems: [],
    });
  });

  it.each([
    ['# Heading', '\\# Heading'],
    ['- item', '\\- item'],
    ['+ item', '\\+ item'],
    ['> quote', '\\> quote'],
    ['=== rule', '\\=== rule'],
    [': term', '\\: term'],
    ['| cell', '\\| cell'],
    ['1. first', '1\\. first'],
    ['12) twelfth', '12\\) twelfth'],
    ['1234567890. no list', '1234567890. no list'],
    ['[x] done', '\\[x\\] done'],
    ['a * b_c `d` ~e~ \\f', 'a \\* b\\_c \\`d\\` \\~e\\~ \\\\f'],
    ['<b>bold</b>', '\\<b>bold\\</b>'],
    ['R&amp;B &#38; &#x26; A&B; A & B', 'R\\&amp;B \\&#38; \\&#x26; A\\&B; A & B'],
    ['one\ntwo\u2028three\u0007', 'one two three'],
    ['C# - 5 > 3', 'C# - 5 > 3'],
  ])('shows %j as it is: %j', (text, shown) => {
    const rendered = renderMarkdown(memory({ keyFacts: [fact('f-1', text)] }));
    expect(rendered).toContain(`- ${shown} *(since `);
    expect(rendered.trimEnd().split('\n')).toHaveLength(7);
    expect(readBack(memory({ keyFacts: [fact('f-1', text)] })).facts[0]?.text).toBe(oneLine(text));
  });

  it("reads an owner's additions to it", () => {
    const document = `${renderMarkdown(memory({ keyFacts: [fact('f-1', 'Likes tea')] }))}
## Wishes

- See Rome
- no key
## Preferences
- tone: dry
- nothing
- : empty key
- empty value:
`;
    const reading = readImport(document.replace('## Wishes', 'A word.\n\n## Wishes'));
    expect(reading).toMatchObject({
      ok: true,
      imported: {
        facts: [
          { text: 'Likes tea', tag: 'other' },
          { text: 'See Rome', tag: 'Wishes' },
          { text: 'no key', tag: 'Wishes' },
        ],
        preferences: [{ key: 'tone', value: 'dry' }],
        problems: ['3 preferences without a key and a value'],
      },
    });
    const plain = readImport(
      '# Memory of ada\n\n## Facts\n\n- Likes tea\n\n### x\n- y\n## Past facts\n- z',
    );
    expect(plain).toMatchObject({
      ok: true,
      imported: { facts: [{ text: 'Likes tea' }, { text: 'y', tag: 'x' }, { text: 'z' }] },
    });
  });
});

const sign = fc.constantFrom(
  ...'#*_-+>`~[]()<>!|\\&:;.0123',
  '1. ',
  '**',
  ' *(',
  ')*',
  '```',
  '---',
);
const word = fc.oneof(
  fc.constantFrom('tea', 'Berlin', 'since', 'pinned', 'Name:', '&amp;', '[x]', 'C++', '日本', 'é'),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);
const anyText = fc
  .array(fc.oneof(sign, word), { minLength: 1, maxLength: 12 })
  .chain((parts) => fc.constantFrom('', ' ').map((joint) => oneLine(parts.join(joint))))
  .filter((text) => text !== '' && text.length <= MAX_FACT);
const anyTime = fc
  .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  .chain((date) =>
    fc.constantFrom(1, 1000, 60_000, 86_400_000).map((unit) => [date, unit] as const),
  )
  .map(([date, unit]) => new Date(Math.floor(date.getTime() / unit) * unit).toISOString());
const anyFact: fc.Arbitrary<Fact> = fc
  .record({
    text: anyText,
    tag: anyText.map(tagSlug),
    kind: fc.constantFrom('semantic' as const, 'episodic' as const, 'procedural' as const),
    validFrom: anyTime,
    expiresAt: fc.option(anyTime),
    pinned: fc.boolean(),
  })
  .map(({ text, ...fields }) => fact('f-1', text, fields));
const anyPast = fc
  .tuple(anyFact, anyTime)
  .map(([past, validTo]): Fact => ({ ...past, pinned: false, validTo }));

function kept({ text, tag, kind, validFrom, validTo, expiresAt, pinned }: Fact) {
  return { text, tag, kind, validFrom, validTo, expiresAt, pinned };
}

function sorted(facts: readonly object[]): string[] {
  return facts.map((one) => JSON.stringify(Object.entries(one).toSorted())).sort();
}

describe('what was exported', () => {
  it('is read back as it was, whatever signs it holds', () => {
    const anyMemory = fc
      .record({
        user: anyText,
        name: fc.option(anyText),
        summary: fc.option(anyText, { nil: '' }),
        keyFacts: fc.array(anyFact, { maxLength: 8 }),
        retired: fc.array(anyPast, { maxLength: 4 }),
        preferences: fc.dictionary(
          anyText.map(preferenceKey).filter((key) => key !== ''),
          anyText.map((value) => preference(value)),
        ),
      })
      .map((fields) => memory(fields));
    fc.assert(
      fc.property(anyMemory, (exported) => {
        const imported = readBack(exported);
        expect(imported.name).toBe(exported.name);
        expect(imported.summary ?? '').toBe(exported.summary);
        const preferences = imported.preferences.map(({ key, value }) => [key, value]);
        expect(preferences.sort()).toEqual(
          Object.entries(exported.preferences)
            .map(([key, { value }]) => [key, value])
            .sort(),
        );
        const facts = [...exported.keyFacts, ...exported.retired].map(kept);
        expect(sorted(imported.facts)).toEqual(sorted(facts));
        expect(imported.problems).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('has no preference whose key nobody could read', () => {
    expect(preferenceKey('\u0301')).toBe('');
    expect(preferenceKey('\u0301 tone \u0301')).toBe('tone');
  });

  it('gives the same active facts when it is imported into an empty memory', () => {
    const isPlain = ({ text, tag, expiresAt }: Fact) =>
      redact(text) === text &&
      redact(tag) === tag &&
      !isOnlySecret(text) &&
      !readsAsOrder(text) &&
      (expiresAt ?? '9') > NOW;
    const distinct = (facts: Fact[]) =>
      facts.filter(({ text }, index) =>
        facts.every(
          ({ text: other }, at) =>
            at === index || duplicateOf(text, [fact('f', other)]) === undefined,
        ),
      );
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 8 }), (facts) => {
        const exported = memory({ keyFacts: distinct(facts.filter(isPlain)) });
        let number = 0;
        const newId = () => `f-${++number}`;
        const written = takeIn(memory(), readBack(exported), { yes: true, now: NOW, newId });
        expect(sorted(written.memory.keyFacts.map(kept))).toEqual(
          sorted(exported.keyFacts.map(kept)),
        );
        expect(written.changes.refused).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
