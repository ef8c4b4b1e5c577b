import { describe, expect, it } from 'vitest';
import { apply } from '../../src/memory/apply.ts';
import { restore } from '../../src/memory/restore.ts';
import type { Memory, Proposal } from '../../src/memory/types.ts';
import { undo } from '../../src/memory/undo.ts';
import {
  BEFORE,
  evidence,
  fact,
  memory,
  NOW,
  operation,
  operations,
  texts,
  turn,
} from './world.ts';

const empty = memory({ revision: 4 });
const berlin = fact('f-home', 'Lives in Berlin', { tag: 'home' });
const inBerlin = memory({ revision: 5, keyFacts: [berlin] });
const moved = replaced(inBerlin, 'f-2', 'Lives in Hamburg');

/** The memory after the last of its facts was replaced. */
function replaced(from: Memory, id: string, text: string): Memory {
  const old = from.keyFacts.at(-1);
  if (old === undefined) throw new Error('a memory with a fact');
  return {
    ...from,
    revision: from.revision + 1,
    keyFacts: [...from.keyFacts.slice(0, -1), fact(id, text, { tag: 'home' })],
    retired: [...from.retired, { ...old, supersededBy: id, validTo: NOW, updatedAt: NOW }],
  };
}

describe('the undo of what a turn taught', () => {
  const said = turn('t-1', 'My name is Alice. I moved to Hamburg.', { at: NOW });
  const learned = apply(
    inBerlin,
    operations({
      name: { value: 'Alice', quote: 'My name is Alice' },
      summary: 'Alice moved to Hamburg.',
      facts: [
        operation('Moved to Hamburg', 'I moved to Hamburg', {
          op: 'replace',
          target: 'f-home',
          tag: 'home',
        }),
      ],
    }),
    evidence(said),
  ).memory;

  it('brings back the fact that was replaced, and takes the name, summary and messages out', () => {
    const { memory: undone, changes, left } = undo(inBerlin, learned, learned);
    expect(undone).toMatchObject({ keyFacts: [berlin], retired: [], name: null, summary: '' });
    expect(undone.recentMessages).toEqual([]);
    expect(texts(changes.added)).toEqual(['Lives in Berlin']);
    expect(texts(changes.retired)).toEqual([
      'Alice',
      'Moved to Hamburg',
      'Alice moved to Hamburg.',
    ]);
    expect(left).toEqual([]);
  });

  it('leaves the turn applied, so that it is not learned again', () => {
    const { memory: undone } = undo(inBerlin, learned, learned);
    expect(undone).toMatchObject({ appliedTurns: ['t-1'], lastSeen: NOW });
    expect(apply(undone, operations(), evidence(said)).memory).toBe(undone);
  });

  it('leaves what was learned since', () => {
    const tea = fact('f-9', 'Likes tea');
    const now = { ...learned, keyFacts: [...learned.keyFacts, tea], sessionCount: 3 };
    const { memory: undone } = undo(inBerlin, learned, now);
    expect(texts(undone.keyFacts)).toEqual(['Lives in Berlin', 'Likes tea']);
    expect(undone.sessionCount).toBe(3);
  });
});

describe('an undo of a fact', () => {
  it('that was replaced again since brings neither the old one back nor touches the new one', () => {
    const again = replaced(moved, 'f-3', 'Lives in Bremen');
    const { memory: undone, left } = undo(inBerlin, moved, again);
    expect(undone).toBe(again);
    expect(left).toEqual([
      { text: 'Lives in Hamburg', reason: 'it was replaced since' },
      {
        text: 'Lives in Berlin',
        reason: 'it belongs together with a fact that has changed since',
      },
    ]);
  });

  it.each([
    ['retired', { keyFacts: [], retired: [{ ...berlin, validTo: NOW }] }, 'it was retired since'],
    ['edited', { keyFacts: [{ ...berlin, pinned: true }] }, 'it has changed again since'],
  ])('that was %s since leaves it, and says so', (_, fields, reason) => {
    const now = { ...inBerlin, ...fields };
    expect(undo(empty, inBerlin, now)).toMatchObject({
      memory: now,
      left: [{ text: 'Lives in Berlin', reason }],
    });
  });

  it('that was deleted since by its owner brings nothing back', () => {
    const pinned = { ...inBerlin, keyFacts: [{ ...berlin, pinned: true }] };
    const { memory: undone, left } = undo(inBerlin, pinned, empty);
    expect(undone).toBe(empty);
    expect(left).toEqual([{ text: 'Lives in Berlin', reason: 'it was deleted since' }]);
  });

  it('that another one gave way to since leaves it: else neither would hold', () => {
    const home = fact('f-8', 'Has a flat in Berlin');
    const before = memory({ keyFacts: [home] });
    const after = memory({ keyFacts: [home, berlin] });
    const now = memory({ keyFacts: [berlin], retired: [{ ...home, supersededBy: 'f-home' }] });
    expect(undo(before, after, now)).toMatchObject({
      memory: now,
      left: [{ text: 'Lives in Berlin', reason: 'another fact gave way to it since' }],
    });
  });

  it('that was remembered anew since does not remember it twice', () => {
    const anew = memory({ keyFacts: [fact('f-7', 'Lives in Berlin')] });
    expect(undo(inBerlin, empty, anew)).toMatchObject({
      memory: anew,
      left: [{ text: 'Lives in Berlin', reason: 'it was remembered anew since' }],
    });
  });

  it('does not mind that it was recalled since, and keeps the counters', () => {
    const edited = memory({ keyFacts: [{ ...berlin, text: 'Lives in Bern' }] });
    const [bern = berlin] = edited.keyFacts;
    const now = memory({ keyFacts: [{ ...bern, recallCount: 3, lastRecalledAt: NOW }] });
    const { memory: undone, left } = undo(inBerlin, edited, now);
    expect(undone.keyFacts).toEqual([{ ...berlin, recallCount: 3, lastRecalledAt: NOW }]);
    expect(left).toEqual([]);
  });

  it('puts it back where it stood', () => {
    const [a, b, c, d] = ['A', 'B', 'C', 'D'].map((text) => fact(`f-${text}`, `Knows ${text}`));
    if (!a || !b || !c || !d) throw new Error('four facts');
    const before = memory({ keyFacts: [a, b, c] });
    const { memory: undone } = undo(
      before,
      memory({ keyFacts: [c] }),
      memory({ keyFacts: [c, d] }),
    );
    expect(undone.keyFacts).toEqual([a, b, c, d]);
  });
});

