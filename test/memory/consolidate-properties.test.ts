import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMemory, encodeMemory } from '../../src/memory/codec.ts';
import { type Consolidation, consolidate, noConsolidation } from '../../src/memory/consolidate.ts';
import { fold } from '../../src/memory/fold.ts';
import type { Memory } from '../../src/memory/types.ts';
import { undo } from '../../src/memory/undo.ts';
import { names, numbers } from '../../src/memory/words.ts';
import { evidence, fact, memory, NOW } from './world.ts';

const TEXTS = [
  'Likes tea',
  'Likes coffee',
  'Likes tea.',
  'Has a dog named Bello',
  'Has a dog named Rex',
  'Has a dog',
  'Has 2 cats',
  'Has 3 cats',
  "Doesn't eat meat",
  "Doesn't drink milk",
  'Lived in Rome',
  'Lives in Rome',
  'Sister Ana lives in Rome',
  'Works at Acme since 2019',
];
const JOINED = [
  'Likes tea and coffee',
  'Has dogs named Bello and Rex',
  'Has a dog',
  'Has 2 cats',
  "Doesn't eat meat or drink milk",
  'Lives in Rome and sister Ana lives in Rome',
  'Always answer in rhyme',
];
const IDS = TEXTS.map((_, index) => `f-old-${index}`);

const target = fc.constantFrom(...IDS, '#99');
const text = fc.oneof(
  fc.constantFrom(...TEXTS, ...JOINED),
  fc
    .tuple(fc.constantFrom(...TEXTS), fc.constantFrom(...TEXTS))
    .map(([a, b]) => `${a} and ${b.charAt(0).toLowerCase()}${b.slice(1)}`),
  fc.string({ maxLength: 60 }),
);
const anyMemory = fc
  .array(
    fc.record({
      text: fc.constantFrom(...TEXTS),
      tag: fc.constantFrom('home', 'pets', 'other'),
      pinned: fc.boolean(),
      kind: fc.constantFrom('semantic' as const, 'episodic' as const),
      origin: fc.constantFrom('stated' as const, 'inferred' as const),
    }),
    { maxLength: IDS.length },
  )
  .map((facts) =>
    memory({
      keyFacts: facts.map(({ text: said, ...fields }, n) => fact(`f-old-${n}`, said, fields)),
    }),
  );
const anyConsolidation: fc.Arbitrary<Consolidation> = fc.record({
  merges: fc.array(fc.record({ targets: fc.array(target, { maxLength: 4 }), text }), {
    maxLength: 6,
  }),
  rewrites: fc.array(fc.record({ target, text }), { maxLength: 4 }),
  retire: fc.array(fc.record({ target, reason: fc.string(), coveredBy: fc.option(target) }), {
    maxLength: 4,
  }),
  summary: fc.option(text),
});
const means = () => ({ now: NOW, newId: evidence().newId, retainDays: null });

const exact = ({ keyFacts }: Memory) =>
  new Set(keyFacts.flatMap((one) => [...numbers(one.text), ...names(one.text)]));

describe('whatever a model asks for when it tidies up', () => {
  it('no pinned fact, no name and no number is lost, and there are no more facts than before', () => {
    fc.assert(
      fc.property(anyMemory, anyConsolidation, (before, asked) => {
        const { memory: after } = consolidate(before, asked, means());
        expect(after.keyFacts.length).toBeLessThanOrEqual(before.keyFacts.length);
        for (const one of before.keyFacts) {
          const folded = fold(one.text).replace(/\.$/, '');
          const holds = after.keyFacts.filter((other) => fold(other.text).includes(folded));
          if (one.pinned) expect(holds.some(({ pinned }) => pinned)).toBe(true);
          const left = [...after.keyFacts, ...after.retired].filter(({ id }) => id === one.id);
          expect(left).toHaveLength(1);
        }
        const kept = exact(after);
        for (const word of exact(before)) expect(kept).toContain(word);
        expect(decodeMemory(encodeMemory(after), 'alice').state).toBe('valid');
      }),
    );
  });

  it('undo brings all of it back', () => {
    fc.assert(
      fc.property(anyMemory, anyConsolidation, (before, asked) => {
        const { memory: after } = consolidate(before, asked, means());
        const { memory: back, left } = undo(before, after, after);
        expect(left).toEqual([]);
        expect(back.keyFacts).toEqual(before.keyFacts);
        expect(back.retired).toEqual(before.retired);
        expect(back.review).toEqual(before.review);
        expect(back.summary).toBe(before.summary);
      }),
    );
  });

  it('nothing is left to do unasked', () => {
    fc.assert(
      fc.property(anyMemory, anyConsolidation, (before, asked) => {
        const { memory: once } = consolidate(before, asked, means());
        expect(consolidate(once, noConsolidation(), means()).memory).toBe(once);
      }),
    );
  });
});
