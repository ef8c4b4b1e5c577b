import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply } from '../../src/memory/apply.ts';
import { decodeMemory, encodeMemory } from '../../src/memory/codec.ts';
import { fold } from '../../src/memory/fold.ts';
import type { FactOperation, Memory, Operations } from '../../src/memory/types.ts';
import { contentWords } from '../../src/memory/words.ts';
import { evidence, fact, memory, NOW, operation, operations, texts, turn } from './world.ts';

const SAID = [
  'I live in Berlin with two cats and I like tea',
  'I hate jazz, I never eat meat. I work at Acme as a nurse',
  'Yes, exactly. I moved to Hamburg last week',
  'my PIN is 4821 and I drink coffee',
];
const TURNS = SAID.map((said, n) =>
  turn(`t-${n}`, said, { reply: 'So you live in Lisbon and like jazz?' }),
);

const start = memory({
  keyFacts: [
    fact('f-pin', 'Loves jazz', { pinned: true, tag: 'music' }),
    fact('f-home', 'Lives in Berlin', { tag: 'home' }),
    fact('f-work', 'Works at Acme', { tag: 'work' }),
    fact('f-old', 'Has a visitor', { expiresAt: NOW }),
  ],
});

const phrase = fc.oneof(
  fc.constantFrom(...SAID.flatMap((said) => said.split(/(?<=[,.]) | and /))),
  fc.constantFrom(
    'Lives in Lisbon',
    'you live in Lisbon',
    'Yes, exactly',
    'Hates jazz',
    'Likes tea',
  ),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
);
const anyOperation: fc.Arbitrary<FactOperation> = fc.record({
  op: fc.constantFrom('add', 'replace', 'retire', 'confirm'),
  target: fc.constantFrom(null, 'f-pin', 'f-home', 'f-work', 'f-old', '#9'),
  kind: fc.constantFrom('semantic', 'episodic', 'procedural'),
  tag: fc.oneof(fc.constantFrom('home', 'work', 'music'), fc.string()),
  text: fc.option(phrase),
  quote: phrase,
  answers: fc.option(phrase),
  happenedOn: fc.option(fc.oneof(fc.constantFrom('2026-02-20', '9999-12-31'), fc.string())),
  expiresInDays: fc.option(fc.oneof(fc.integer(), fc.double())),
});
const anyOperations: fc.Arbitrary<Operations> = fc.record({
  summary: fc.option(fc.array(phrase).map((parts) => parts.join('. '))),
  name: fc.option(fc.record({ value: phrase, quote: phrase })),
  facts: fc.array(anyOperation, { maxLength: 12 }),
  preferences: fc.array(
    fc.record({
      key: fc.oneof(fc.constant('__proto__'), phrase),
      value: fc.option(phrase),
      quote: phrase,
    }),
  ),
});

function everyText(written: Memory): string[] {
  return [...written.keyFacts, ...written.retired].map(({ text }) => text);
}

