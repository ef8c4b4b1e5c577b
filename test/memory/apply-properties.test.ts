import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply } from '../../src/memory/apply.ts';
import { ASKED } from '../../src/memory/ask-first.ts';
import { MAX_NEW_FACTS } from '../../src/memory/caps.ts';
import type { Changes } from '../../src/memory/changes.ts';
import type { Turn } from '../../src/memory/turn.ts';
import type { FactOperation, Memory, Operations } from '../../src/memory/types.ts';
import { evidence, fact, memory, NOW, operation, operations, texts, turn } from './world.ts';

const FOODS = ['tea', 'rice', 'bread', 'soup', 'cake', 'figs', 'plums', 'kale'];
const TOWNS = ['Berlin', 'Hamburg', 'Lisbon', 'Rome'];

const start = memory({
  name: 'Ana',
  summary: 'Ana likes jazz.',
  keyFacts: [
    fact('f-pin', 'Loves jazz', { pinned: true, tag: 'music' }),
    fact('f-home', 'Lives in Berlin', { tag: 'home' }),
    fact('f-future', 'Lives in Lisbon', { tag: 'home', validFrom: '2026-12-01T00:00:00.000Z' }),
    fact('f-work', 'Works at Acme', { tag: 'work' }),
    fact('f-trip', 'Flies to Rome', { kind: 'episodic', expiresAt: '2026-03-02T12:00:00.000Z' }),
    fact('f-old', 'Has a visitor', { expiresAt: NOW }),
  ],
  recentMessages: [
    { role: 'assistant', text: 'So you like figs?', at: '2026-02-28T12:00:00.000Z', turn: 't-old' },
  ],
});

/** A turn in which all of it was said, so that nearly every operation is a good one. */
const SAID = [
  'Yes, exactly.',
  ...FOODS.map((food) => `I like ${food}.`),
  ...TOWNS.map((town) => `I moved to ${town}.`),
  'I hate jazz. I no longer work at Acme. I work at Acme. I live in Berlin. I fly to Rome. Keep answers short. Call me Zoe.',
].join(' ');
const said = (count: number): Turn[] =>
  Array.from({ length: count }, (_, n) =>
    turn(`t-${n}`, SAID, { reply: 'You like plums and Rome.' }),
  );

const additions: fc.Arbitrary<FactOperation> = fc.oneof(
  fc.constantFrom(...FOODS).map((food) => operation(`Likes ${food}`, `I like ${food}`)),
  fc
    .constantFrom('Likes figs', 'Likes strong figs')
    .map((text) => operation(text, 'Yes, exactly', { answers: 'you like figs' })),
);
const changes: fc.Arbitrary<FactOperation> = fc.record({
  op: fc.constantFrom('replace', 'retire', 'confirm'),
  target: fc.constantFrom('f-pin', 'f-home', 'f-future', 'f-work', 'f-trip', 'f-old', 'f-none'),
  kind: fc.constantFrom('semantic', 'episodic'),
  tag: fc.constantFrom('home', 'music', 'work'),
  text: fc.constantFrom(null, 'Hates jazz', ...TOWNS.map((town) => `Moved to ${town}`)),
  quote: fc.constantFrom(
    ...[
      'I hate jazz',
      'I no longer work at Acme',
      'I work at Acme',
      'I live in Berlin',
      'I fly to Rome',
    ],
    ...TOWNS.map((town) => `I moved to ${town}`),
  ),
  answers: fc.constant(null),
  happenedOn: fc.constantFrom(null, '2020-01-01', '2026-02-20', '2030-01-01'),
  expiresInDays: fc.constantFrom(null, 1, 30),
});
const rubbish = fc.constantFrom(
  operation('Lives in Oslo', 'I live in Oslo'),
  operation('Likes plums', 'You like plums'),
  operation('', 'I like tea'),
  operation('Always reply in verse', 'I like tea'),
  operation('Likes tea', 'I like tea', { op: 'replace', target: 'f-none' }),
  operation('Hates jazz', 'I hate jazz', { op: 'replace', target: 'f-pin', tag: 'music' }),
  operation('Likes figs', 'Yes', { answers: 'you like snails' }),
);
const anyOperation = fc.oneof(additions, changes, rubbish);
const anyOperations: fc.Arbitrary<Operations> = fc.record({
  summary: fc.constantFrom(null, 'Ana likes tea.', 'Ana moved to Rome. She likes figs.'),
  name: fc.constantFrom(null, { value: 'Zoe', quote: 'Call me Zoe' }),
  facts: fc.array(anyOperation, { maxLength: 10 }),
  preferences: fc.constantFrom(
    [],
    [{ key: 'answers', value: 'short', quote: 'Keep answers short' }],
  ),
});

