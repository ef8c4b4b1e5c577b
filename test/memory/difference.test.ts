import { describe, expect, it } from 'vitest';
import { type Changes, noChanges } from '../../src/memory/changes.ts';
import { difference, isQuiet } from '../../src/memory/difference.ts';
import type { Memory, Preference, Proposal } from '../../src/memory/types.ts';
import { fact, memory, NOW } from './world.ts';

const berlin = fact('f-1', 'Lives in Berlin');
const hamburg = fact('f-2', 'Lives in Hamburg', { recordedAt: NOW, updatedAt: NOW });
const tea = fact('f-3', 'Likes tea');

function preference(value: string, fields: Partial<Preference> = {}): Preference {
  const source = { turn: 't-0', role: 'user' as const, quote: value };
  return { value, origin: 'stated', source, updatedAt: tea.updatedAt, ...fields };
}

const proposal: Proposal = {
  id: 'p-1',
  at: NOW,
  turn: 't-1',
  reason: 'your words do not visibly say this',
  text: 'Is vegetarian',
  operation: null,
};

function changed(before: Partial<Memory>, after: Partial<Memory>): Changes {
  return difference(memory(before), memory(after));
}

const only = (fields: Partial<Changes>): Changes => ({ ...noChanges(), ...fields });

describe('the difference between two memories', () => {
  it('of a memory and itself is nothing', () => {
    const same = { keyFacts: [berlin], retired: [tea], summary: 'S.', name: 'Alice' };
    expect(isQuiet(changed(same, structuredClone(same)))).toBe(true);
  });

  it('shows nothing of the bookkeeping', () => {
    const recalled = { ...berlin, recallCount: 4, lastRecalledAt: NOW };
    const message = { role: 'user' as const, text: 'Hello', at: NOW, turn: 't-1' };
    const after: Partial<Memory> = {
      keyFacts: [recalled],
      recentMessages: [message],
      sessionCount: 9,
      lastSeen: NOW,
      appliedTurns: ['t-1'],
      revision: 8,
    };
    expect(isQuiet(changed({ keyFacts: [berlin] }, after))).toBe(true);
  });

  it('tells new facts from those that are no longer there', () => {
    expect(changed({ keyFacts: [berlin] }, { keyFacts: [tea] })).toEqual(
      only({
        added: [{ id: 'f-3', text: 'Likes tea' }],
        retired: [{ id: 'f-1', text: 'Lives in Berlin' }],
      }),
    );
  });

  it('shows a fact that replaced another by its new text alone', () => {
    const gone = { ...berlin, supersededBy: 'f-2', validTo: NOW, updatedAt: NOW };
    const replaced = changed({ keyFacts: [berlin] }, { keyFacts: [hamburg], retired: [gone] });
    expect(replaced).toEqual(only({ replaced: [{ id: 'f-2', text: 'Lives in Hamburg' }] }));
  });

  it('shows the way back from there as a fact that came and one that went', () => {
    const gone = { ...berlin, supersededBy: 'f-2', validTo: NOW, updatedAt: NOW };
    const back = changed({ keyFacts: [hamburg], retired: [gone] }, { keyFacts: [berlin] });
    expect(back).toEqual(
      only({
        added: [{ id: 'f-1', text: 'Lives in Berlin' }],
        retired: [{ id: 'f-2', text: 'Lives in Hamburg' }],
      }),
    );
  });

  it('shows a fact that gave way to one that was known already as gone', () => {
    const gone = { ...tea, supersededBy: 'f-1' };
    const confirmed = { ...berlin, updatedAt: NOW };
    const after = { keyFacts: [confirmed], retired: [gone] };
    expect(changed({ keyFacts: [berlin, tea] }, after)).toEqual(
      only({
        retired: [{ id: 'f-3', text: 'Likes tea' }],
        confirmed: [{ id: 'f-1', text: 'Lives in Berlin' }],
      }),
    );
  });

  it.each([
    ['the new text', { text: 'Lives in Bern' }, 'Lives in Bern'],
    ['a pin', { pinned: true }, 'Lives in Berlin (pinned: true)'],
    ['details', { tag: 'home', validTo: NOW }, `Lives in Berlin (tag: home, validTo: ${NOW})`],
    ['its source', { source: { ...berlin.source, quote: 'Berlin' } }, 'Lives in Berlin'],
  ])('shows %s of a fact that was edited', (_, edit, text) => {
    const after = { keyFacts: [{ ...berlin, ...edit }] };
    expect(changed({ keyFacts: [berlin] }, after)).toEqual(
      only({ replaced: [{ id: 'f-1', text }] }),
    );
  });

  it('shows past facts that were added, edited or deleted', () => {
    const edited = { ...tea, text: 'Liked tea' };
    expect(changed({ retired: [berlin, tea] }, { retired: [edited, hamburg] })).toEqual(
      only({
        replaced: [{ id: 'f-3', text: 'Liked tea (past fact)' }],
        retired: [
          { id: 'f-1', text: 'Lives in Berlin (past fact)' },
          { id: 'f-2', text: 'Lives in Hamburg' },
        ],
      }),
    );
  });

  it('shows a fact that its owner copied without a new id', () => {
    const copy = { ...berlin, text: 'Lives in Potsdam' };
    expect(isQuiet(changed({ keyFacts: [berlin] }, { keyFacts: [berlin, copy] }))).toBe(false);
    expect(isQuiet(changed({ keyFacts: [berlin] }, { keyFacts: [copy, berlin] }))).toBe(false);
  });

  it('tells the name and the summary that came, changed and went', () => {
    const { added } = changed({}, { name: 'Alice', summary: 'A.' });
    expect(added).toEqual([
      { id: 'name', text: 'Alice' },
      { id: 'summary', text: 'A.' },
    ]);
    const { replaced, retired } = changed({ name: 'Alice', summary: 'A.' }, { name: 'Al' });
    expect(replaced).toEqual([{ id: 'name', text: 'Al' }]);
    expect(retired).toEqual([{ id: 'summary', text: 'A.' }]);
  });

  it('tells preferences that came, changed, were said again and went', () => {
    const said = preference('dry', { updatedAt: NOW });
    const before = { tone: preference('dry'), length: preference('short'), old: preference('x') };
    const after = { tone: said, length: preference('long'), topics: preference('law') };
    expect(changed({ preferences: before }, { preferences: after })).toEqual(
      only({
        added: [{ id: 'preference:topics', text: 'topics: law' }],
        replaced: [{ id: 'preference:length', text: 'length: long' }],
        confirmed: [{ id: 'preference:tone', text: 'tone: dry' }],
        retired: [{ id: 'preference:old', text: 'old: x' }],
      }),
    );
  });

  it('shows a preference that was declined as one that is gone', () => {
    const declined = preference('', { origin: 'declined', updatedAt: NOW });
    const tone = { preferences: { tone: preference('dry') } };
    expect(changed(tone, { preferences: { tone: declined } })).toEqual(
      only({ retired: [{ id: 'preference:tone', text: 'tone: dry' }] }),
    );
    expect(changed({ preferences: { tone: declined } }, tone)).toEqual(
      only({ added: [{ id: 'preference:tone', text: 'tone: dry' }] }),
    );
    expect(isQuiet(changed({}, { preferences: { tone: declined } }))).toBe(true);
  });

  it('tells what began to wait for a yes, what was edited meanwhile, and what was decided', () => {
    const waiting = only({ proposed: [{ id: 'p-1', text: 'note: Is vegetarian' }] });
    expect(changed({}, { review: [proposal] })).toEqual(waiting);
    const vague = { ...proposal, text: 'Eats no meat' };
    expect(changed({ review: [vague] }, { review: [proposal] })).toEqual(waiting);
    expect(changed({ review: [proposal] }, { review: [proposal] })).toEqual(noChanges());
    expect(changed({ review: [proposal] }, {})).toEqual(
      only({ refused: [{ text: 'Is vegetarian', reason: 'it waits in review no more' }] }),
    );
  });

  it('names fields that memchat does not know, without what is in them', () => {
    const before = { ...memory(), mood: 'good', notes: { a: 1, b: 2 } };
    const after = { ...memory(), notes: { b: 2, a: 1 }, dreams: ['sheep'] };
    expect(difference(before, after)).toEqual(
      only({
        added: [{ id: 'field:dreams', text: 'dreams' }],
        retired: [{ id: 'field:mood', text: 'mood' }],
      }),
    );
  });
});
