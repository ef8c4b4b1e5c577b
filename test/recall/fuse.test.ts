import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuse, type Ranked } from '../../src/recall/fuse.ts';

const ranking = (...ids: string[]): Ranked[] =>
  ids.map((id, place) => ({ id, score: 100 - place }));
const idsOf = (ranked: readonly Ranked[]) => ranked.map(({ id }) => id);

/** Up to four rankings of a few ids, so that they share many. */
const rankings = fc.array(
  fc
    .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'), { maxLength: 7 })
    .map((ids) => ranking(...ids)),
  { maxLength: 4 },
);

describe('fusing rankings', () => {
  it('scores an id by its places, as the formula says', () => {
    const fused = fuse([ranking('a', 'b'), ranking('b', 'c')], { limit: 9 });
    expect(fused).toEqual([
      { id: 'b', score: 1 / 62 + 1 / 61 },
      { id: 'a', score: 1 / 61 },
      { id: 'c', score: 1 / 62 },
    ]);
  });

  it('puts what both found before what only one found, wherever that one has it', () => {
    const fused = fuse([ranking('a', 'x', 'y', 'z'), ranking('b', 'p', 'q', 'z')], { limit: 3 });
    expect(idsOf(fused)).toEqual(['z', 'a', 'b']);
  });

  it('lets a weight decide, and a weight of 0 leave a ranking out', () => {
    const both = [ranking('a'), ranking('b')];
    expect(idsOf(fuse(both, { limit: 2, weights: [1, 2] }))).toEqual(['b', 'a']);
    expect(fuse(both, { limit: 2, weights: [1, 0] })).toEqual([{ id: 'a', score: 1 / 61 }]);
  });

  it('lets the first places count more the smaller k is', () => {
    const both = [ranking('a', 'b'), ranking('x', 'y', 'b')];
    expect(idsOf(fuse(both, { k: 60, limit: 1 }))).toEqual(['b']);
    expect(idsOf(fuse(both, { k: 0, limit: 1 }))).toEqual(['a']);
  });

  it('puts equal scores by the best place, then by id', () => {
    const apart = [ranking('m', 'd'), ranking('d', 'm'), ranking('b'), ranking('a')];
    expect(idsOf(fuse(apart, { limit: 9 }))).toEqual(['d', 'm', 'a', 'b']);
    // 1/2 = 1/4 + 1/4 with k 0.
    const even = [ranking('1', 'z'), ranking('2', '3', '4', 'y'), ranking('5', '6', '7', 'y')];
    const found = idsOf(fuse(even, { k: 0, limit: 9 }));
    expect(found.indexOf('z')).toBeLessThan(found.indexOf('y'));
  });

  it('counts the better place of an id that is there twice, and only that one', () => {
    expect(fuse([ranking('a', 'b', 'a')], { limit: 9 })).toEqual([
      { id: 'a', score: 1 / 61 },
      { id: 'b', score: 1 / 62 },
    ]);
  });

  it('takes no order of its own from the scores of a ranking', () => {
    const upside = [
      { id: 'a', score: 1 },
      { id: 'b', score: 2 },
    ];
    expect(idsOf(fuse([upside], { limit: 2 }))).toEqual(['a', 'b']);
  });

  it('gives nothing for nothing, and for a limit of 0 or less', () => {
    expect(fuse([], { limit: 5 })).toEqual([]);
    expect(fuse([[], []], { limit: 5 })).toEqual([]);
    expect(fuse([ranking('a')], { limit: 0 })).toEqual([]);
    expect(fuse([ranking('a')], { limit: -1 })).toEqual([]);
  });

  it.each([
    [{ k: -1, limit: 1 }],
    [{ k: Number.NaN, limit: 1 }],
    [{ limit: 1, weights: [1, 1] }],
    [{ limit: 1, weights: [-1] }],
    [{ limit: 1, weights: [Number.POSITIVE_INFINITY] }],
  ])('refuses %j for one ranking', (options) => {
    expect(() => fuse([ranking('a')], options)).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it('keeps the order of one ranking', () => {
    fc.assert(
      fc.property(rankings, ([only = []]) => {
        expect(idsOf(fuse([only], { limit: 9 }))).toEqual(idsOf(only));
      }),
    );
  });

  it('gives the same whatever order the rankings come in, each id once, the best first', () => {
    fc.assert(
      fc.property(rankings, fc.nat(60), (given, k) => {
        const fused = fuse(given, { k, limit: 99 });
        expect(fuse(given.toReversed(), { k, limit: 99 })).toEqual(fused);
        expect([...idsOf(fused)].sort()).toEqual([...new Set(given.flatMap(idsOf))].sort());
        const scores = fused.map(({ score }) => score);
        expect(scores).toEqual(scores.toSorted((a, b) => b - a));
        expect(fuse(given, { k, limit: 2 })).toEqual(fused.slice(0, 2));
      }),
    );
  });

  it('never lowers an id that moves up in one of them', () => {
    fc.assert(
      fc.property(rankings, fc.nat(6), (given, at) => {
        const [first = [], ...rest] = given;
        const id = first[at]?.id;
        if (id === undefined) return;
        const raised = [{ id, score: 1 }, ...first.filter((one) => one.id !== id)];
        const placeIn = (all: Ranked[][]) => idsOf(fuse(all, { limit: 99 })).indexOf(id);
        expect(placeIn([raised, ...rest])).toBeLessThanOrEqual(placeIn([first, ...rest]));
      }),
    );
  });
});