describe('an undo of the rest', () => {
  it('leaves a summary, name or preference that has changed again since', () => {
    const source = { turn: 't-0', role: 'user' as const, quote: 'x' };
    const tone = (value: string) =>
      ({ tone: { value, origin: 'stated', source, updatedAt: NOW } }) as const;
    const after = memory({ summary: 'One.', name: 'Alice', preferences: tone('dry') });
    const now = memory({ summary: 'Two.', name: 'Alice', preferences: tone('warm') });
    const { memory: undone, left } = undo(empty, after, now);
    expect(undone).toMatchObject({ summary: 'Two.', name: null, preferences: tone('warm') });
    expect(left).toEqual([
      { text: 'summary: Two.', reason: 'it has changed again since' },
      { text: 'tone: warm', reason: 'it has changed again since' },
    ]);
  });

  it('takes a proposal out of the review, and puts one back that was answered', () => {
    const proposal = (id: string): Proposal => {
      return { id, at: NOW, turn: 't-1', reason: 'a doubt', text: `Maybe ${id}`, operation: null };
    };
    const before = memory({ review: [proposal('p-1'), proposal('p-2')] });
    const after = memory({ review: [proposal('p-2'), proposal('p-3')] });
    const now = memory({ review: [proposal('p-2'), proposal('p-3'), proposal('p-4')] });
    const { review } = undo(before, after, now).memory;
    expect(review.map(({ id }) => id)).toEqual(['p-1', 'p-2', 'p-4']);
  });

  it('reaches fields that memchat does not know', () => {
    const before = { ...empty, mood: 'good', old: 1 };
    const after = { ...empty, mood: 'bad', fresh: 2 };
    const now = { ...after, later: 3 };
    expect(undo(before, after, now).memory).toEqual({ ...before, later: 3 });
  });

  it('brings back messages that were pushed out, while nothing said between is missing', () => {
    const says = (...ids: string[]): Memory =>
      memory({
        recentMessages: ids.flatMap((id) => [
          { role: 'user' as const, text: `I say ${id}`, at: timeOf(id), turn: id },
          { role: 'assistant' as const, text: 'I see.', at: timeOf(id), turn: id },
        ]),
      });
    const before = says('t-1', 't-2', 't-3');
    const after = says('t-2', 't-3', 't-4');
    expect(undo(before, after, after).memory).toEqual(before);
    const later = says('t-3', 't-4', 't-5');
    expect(undo(before, after, later).memory).toEqual(says('t-3', 't-5'));
    const quieter = says('t-2', 't-3');
    expect(undo(before, after, quieter).memory).toEqual(quieter);
  });

  it('gives the very same memory when nothing goes back', () => {
    expect(undo(inBerlin, moved, inBerlin)).toMatchObject({ left: [] });
    expect(undo(inBerlin, moved, inBerlin).memory).toBe(inBerlin);
    const talked = { ...inBerlin, sessionCount: 8, appliedTurns: ['t-9'], lastSeen: NOW };
    expect(undo(inBerlin, talked, talked).memory).toBe(talked);
  });
});

describe('a restore', () => {
  it('keeps the newest 256 applied turns, those of now last', () => {
    const ids = (prefix: string, count: number) =>
      Array.from({ length: count }, (_, n) => `${prefix}-${n}`);
    const past = memory({
      summary: 'Old.',
      appliedTurns: [...ids('old', 200), ...ids('both', 50)],
    });
    const now = memory({ appliedTurns: [...ids('both', 50), ...ids('new', 100)] });
    const { appliedTurns } = restore(past, now);
    expect(appliedTurns).toHaveLength(256);
    expect(appliedTurns.slice(-150)).toEqual(now.appliedTurns);
    expect(appliedTurns.slice(0, 106)).toEqual(ids('old', 200).slice(-106));
  });

  it('of what is there already gives the very same memory', () => {
    const past = { ...moved, revision: 2, sessionCount: 1, appliedTurns: ['t-1'] };
    expect(restore(past, moved)).toBe(moved);
  });
});

function timeOf(id: string): string {
  return BEFORE.replace('T12:00', `T12:0${id.slice(-1)}`);
}