describe('whatever a model asks for', () => {
  it('the memory keeps its caps, its pinned facts and its form, and nothing is lost', () => {
    fc.assert(
      fc.property(anyOperations, (asked) => {
        const { memory: written } = apply(start, asked, evidence(...TURNS));
        for (const { id, text } of start.keyFacts) {
          const left = [...written.keyFacts, ...written.retired].filter((one) => one.id === id);
          expect(texts(left)).toEqual([text]);
        }
        expect(written.keyFacts.find(({ id }) => id === 'f-pin')).toMatchObject({ pinned: true });
        const fresh = written.keyFacts.filter(({ id }) => /^f-\d/.test(id));
        const retiredByReplace = written.retired.filter((one) => one.supersededBy !== null).length;
        expect(fresh.length).toBeLessThanOrEqual(3 * TURNS.length + retiredByReplace);
        expect(Math.max(...everyText(written).map((text) => text.length))).toBeLessThanOrEqual(300);
        expect(written.summary.length).toBeLessThanOrEqual(600);
        expect(JSON.stringify(written)).not.toContain('4821');
        expect(decodeMemory(encodeMemory(written), 'alice').state).toBe('valid');
      }),
      { numRuns: 300 },
    );
  });

  it('every new fact quotes what was typed, or what the user said yes to', () => {
    const typed = SAID.map(fold).join('\n');
    fc.assert(
      fc.property(anyOperations, (asked) => {
        const { memory: written } = apply(start, asked, evidence(...TURNS));
        for (const { id, source, origin } of written.keyFacts) {
          if (!/^f-\d/.test(id) || source.quote.includes('[redacted')) continue;
          const words = fold(source.quote).replace(/^["'.,;:!?\s-]+|["'.,;:!?\s-]+$/g, '');
          expect(origin === 'confirmed' ? fold(TURNS[0]?.reply ?? '') : typed).toContain(words);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('a second time it changes nothing', () => {
    fc.assert(
      fc.property(anyOperations, (asked) => {
        const once = apply(start, asked, evidence(...TURNS)).memory;
        expect(apply(once, asked, evidence(...TURNS)).memory).toBe(once);
      }),
      { numRuns: 50 },
    );
  });

  it('the memory that it was given stays as it was', () => {
    const bytes = encodeMemory(start);
    fc.assert(
      fc.property(anyOperations, (asked) => {
        apply(start, asked, evidence(...TURNS));
        expect(encodeMemory(start)).toBe(bytes);
      }),
      { numRuns: 50 },
    );
  });
});

describe('independent operations', () => {
  const independent = [
    operation('Likes tea', 'I like tea', { tag: 'drinks' }),
    operation('Never eats meat', 'I never eat meat', { tag: 'diet' }),
    operation('Moved to Hamburg', 'I moved to Hamburg', {
      op: 'replace',
      target: 'f-home',
      tag: 'home',
    }),
    operation(null, 'I work at Acme as a nurse', { op: 'confirm', target: 'f-work' }),
    operation('Lives in Rome', 'I live in Rome'),
    operation('Is vegetarian', 'I never eat meat'),
  ];
  const outcome = (facts: FactOperation[]) => {
    const { memory: written, changes } = apply(start, operations({ facts }), evidence(...TURNS));
    const plain = (items: readonly { text: string }[]) => texts(items).sort();
    return [
      plain(written.keyFacts),
      plain(written.retired),
      plain(written.review),
      plain(changes.added),
      plain(changes.replaced),
      plain(changes.confirmed),
      plain(changes.refused),
    ];
  };

  it('do the same in any order', () => {
    const expected = outcome(independent);
    expect(expected[3]).toEqual(['Likes tea', 'Never eats meat']);
    fc.assert(
      fc.property(fc.shuffledSubarray(independent, { minLength: independent.length }), (facts) => {
        expect(outcome(facts)).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  it('two jobs, two pets and two dates live side by side', () => {
    const said = 'I work at Acme and I work at Globex.';
    const pets = 'I have a cat named Tom and a cat named Rex.';
    const more = ' I see the dentist on 2026-03-05 and I see the dentist on 2026-03-09';
    const facts = [
      ['Works at Acme', 'I work at Acme'],
      ['Works at Globex', 'I work at Globex'],
      ['Has a cat named Tom', 'a cat named Tom'],
      ['Has a cat named Rex', 'a cat named Rex'],
      ['Sees the dentist on 2026-03-05', 'I see the dentist on 2026-03-05'],
      ['Sees the dentist on 2026-03-09', 'I see the dentist on 2026-03-09'],
    ] as const;
    const { memory: written } = apply(
      memory(),
      operations({ facts: facts.map(([text, quote]) => operation(text, quote)) }),
      evidence(turn('t-1', said), turn('t-2', pets), turn('t-3', more)),
    );
    expect(written.retired).toEqual([]);
    expect(texts(written.keyFacts)).toHaveLength(6);
  });

  it('an echo of the memory adds nothing, however often it comes', () => {
    let now = start;
    for (let n = 0; n < 50; n++) {
      const reply = 'You live in Berlin and work at Acme.';
      now = apply(
        now,
        operations({
          facts: [
            operation('Lives in Berlin', 'You live in Berlin', { tag: 'home' }),
            operation('Works at Acme', 'Yes', { answers: 'work at Acme' }),
          ],
        }),
        evidence(turn(`t-${n}`, 'Yes', { reply })),
      ).memory;
    }
    expect(texts(now.keyFacts)).toEqual(['Loves jazz', 'Lives in Berlin', 'Works at Acme']);
    expect(now.review).toEqual([]);
  });
});

describe('a megabyte of anything', () => {
  it.each([
    'a',
    'a ',
    "'",
    '. ',
    'A. ',
    '1',
    '漢',
    '\u200B',
    'yes ',
    "n't ",
    'ing',
    'é\u0301',
    'you are ',
  ])(
    'made of %j goes through',
    (piece) => {
      const long = piece.repeat(Math.ceil(1_000_000 / piece.length));
      const { changes } = apply(
        memory(),
        operations({
          summary: long,
          name: { value: long, quote: long },
          facts: [operation(long, long), operation('Likes tea', piece, { answers: long })],
          preferences: [{ key: long, value: long, quote: long }],
        }),
        evidence(turn('t-1', long, { reply: long })),
      );
      expect(changes.refused.length).toBeGreaterThan(0);
      expect(contentWords(long.slice(0, 1_000))).toBeInstanceOf(Array);
    },
    15_000,
  );
});
