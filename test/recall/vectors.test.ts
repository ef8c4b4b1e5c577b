import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasDirection, VectorIndex } from '../../src/recall/vectors.ts';

const vector = (...numbers: number[]) => Float32Array.from(numbers);

function indexOf(vectors: Record<string, Float32Array>): VectorIndex {
  const index = new VectorIndex();
  for (const [id, one] of Object.entries(vectors)) index.add(id, one);
  return index;
}

const anyVector = fc
  .array(fc.integer({ min: -9, max: 9 }), { minLength: 5, maxLength: 5 })
  .filter((numbers) => numbers.some((number) => number !== 0))
  .map((numbers) => Float32Array.from(numbers));

/** The cosine as the books have it. */
function cosine(a: Float32Array, b: Float32Array): number {
  const product = (x: Float32Array, y: Float32Array) =>
    x.reduce((sum, number, at) => sum + number * (y[at] ?? 0), 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}

describe('an index of vectors', () => {
  it('finds the nearest by direction, whatever their length', () => {
    const index = indexOf({ east: vector(9, 0), north: vector(0, 0.1), west: vector(-3, 0) });
    const found = index.search(vector(2, 1), 9);
    expect(found.map(({ id }) => id)).toEqual(['east', 'north', 'west']);
    expect(found[0]?.score).toBeCloseTo(2 / Math.sqrt(5), 6);
    expect(found[2]?.score).toBeCloseTo(-2 / Math.sqrt(5), 6);
  });

  it('gives no more than it is asked for, and nothing when it is empty', () => {
    const index = indexOf({ a: vector(1, 0), b: vector(1, 1), c: vector(0, 1) });
    expect(index.search(vector(1, 0), 2).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(index.search(vector(1, 0), 0)).toEqual([]);
    expect(index.search(vector(1, 0), Number.NaN)).toEqual([]);
    expect(new VectorIndex().search(vector(1, 0), 5)).toEqual([]);
  });

  it('puts those that are equally near by id', () => {
    const index = indexOf({ c: vector(1, 0), a: vector(2, 0), b: vector(3, 0), d: vector(0, 1) });
    expect(index.search(vector(1, 0), 3).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(index.search(vector(1, 0), 2).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('replaces a vector, and keeps a copy: changing the given one changes nothing', () => {
    const given = vector(1, 0);
    const index = indexOf({ a: given, b: vector(0, 1) });
    given.fill(7);
    expect(index.search(vector(1, 0), 1)).toEqual([{ id: 'a', score: 1 }]);
    index.add('a', vector(-1, 0));
    expect(index.search(vector(1, 0), 1)).toEqual([{ id: 'b', score: 0 }]);
    expect([index.size, index.dimension]).toEqual([2, 2]);
  });

  it('finds no more what is removed, and takes no harm from what is not there', () => {
    const index = indexOf({ a: vector(1, 0), b: vector(0, 1) });
    index.remove('zed');
    index.remove('a');
    index.remove('a');
    expect(index.search(vector(1, 0), 9)).toEqual([{ id: 'b', score: 0 }]);
    index.remove('b');
    expect([index.size, index.has('b'), index.search(vector(1, 0), 9)]).toEqual([0, false, []]);
    index.add('c', vector(1, 0));
    expect(index.search(vector(1, 0), 9)).toEqual([{ id: 'c', score: 1 }]);
  });

  it.each([
    ['all 0', vector(0, 0), 'all 0'],
    ['not a number', vector(1, Number.NaN), 'not a finite number'],
    ['infinite', vector(Number.NEGATIVE_INFINITY, 1), 'not a finite number'],
    ['empty', vector(), '0 numbers, and the ones before it 2'],
    ['too short', vector(1), '1 numbers, and the ones before it 2'],
    ['too long', vector(1, 2, 3), '3 numbers, and the ones before it 2'],
  ])('refuses a vector that is %s, and stays as it was', (_, wrong, words) => {
    const index = indexOf({ a: vector(1, 0) });
    for (const use of [() => index.add('b', wrong), () => index.search(wrong, 3)]) {
      expect(use).toThrow(
        expect.objectContaining({ code: 'usage', message: expect.stringContaining(words) }),
      );
    }
    expect([index.size, index.has('b')]).toEqual([1, false]);
  });

  it('refuses an empty vector also as the first one', () => {
    const index = new VectorIndex();
    expect(() => index.add('a', vector())).toThrow('empty');
    expect(index.dimension).toBeNull();
  });

  it('takes the largest and the smallest numbers that there are', () => {
    const index = indexOf({ huge: vector(3e38, -3e38), tiny: vector(1e-45, 1e-45) });
    expect(index.search(vector(3e38, -3e38), 2)).toEqual([
      { id: 'huge', score: expect.closeTo(1, 6) },
      { id: 'tiny', score: expect.closeTo(0, 6) },
    ]);
  });

  it('does what a plain list does, whatever is added, replaced and removed', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const step = fc.record({ id, vector: fc.option(anyVector, { freq: 3 }) });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40 }),
        anyVector,
        fc.nat(7),
        (steps, query, limit) => {
          const index = new VectorIndex();
          const list = new Map<string, Float32Array>();
          for (const { id, vector } of steps) {
            if (vector === null) {
              index.remove(id);
              list.delete(id);
            } else {
              index.add(id, vector);
              list.set(id, vector);
            }
          }
          expect(index.size).toBe(list.size);
          const found = index.search(query, limit);
          expect(found).toHaveLength(Math.min(limit, list.size));
          const scores = [...list.values()].map((one) => cosine(query, one)).sort((a, b) => b - a);
          found.forEach(({ id, score }, place) => {
            const own = list.get(id);
            expect(own && cosine(query, own)).toBeCloseTo(score, 5);
            expect(score).toBeCloseTo(scores[place] ?? Number.NaN, 5);
            expect(Math.abs(score)).toBeLessThanOrEqual(1);
          });
        },
      ),
    );
  });

  it('grows past its first room without losing one', () => {
    const index = new VectorIndex();
    const at = (n: number) => vector(Math.cos(n / 500), Math.sin(n / 500));
    for (let n = 0; n < 1000; n++) index.add(`v-${n}`, at(n));
    for (const n of [0, 63, 64, 65, 500, 999]) {
      const [first] = index.search(at(n), 1);
      expect(first).toEqual({ id: `v-${n}`, score: expect.closeTo(1, 6) });
    }
  });
});

describe('a vector without a direction', () => {
  it('is one that no index takes', () => {
    expect(hasDirection(vector(0, 1e-45))).toBe(true);
    for (const none of [vector(), vector(0, 0), vector(Number.NaN), vector(1 / 0)]) {
      expect(hasDirection(none)).toBe(false);
    }
  });
});