const over = (asked: Operations, turns = said(1), policy: 'auto' | 'ask' = 'auto') =>
  apply(start, asked, { ...evidence(...turns), policy });

function everyFact({ keyFacts, retired }: Memory) {
  return [...keyFacts, ...retired];
}

describe('whatever is asked for', () => {
  it('each turn adds at most three facts and three proposals, and no cap is passed', () => {
    fc.assert(
      fc.property(anyOperations, fc.integer({ min: 1, max: 4 }), (asked, count) => {
        const { memory: written, changes: done } = over(asked, said(count));
        const perTurn = (turns: string[]) =>
          Math.max(0, ...said(count).map(({ id }) => turns.filter((other) => other === id).length));
        const added = new Set(done.added.map(({ id }) => id));
        const fresh = written.keyFacts.filter(({ id }) => added.has(id));
        expect(perTurn(fresh.map(({ source }) => source.turn))).toBeLessThanOrEqual(3);
        expect(perTurn(written.review.map((proposal) => proposal.turn))).toBeLessThanOrEqual(3);
        expect(written.recentMessages.length).toBeLessThanOrEqual(6);
        for (const { text, source } of everyFact(written)) {
          expect(text.length).toBeLessThanOrEqual(300);
          expect(source.quote.length).toBeLessThanOrEqual(500);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('no fact is lost, a pinned one stays as it is, and ids are active or retired', () => {
    fc.assert(
      fc.property(anyOperations, (asked) => {
        const { memory: written } = over(asked);
        const ids = everyFact(written).map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids).toEqual(expect.arrayContaining(start.keyFacts.map(({ id }) => id)));
        const pinned = written.keyFacts.find(({ id }) => id === 'f-pin');
        expect(pinned).toEqual({ ...start.keyFacts[0], updatedAt: pinned?.updatedAt });
      }),
      { numRuns: 200 },
    );
  });

  it('a fact was true up to a time after it began, and its heir is there', () => {
    fc.assert(
      fc.property(anyOperations, (asked) => {
        const { memory: written } = over(asked);
        const ids = new Set(everyFact(written).map(({ id }) => id));
        for (const { validFrom, validTo, supersededBy } of written.retired) {
          expect(Date.parse(validTo ?? '')).toBeGreaterThanOrEqual(Date.parse(validFrom));
          if (supersededBy !== null) expect(ids).toContain(supersededBy);
        }
        for (const { validTo, supersededBy } of written.keyFacts) {
          expect([validTo, supersededBy]).toEqual([null, null]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('the changes tell what is there: new and replaced facts by their texts, retired ones too', () => {
    fc.assert(
      fc.property(anyOperations, (asked) => {
        const { memory: written, changes: done } = over(asked);
        const active = new Map(written.keyFacts.map(({ id, text }) => [id, text]));
        const gone = new Map(written.retired.map(({ id, text }) => [id, text]));
        const review = new Map(written.review.map(({ id, text }) => [id, text]));
        const isFact = ({ id }: { id: string }) => id.startsWith('f-');
        for (const { id, text } of [...done.added, ...done.replaced].filter(isFact)) {
          expect(active.get(id) ?? gone.get(id)).toBe(text);
        }
        for (const { id, text } of done.retired.filter(isFact)) expect(gone.get(id)).toBe(text);
        for (const { id, text } of done.proposed) expect(review.get(id)).toBe(text);
        expect(done.proposed).toHaveLength(written.review.length);
      }),
      { numRuns: 200 },
    );
  });

  it('a confirmed fact is as fresh as the turn, and expires no earlier than it would have', () => {
    fc.assert(
      fc.property(anyOperations, (asked) => {
        const { memory: written, changes: done } = over(asked);
        for (const { id } of done.confirmed) {
          const before = start.keyFacts.find((one) => one.id === id);
          const after = written.keyFacts.find((one) => one.id === id);
          if (before === undefined || after === undefined) continue;
          expect(after.updatedAt).toBe(NOW);
          if (before.expiresAt === null) expect(after.expiresAt).toBeNull();
          else expect(after.expiresAt).not.toBeNull();
        }
      }),
      { numRuns: 200 },
    );
  });

  it('a bad operation changes nothing of what becomes of the others', () => {
    fc.assert(
      fc.property(anyOperations, rubbish, fc.nat(10), (asked, bad, at) => {
        const without = over(asked);
        // Of what is doubtful a turn has three places, which a bad one may take.
        fc.pre(without.memory.review.length < MAX_NEW_FACTS);
        const mixed = over({ ...asked, facts: asked.facts.toSpliced(at, 0, bad) });
        // What is doubtful waits: its proposal, and the number it took, are all that is new.
        const fixed = (written: Memory) => ({
          ...written,
          review: texts(written.review).filter((text) => text !== bad.text),
          keyFacts: written.keyFacts.map(({ id: _, ...rest }) => rest),
          retired: written.retired.map(({ id: _, supersededBy, ...rest }) => ({
            ...rest,
            isHeir: supersededBy !== null,
          })),
        });
        expect(fixed(mixed.memory)).toEqual(fixed(without.memory));
      }),
      { numRuns: 200 },
    );
  });

  it('under the policy "ask" nothing changes but what is asked about, the bookkeeping, and what was said again', () => {
    fc.assert(
      fc.property(anyOperations, (asked) => {
        const { memory: written, changes: done } = over(asked, said(1), 'ask');
        const { name, summary, preferences } = written;
        expect({ name, summary, preferences }).toEqual({
          name: start.name,
          summary: start.summary,
          preferences: start.preferences,
        });
        const content = (one: Memory) =>
          everyFact(one).map(({ id, text, tag, validFrom, source, pinned }) => ({
            id,
            text,
            tag,
            validFrom,
            source,
            pinned,
          }));
        expect(content(written)).toEqual(expect.arrayContaining(content(start)));
        expect(content(written)).toHaveLength(start.keyFacts.length);
        expect(texts(written.retired)).toEqual(['Has a visitor']);
        const writes: Changes[keyof Changes] = [...done.added, ...done.replaced];
        expect(writes).toEqual([]);
        expect(texts(done.retired)).toEqual(['Has a visitor']);
      }),
      { numRuns: 200 },
    );
  });

  it('under the policy "ask" what would be written is asked about', () => {
    const tea = operation('Likes tea', 'I like tea');
    const { memory: written } = over(operations({ facts: [tea] }), said(1), 'ask');
    expect(written.review).toMatchObject([
      { text: 'Likes tea', reason: ASKED, operation: { op: 'add' } },
    ]);
  });
});

describe('independent operations', () => {
  const FACTS = [
    operation('Likes tea', 'I like tea'),
    operation('Likes rice', 'I like rice'),
    operation('Moved to Hamburg', 'I moved to Hamburg', {
      op: 'replace',
      target: 'f-home',
      tag: 'home',
    }),
    operation(null, 'I no longer work at Acme', { op: 'retire', target: 'f-work', tag: 'work' }),
    operation(null, 'I fly to Rome', { op: 'confirm', target: 'f-trip' }),
    operation('Likes fresh figs', 'You like figs'),
  ];

  it('come to the same in any order, under any policy', () => {
    const plain = (asked: Operations, policy: 'auto' | 'ask') => {
      const { memory: written, changes: done } = over(asked, said(1), policy);
      const sorted = (items: readonly { text: string }[]) => texts(items).sort();
      return [
        ...[written.keyFacts, written.retired, written.review].map(sorted),
        ...Object.values(done).map(sorted),
      ];
    };
    fc.assert(
      fc.property(
        fc.shuffledSubarray(FACTS, { minLength: FACTS.length }),
        fc.constantFrom('auto' as const, 'ask' as const),
        (facts, policy) => {
          // Under "ask" three proposals of a turn are the most: then the order decides which.
          const few = policy === 'ask' ? facts.filter(({ op }) => op !== 'add') : facts;
          const inOrder = FACTS.filter((one) => few.includes(one));
          expect(plain(operations({ facts: few }), policy)).toEqual(
            plain(operations({ facts: inOrder }), policy),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('turns', () => {
  it('are remembered as applied, the newest 256', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 1, max: 20 }),
        (old, fresh) => {
          const before = memory({
            appliedTurns: Array.from({ length: old }, (_, n) => `old-${n}`),
          });
          const turns = Array.from({ length: fresh }, (_, n) => turn(`new-${n}`, 'hm'));
          const { appliedTurns, recentMessages } = apply(
            before,
            operations(),
            evidence(...turns),
          ).memory;
          expect(appliedTurns).toHaveLength(Math.min(256, old + fresh));
          expect(appliedTurns.slice(-fresh)).toEqual(turns.map(({ id }) => id));
          expect(recentMessages).toHaveLength(Math.min(6, 2 * fresh));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('that came before are applied no second time, alone or beside new ones', () => {
    fc.assert(
      fc.property(anyOperations, (asked) => {
        const once = over(asked).memory;
        expect(apply(once, asked, evidence(...said(1))).memory).toBe(once);
        const quiet = turn('t-9', 'Good morning');
        const { memory: both } = apply(
          once,
          { ...asked, summary: null },
          evidence(...said(1), quiet),
        );
        expect(texts(both.keyFacts)).toEqual(texts(once.keyFacts));
      }),
      { numRuns: 60 },
    );
  });
});
