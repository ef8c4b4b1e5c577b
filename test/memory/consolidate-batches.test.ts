import { describe, expect, it } from 'vitest';
import { batchesOf } from '../../src/memory/consolidate-batches.ts';
import type { Fact } from '../../src/memory/types.ts';
import { fact } from './world.ts';

const many = (count: number, tag: string, text = 'Likes tea'): Fact[] =>
  Array.from({ length: count }, (_, n) => fact(`${tag}-${n}`, text, { tag }));
const sizes = (facts: Fact[]) => batchesOf(facts).batches.map(({ length }) => length);

describe('the facts of a consolidation', () => {
  it('are one batch while they are few, the largest topic first', () => {
    const facts = [...many(1, 'home'), ...many(2, 'work'), ...many(1, 'food')];
    const { batches, left } = batchesOf(facts);
    expect(batches.map((batch) => batch.map(({ id }) => id))).toEqual([
      ['work-0', 'work-1', 'home-0', 'food-0'],
    ]);
    expect(left).toBe(0);
  });

  it('are none for fewer than two', () => {
    expect(batchesOf([])).toEqual({ batches: [], left: 0 });
    expect(batchesOf(many(1, 'home'))).toEqual({ batches: [], left: 0 });
  });

  it('are at most 60 at a time, with a topic in one batch where it fits', () => {
    expect(sizes(many(60, 'work'))).toEqual([60]);
    expect(sizes(many(62, 'work'))).toEqual([60, 2]);
    expect(sizes([...many(40, 'work'), ...many(20, 'home')])).toEqual([60]);
    expect(sizes([...many(40, 'work'), ...many(21, 'home')])).toEqual([40, 21]);
  });

  it('have at most 8,000 characters at a time, tags included', () => {
    const long = (length: number) => many(4, 'work', 'x'.repeat(length - 'work'.length));
    expect(sizes(long(2_000))).toEqual([4]);
    expect(sizes(long(2_001))).toEqual([3]);
    expect(sizes([...long(2_000), ...many(2, 'home')])).toEqual([4, 2]);
    expect(sizes([...long(1_990), ...many(2, 'home', 'x'.repeat(16))])).toEqual([6]);
    expect(sizes([...long(1_990), ...many(2, 'home', 'x'.repeat(17))])).toEqual([4, 2]);
  });

  it('leave out a fact that is longer than a batch, and say so', () => {
    const longest = fact('f-long', 'x'.repeat(7_995), { tag: 'other' });
    const longer = fact('f-longer', 'x'.repeat(7_996), { tag: 'other' });
    expect(batchesOf([...many(2, 'home'), longest]).left).toBe(0);
    expect(batchesOf([...many(2, 'home'), longer])).toMatchObject({ left: 1 });
    expect(sizes([...many(2, 'home'), longer])).toEqual([2]);
  });

  it('are at most ten batches, and the rest is said', () => {
    expect(batchesOf(many(600, 'work'))).toMatchObject({ left: 0 });
    const { batches, left } = batchesOf(many(605, 'work'));
    expect([batches.length, left]).toEqual([10, 5]);
  });
});
