import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fact, Memory } from '../../src/memory/types.ts';
import { mergeEdit } from '../../src/store/merge.ts';
import { fact, memoryOf } from '../support/memories.ts';

const NOW = '2026-11-20T09:00:00.000Z';
const message = (text: string) => ({ role: 'user', text, at: NOW, turn: 't-1' }) as const;
const preference = (value: string) =>
  ({
    value,
    origin: 'stated',
    source: { turn: 't-1', role: 'user', quote: value },
    updatedAt: NOW,
  }) as const;

const texts = (facts: readonly Fact[]) => facts.map(({ text }) => text);
const tea = fact('Likes tea', { id: 'tea' });
const rain = fact('Likes rain', { id: 'rain' });
const base = memoryOf({ revision: 1, summary: 'A nurse.', name: 'Alice', keyFacts: [tea, rain] });

/** What becomes of the owner's edit of `base`, where others wrote `theirs` meanwhile. */
function merged(ours: Partial<Memory>, theirs: Partial<Memory>): Memory {
  return mergeEdit(base, { ...base, ...ours }, { ...base, revision: 5, ...theirs }, 'alice');
}

describe("the merge of the owner's edit with what was written meanwhile", () => {
  it('takes each field from the one who changed it', () => {
    const result = merged({ summary: 'A doctor.' }, { sessionCount: 7 });
    expect(result).toEqual({ ...base, revision: 5, summary: 'A doctor.', sessionCount: 7 });
  });

  it("lets the owner's word stand where both changed a field", () => {
    const result = merged({ name: 'Ann', sessionCount: 3 }, { name: 'Alicia', sessionCount: 9 });
    expect(result).toMatchObject({ name: 'Ann', sessionCount: 3 });
  });

  it('keeps the facts that each of them added, the owner first', () => {
    const [bees, chess] = [fact('Keeps bees', { id: 'bees' }), fact('Chess', { id: 'chess' })];
    const result = merged({ keyFacts: [bees, tea, rain] }, { keyFacts: [tea, rain, chess] });
    expect(texts(result.keyFacts)).toEqual(['Keeps bees', 'Likes tea', 'Likes rain', 'Chess']);
  });

  it('leaves out what either of them took out', () => {
    expect(merged({ keyFacts: [tea] }, { keyFacts: [rain] }).keyFacts).toEqual([]);
    const preferences = { tone: preference('formal'), length: preference('short') };
    const before = { ...base, preferences };
    const ours = { ...before, preferences: { tone: preferences.tone } };
    const theirs = { ...before, revision: 5, preferences: { length: preferences.length } };
    expect(mergeEdit(before, ours, theirs, 'alice').preferences).toEqual({});
  });

  it('takes out what the owner took out, though it was changed meanwhile', () => {
    const recalled = { ...tea, recallCount: 3 };
    expect(texts(merged({ keyFacts: [rain] }, { keyFacts: [recalled, rain] }).keyFacts)).toEqual([
      'Likes rain',
    ]);
  });

  it('merges one fact field by field', () => {
    const ours = { keyFacts: [{ ...tea, text: 'Likes green tea' }, rain] };
    const theirs = { keyFacts: [{ ...tea, recallCount: 2 }, rain] };
    expect(merged(ours, theirs).keyFacts).toEqual([
      { ...tea, text: 'Likes green tea', recallCount: 2 },
      rain,
    ]);
  });

  it('keeps the turn ids that others applied beside one that the owner put in', () => {
    const before = { ...base, appliedTurns: ['t-1', 't-2'] };
    const result = mergeEdit(
      before,
      { ...before, appliedTurns: ['t-1', 't-2', 't-mine'] },
      { ...before, revision: 5, appliedTurns: ['t-2', 't-3'] },
      'alice',
    );
    expect(result.appliedTurns).toEqual(['t-2', 't-mine', 't-3']);
  });

  it("takes a list of things without ids whole, the owner's where both changed it", () => {
    const ours = { recentMessages: [message('Mine.')] };
    const theirs = { recentMessages: [message('Theirs.'), message('Both.')] };
    expect(merged({}, theirs).recentMessages).toEqual(theirs.recentMessages);
    expect(merged(ours, {}).recentMessages).toEqual(ours.recentMessages);
    expect(merged(ours, theirs).recentMessages).toEqual(ours.recentMessages);
  });

  it('merges fields that memchat does not know', () => {
    const before = { ...base, pets: { cat: 'Tom', dog: 'Rex' }, tags: ['a', 1] };
    const ours = { ...before, pets: { cat: 'Kit', dog: 'Rex' }, tags: ['a', 2] };
    const theirs = { ...before, revision: 5, pets: { cat: 'Tom', fish: 'Bo' }, tags: ['b', 1] };
    expect(mergeEdit(before, ours, theirs, 'alice')).toMatchObject({
      pets: { cat: 'Kit', fish: 'Bo' },
      tags: ['a', 2],
    });
    expect(mergeEdit(before, ours, theirs, 'alice')).not.toHaveProperty('pets.dog');
  });

  it.each([
    ['a list for an object', { pets: { cat: 'Tom' } }, { pets: ['Tom'] }, { pets: { dog: 'Rex' } }],
    ['an object for a list', { pets: ['Tom'] }, { pets: { cat: 'Tom' } }, { pets: ['Rex'] }],
    ['what others made a list of', { pets: 'Tom' }, { pets: 'Kit' }, { pets: ['Tom'] }],
    ['an object others nulled', { pets: { cat: 'Tom' } }, { pets: { cat: 'Kit' } }, { pets: null }],
    ['an object that others added', {}, { pets: { cat: 'Kit' } }, { pets: { dog: 'Rex' } }],
    ['a list that others added', {}, { pets: ['Kit'] }, { pets: ['Rex'] }],
    ['a list others removed', { pets: ['Tom'] }, { pets: ['Kit'] }, {}],
    ['a list of lists', { pets: [['Tom']] }, { pets: [['Kit']] }, { pets: [['Rex']] }],
  ])("lets the owner's field stand where the two do not fit: %s", (_, was, mine, other) => {
    const result = mergeEdit(
      { ...base, ...was },
      { ...base, ...mine },
      { ...base, revision: 5, ...other },
      'alice',
    );
    expect(result).toMatchObject(mine);
  });

  it('does not confuse a key with what every object inherits', () => {
    const preferences = { constructor: preference('formal') };
    expect(merged({ preferences }, { sessionCount: 2 }).preferences).toEqual(preferences);
    expect(merged({ sessionCount: 2 }, { preferences }).preferences).toEqual(preferences);
  });

  it('of an edit of the newest revision is the edit', () => {
    const edited = { ...base, summary: 'A doctor.' };
    expect(mergeEdit(base, edited, { ...base, sessionCount: 4 }, 'alice')).toBe(edited);
  });

  const anyMemory = fc
    .record({
      summary: fc.constantFrom('', 'One.', 'Two.'),
      name: fc.constantFrom(null, 'Alice', 'Ann'),
      keyFacts: fc
        .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'))
        .map((ids) => ids.map((id) => fact(`Fact ${id}`, { id }))),
      appliedTurns: fc.uniqueArray(fc.constantFrom('t-1', 't-2', 't-3')),
    })
    .map((over) => memoryOf(over));

  it('gives what others wrote when the owner changed nothing, and the edit when others did not', () => {
    fc.assert(
      fc.property(anyMemory, anyMemory, (before, changed) => {
        const newest = { ...before, revision: 1 };
        const later = { ...changed, revision: 1 };
        expect(mergeEdit(before, before, later, 'alice')).toEqual(later);
        expect(mergeEdit(before, changed, newest, 'alice')).toEqual(later);
      }),
    );
  });

  it('never loses a fact that one of them added', () => {
    fc.assert(
      fc.property(anyMemory, anyMemory, anyMemory, (before, ours, theirs) => {
        const result = mergeEdit(before, ours, { ...theirs, revision: 1 }, 'alice');
        const ids = (memory: Memory) => memory.keyFacts.map(({ id }) => id);
        const added = [...ids(ours), ...ids(theirs)].filter((id) => !ids(before).includes(id));
        expect(ids(result)).toEqual(expect.arrayContaining(added));
      }),
    );
  });
});
