import { describe, expect, it } from 'vitest';
import type { VectorCache } from '../../src/store/port.ts';
import { keyOf, vectorOf, vectorsOf } from './vector-fixtures.ts';

/** What every cache of vectors does. `open` gives a new, empty one. */
export function vectorsContract(name: string, open: () => VectorCache): void {
  const MODEL = 'http://localhost:11434/v1 nomic';
  const opened = async (...users: string[]) => {
    const cache = open();
    for (const user of users) await cache.get(user, MODEL);
    return cache;
  };

  describe(`${name} keeps the contract of a cache of vectors`, () => {
    it('has nothing of a user it never saw, and clears nothing', async () => {
      const cache = open();
      await cache.clear('alice');
      expect(await cache.get('alice', MODEL)).toEqual(new Map());
    });

    it('gives back what was put, bit for bit, of any length', async () => {
      const cache = await opened('alice');
      const vectors = new Map([
        [keyOf(1), Float32Array.of(1 / 3, -0, 3e38, 1e-45)],
        [keyOf(2), vectorOf(2, 3)],
        [keyOf(3), vectorOf(3, 1536)],
      ]);
      expect(await cache.put('alice', MODEL, vectors)).toBe('kept');
      expect(await cache.put('alice', MODEL, vectorsOf(4))).toBe('kept');
      expect(await cache.put('alice', MODEL, new Map())).toBe('kept');
      expect(await cache.get('alice', MODEL)).toEqual(new Map([...vectors, ...vectorsOf(4)]));
    });

    it('gives back the last one of a key', async () => {
      const cache = await opened('alice');
      await cache.put('alice', MODEL, vectorsOf(1));
      await cache.put('alice', MODEL, new Map([[keyOf(1), vectorOf(9, 2)]]));
      expect(await cache.get('alice', MODEL)).toEqual(new Map([[keyOf(1), vectorOf(9, 2)]]));
    });

    it('keeps users and models apart, and the spellings of a user together', async () => {
      const cache = await opened('Zoe\u0308', 'bob');
      await cache.get('bob', 'another');
      await cache.put('Zo\u00eb', MODEL, vectorsOf(1));
      await cache.put('bob', MODEL, vectorsOf(2));
      await cache.put('bob', 'another', vectorsOf(3));
      expect(await cache.get('Zoe\u0308', MODEL)).toEqual(vectorsOf(1));
      expect(await cache.get('bob', MODEL)).toEqual(vectorsOf(2));
      expect(await cache.get('bob', 'another')).toEqual(vectorsOf(3));
      expect(await cache.get('bob', 'a third')).toEqual(new Map());
    });

    it('clears all models of one user', async () => {
      const cache = await opened('alice', 'bob');
      await cache.get('alice', 'another');
      await cache.put('alice', MODEL, vectorsOf(1));
      await cache.put('alice', 'another', vectorsOf(1));
      await cache.put('bob', MODEL, vectorsOf(1));
      await cache.clear('alice');
      await cache.clear('alice');
      expect(await cache.get('alice', MODEL)).toEqual(new Map());
      expect(await cache.get('alice', 'another')).toEqual(new Map());
      expect(await cache.get('bob', MODEL)).toEqual(vectorsOf(1));
    });

    it('keeps nothing that is put between a clearing and the next look', async () => {
      const cache = open();
      expect(await cache.put('alice', MODEL, vectorsOf(1))).toBe('cleared');
      await cache.get('alice', MODEL);
      await cache.clear('alice');
      expect(await cache.put('alice', MODEL, vectorsOf(2))).toBe('cleared');
      expect(await cache.get('alice', MODEL)).toEqual(new Map());
      expect(await cache.put('alice', MODEL, vectorsOf(3))).toBe('kept');
      expect(await cache.get('alice', MODEL)).toEqual(vectorsOf(3));
    });

    it('takes and gives copies: changing one changes nothing that is kept', async () => {
      const cache = await opened('alice');
      const given = vectorsOf(1);
      await cache.put('alice', MODEL, given);
      given.get(keyOf(1))?.fill(7);
      (await cache.get('alice', MODEL)).get(keyOf(1))?.fill(8);
      (await cache.get('alice', MODEL)).clear();
      expect(await cache.get('alice', MODEL)).toEqual(vectorsOf(1));
    });

    it('takes a part of a longer array for no more than it is', async () => {
      const cache = await opened('alice');
      const part = Float32Array.of(9, 1, 2, 9).subarray(1, 3);
      await cache.put('alice', MODEL, new Map([[keyOf(1), part]]));
      expect((await cache.get('alice', MODEL)).get(keyOf(1))).toEqual(Float32Array.of(1, 2));
    });

    it.each(['', 'a text', 'A'.repeat(32), '0'.repeat(31), '0'.repeat(33), '../'.repeat(11)])(
      'refuses the key "%s"',
      async (key) => {
        const cache = await opened('alice');
        const putting = cache.put('alice', MODEL, new Map([[key, vectorOf(1)]]));
        await expect(putting).rejects.toMatchObject({ code: 'usage' });
        expect(await cache.get('alice', MODEL)).toEqual(new Map());
      },
    );

    it('refuses an empty vector, and an id that is none', async () => {
      const cache = await opened('alice');
      const empty = new Map([[keyOf(1), new Float32Array(0)]]);
      await expect(cache.put('alice', MODEL, empty)).rejects.toMatchObject({ code: 'usage' });
      await expect(cache.get('', MODEL)).rejects.toMatchObject({ code: 'usage' });
      await expect(cache.put('', MODEL, vectorsOf(1))).rejects.toMatchObject({ code: 'usage' });
      await expect(cache.clear('')).rejects.toMatchObject({ code: 'usage' });
    });
  });
}
