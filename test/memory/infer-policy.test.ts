import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GATHERED, type Inference, infer, MAX_INFERRED } from '../../src/memory/infer.ts';
import { INFERABLE } from '../../src/memory/preference-words.ts';
import type { Memory, PreferenceOrigin } from '../../src/memory/types.ts';
import { expert, formal, inferred, preference, short, turns } from './infer-world.ts';
import { evidence, fact, memory, NOW } from './world.ts';

describe('under the policy ask', () => {
  const asked = (inferences: Inference[], start: Memory = memory()) =>
    infer(start, inferences, { ...evidence(...turns), policy: 'ask' });

  it.each([
    ['a new preference', memory()],
    ['another value', memory({ preferences: { 'answer length': preference('long') } })],
  ])('%s waits in review, with what is needed to decide', (_, start) => {
    const { memory: after, changes } = asked([short], start);
    const [proposal] = after.review;
    expect(after).toEqual({ ...start, review: [proposal] });
    expect(proposal).toEqual({
      id: 'p-1',
      at: NOW,
      turn: 't-3',
      reason: GATHERED,
      text: 'answer length: short',
      operation: { op: 'preference', key: 'answer length', value: 'short', quote: 'too long' },
    });
    expect(GATHERED).not.toBe('');
    expect(changes.proposed).toEqual([{ id: 'p-1', text: 'answer length: short' }]);
    expect(changes.added).toEqual([]);
  });

  it('one waits for each key, whatever else is inferred of it', () => {
    const { memory: once } = asked([{ ...short, value: 'medium' }]);
    const { memory: twice, changes } = asked([short, expert], once);
    expect(twice.review.map(({ text }) => text)).toEqual([
      'answer length: medium',
      'depth: expert',
    ]);
    expect(changes.refused).toEqual([
      { text: 'answer length: short', reason: 'it waits in review already' },
    ]);
  });

  it('other things that wait are no reason to leave it out', () => {
    const waiting = { at: NOW, turn: 't-0', reason: 'r', text: 'x' };
    const review = [
      { ...waiting, id: 'p-a', operation: null },
      {
        ...waiting,
        id: 'p-b',
        operation: { op: 'name' as const, value: 'answer length', quote: '' },
      },
    ];
    expect(asked([short], memory({ review })).memory.review).toHaveLength(3);
  });

  it('what stands is confirmed without a question', () => {
    const start = memory({ preferences: { 'answer length': preference('short') } });
    const { memory: after, changes } = asked([short], start);
    expect(after.review).toEqual([]);
    expect(changes.confirmed).toHaveLength(1);
    expect(after.preferences['answer length']?.updatedAt).toBe(NOW);
  });

  it('two new ones are asked about at a time', () => {
    expect(asked([short, expert, formal]).changes.proposed).toHaveLength(MAX_INFERRED);
  });
});

describe('whatever a model infers', () => {
  const key = fc.oneof(
    fc.constantFrom(...Object.keys(INFERABLE), 'topics', '__proto__'),
    fc.string(),
  );
  const value = fc.oneof(
    fc.constantFrom('short', 'long', 'expert', 'dry', 'lists', 'rust', 'English', 'rust, borrow'),
    fc.string(),
  );
  const quote = fc.oneof(
    fc.constantFrom(...short.quotes, ...expert.quotes, 'Rust', 'borrow', 'I love long answers'),
    fc.string(),
  );
  const inference = fc.record({ key, value, quotes: fc.array(quote, { maxLength: 4 }) });
  const origin = fc.constantFrom<PreferenceOrigin>(
    'stated',
    'confirmed',
    'inferred',
    'imported',
    'declined',
  );
  const old = fc.dictionary(
    fc.constantFrom(...Object.keys(INFERABLE), 'topics', 'verbosity'),
    fc.tuple(value, origin).map(([text, how]) => preference(text, how)),
  );

  it('nothing but inferred preferences and the review changes, two new ones at most, each with words of the user', () => {
    fc.assert(
      fc.property(
        fc.array(inference, { maxLength: 8 }),
        old,
        fc.constantFrom('auto' as const, 'ask' as const),
        (inferences, preferences, policy) => {
          const start = memory({ preferences, keyFacts: [fact('f-1', 'Likes tea')] });
          const { memory: after } = infer(start, inferences, { ...evidence(...turns), policy });
          const rest = { preferences: start.preferences, review: start.review };
          expect({ ...after, ...rest }).toEqual(start);
          let fresh = after.review.length;
          for (const [name, preference] of Object.entries(after.preferences)) {
            const before = Object.hasOwn(preferences, name) ? preferences[name] : undefined;
            if (before === preference) continue;
            expect(before?.origin ?? 'inferred').toBe('inferred');
            expect(preference.origin).toBe('inferred');
            expect(turns.map(({ id }) => id)).toContain(preference.source.turn);
            if (before === undefined) fresh += 1;
          }
          expect(Object.keys(after.preferences)).toEqual(
            expect.arrayContaining(Object.keys(preferences)),
          );
          if (policy === 'auto') expect(after.review).toEqual([]);
          const replaced = policy === 'ask' ? Object.keys(preferences).length : 0;
          expect(fresh).toBeLessThanOrEqual(MAX_INFERRED + replaced);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('has the same values when it is inferred once more', () => {
    fc.assert(
      fc.property(fc.array(inference, { maxLength: 6 }), old, (inferences, preferences) => {
        const once = inferred(inferences, memory({ preferences })).memory.preferences;
        const twice = inferred(inferences, memory({ preferences: once })).memory.preferences;
        for (const [name, { value: text, origin: how }] of Object.entries(once)) {
          expect(twice[name]).toMatchObject({ value: text, origin: how });
        }
      }),
      { numRuns: 200 },
    );
  });
});
