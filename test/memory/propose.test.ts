import { describe, expect, it } from 'vitest';
import { proposalText, propose } from '../../src/memory/propose.ts';
import type { Memory, ProposedOperation } from '../../src/memory/types.ts';
import { memory, NOW, operation } from './world.ts';

let number = 0;
const means = {
  now: NOW,
  newId: () => {
    number += 1;
    return `p-${number}`;
  },
};
const suggest = (to: Memory, text: string, asked: ProposedOperation) =>
  propose(to, { turn: 't-1', reason: 'because', text, operation: asked }, means);
const add = (text: string) => operation(text, text);
const summary = (value: string) => ({ op: 'summary', value, quote: '' }) as const;
const name = (value: string) => ({ op: 'name', value, quote: '' }) as const;

describe('a proposal', () => {
  it('has what a person decides by, and is told of by its id', () => {
    const { memory: next, changes } = suggest(memory(), 'Likes tea', add('Likes tea'));
    const [proposal] = next.review;
    expect(proposal).toEqual({
      id: expect.stringMatching(/^p-\d+$/),
      at: NOW,
      turn: 't-1',
      reason: 'because',
      text: 'Likes tea',
      operation: add('Likes tea'),
    });
    expect(changes.proposed).toEqual([{ id: proposal?.id, text: 'Likes tea' }]);
    expect(changes.refused).toEqual([]);
  });

  it('waits once', () => {
    const { memory: once } = suggest(memory(), 'Likes tea', add('Likes tea'));
    const twice = suggest(once, 'Likes tea', add('Likes tea'));
    expect(twice.memory).toBe(once);
    expect(twice.changes.proposed).toEqual([]);
    expect(twice.changes.refused).toEqual([
      { text: 'Likes tea', reason: 'it waits in review already' },
    ]);
  });

  it.each([
    ['another text', 'Likes jazz', add('Likes jazz')],
    [
      'another operation',
      'Likes tea',
      { ...add('Likes tea'), op: 'replace' as const, target: 'f-1' },
    ],
    ['a name of the same text', 'Likes tea', name('Likes tea')],
  ])('waits beside one with %s', (_, text, asked) => {
    const { memory: once } = suggest(memory(), 'Likes tea', add('Likes tea'));
    expect(suggest(once, text, asked).memory.review).toHaveLength(2);
  });

  it('about another fact waits beside one in the same words', () => {
    const retire = (target: string) => ({ ...add('x'), op: 'retire' as const, target });
    const { memory: once } = suggest(memory(), 'No longer', retire('f-1'));
    expect(suggest(once, 'No longer', retire('f-2')).memory.review).toHaveLength(2);
    expect(suggest(once, 'No longer', retire('f-1')).memory).toBe(once);
  });

  it('is no repetition of a note in the same words', () => {
    const note = {
      id: 'p-note',
      at: NOW,
      turn: 't-1',
      reason: '',
      text: 'Likes tea',
      operation: null,
    };
    const noted = memory({ review: [note] });
    expect(suggest(noted, 'Likes tea', add('Likes tea')).memory.review).toHaveLength(2);
  });

  it('of a summary takes the place of the one that waits, and of nothing else', () => {
    let current = suggest(memory(), 'Likes tea', add('Likes tea')).memory;
    current = suggest(current, 'Old.', summary('Old.')).memory;
    current = suggest(current, 'Alice', name('Alice')).memory;
    current = suggest(current, 'New.', summary('New.')).memory;
    expect(current.review.map(({ text }) => text)).toEqual(['Likes tea', 'Alice', 'New.']);
    const other = suggest(current, 'Bo', name('Bo')).memory;
    expect(other.review.map(({ text }) => text)).toEqual(['Likes tea', 'Alice', 'New.', 'Bo']);
  });

  it.each([
    ['note: Likes tea', null],
    ['name: Likes tea', name('Likes tea')],
    ['summary: Likes tea', summary('Likes tea')],
    ['Likes tea', add('Likes tea')],
    ['Likes tea', { op: 'preference', key: 'tea', value: 'yes', quote: '' }],
  ] satisfies [string, ProposedOperation | null][])('is shown as %j', (shown, asked) => {
    expect(proposalText({ text: 'Likes tea', operation: asked })).toBe(shown);
  });
});
