import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/store/postgres/database.ts';
import { PostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import { PostgresVectors } from '../../../src/store/postgres/postgres-vectors.ts';
import { sql } from '../../../src/store/postgres/sql.ts';
import { batchesOf } from '../../../src/store/postgres/vector-statements.ts';
import { NO_POSTGRES } from '../../support/postgres.ts';
import { clock, memory } from '../temporary.ts';
import { keyOf, vectorOf, vectorsOf } from '../vector-fixtures.ts';
import { vectorsContract } from '../vectors-contract.ts';
import { postgresWorld } from './world.ts';

const MODEL = 'http://localhost:11434/v1 nomic';
/** Of what is put at most, in bytes: see `PostgresVectors`. */
const LARGEST = 256 * 1024 * 1024;

describe.skipIf(NO_POSTGRES !== null)('vectors on PostgreSQL', () => {
  const world = postgresWorld();
  let database: Database;
  beforeEach(async () => {
    database = await world.empty();
  });
  const open = (writes = true) => new PostgresVectors({ database, writes });
  const another = () => new PostgresVectors({ database: world.open() });
  const count = async (table: string) => {
    const text = `SELECT count(*)::int AS n FROM memchat.${table}`;
    return (await world.server().asSuperuser(world.url(), text))[0]?.n;
  };

  vectorsContract('PostgresVectors', open);

  it('keeps nothing that is put after another process has cleared', async () => {
    const [one, two] = [open(), another()];
    await one.get('alice', MODEL);
    await one.put('alice', MODEL, vectorsOf(1));
    expect(await two.get('alice', MODEL)).toEqual(vectorsOf(1));
    await two.clear('alice');
    expect(await one.put('alice', MODEL, vectorsOf(2))).toBe('cleared');
    expect(await two.get('alice', MODEL)).toEqual(new Map());
    expect(await one.put('alice', MODEL, vectorsOf(3))).toBe('cleared');
    expect(await count('vectors')).toBe(0);
  });

  it('keeps nothing of what was read before others cleared and began anew', async () => {
    const [one, two] = [open(), another()];
    await one.get('alice', MODEL);
    await two.clear('alice');
    await two.get('alice', MODEL);
    await two.put('alice', MODEL, vectorsOf(1));
    expect(await one.put('alice', MODEL, vectorsOf(2))).toBe('cleared');
    expect(await one.get('alice', MODEL)).toEqual(vectorsOf(1));
  });

  it('keeps nothing that is put after a purge, or after the user was removed', async () => {
    const cache = open();
    const store = new PostgresStore({ database: world.open(), clock, onNotice: () => {} });
    await store.commit('alice', memory('alice', 0));
    for (const leave of [() => store.purge('alice', 0), () => store.remove('alice')]) {
      await cache.get('alice', MODEL);
      expect(await cache.put('alice', MODEL, vectorsOf(1))).toBe('kept');
      await leave();
      expect(await count('vectors')).toBe(0);
      expect(await cache.put('alice', MODEL, vectorsOf(2))).toBe('cleared');
    }
  });

  it('leaves nothing of what is put while others clear', async () => {
    const caches = [open(), another(), another()];
    for (let round = 0; round < 10; round++) {
      await Promise.all(caches.map((cache) => cache.get('alice', MODEL)));
      const [one, two, three] = caches;
      const [first, second] = await Promise.all([
        one?.put('alice', MODEL, vectorsOf(1, 2)),
        two?.put('alice', MODEL, vectorsOf(2, 3)),
        three?.clear('alice'),
      ]);
      expect([first, second].every((kept) => kept === 'kept' || kept === 'cleared')).toBe(true);
      expect(await count('vectors')).toBe(0);
    }
  });

  it('adds what several processes put at once', async () => {
    const caches = [open(), another()];
    await Promise.all(caches.map((cache) => cache.get('alice', MODEL)));
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => caches[n % 2]?.put('alice', MODEL, vectorsOf(n, n + 1))),
    );
    const all = vectorsOf(...Array.from({ length: 21 }, (_, n) => n));
    expect(await another().get('alice', MODEL)).toEqual(all);
  });

  it('reads and writes many vectors in messages of a bounded size', async () => {
    const cache = open();
    await cache.get('alice', MODEL);
    const many = new Map(
      Array.from({ length: 2500 }, (_, n) => [keyOf(n), vectorOf(n, n % 2 === 0 ? 3 : 1536)]),
    );
    const batches = [...batchesOf(many)];
    for (const batch of batches) {
      expect(batch.length).toBeLessThanOrEqual(1000);
      const bytes = batch.reduce((sum, [, { byteLength }]) => sum + byteLength, 0);
      expect(bytes).toBeLessThanOrEqual(1024 * 1024);
    }
    expect(batches.flat()).toHaveLength(many.size);
    expect(await cache.put('alice', MODEL, many)).toBe('kept');
    const read = await another().get('alice', MODEL);
    expect([...read.keys()]).toEqual([...many.keys()]);
    for (const [key, vector] of many) {
      expect(Buffer.compare(bytesOf(read.get(key)), bytesOf(vector))).toBe(0);
    }
  });

  it('keeps the three models that were added to last', async () => {
    const cache = open();
    for (const model of ['a', 'b', 'c']) {
      await cache.get('alice', model);
      await cache.put('alice', model, vectorsOf(1));
    }
    await cache.put('alice', 'a', vectorsOf(2));
    await cache.get('alice', 'd');
    expect(await cache.put('alice', 'b', vectorsOf(3))).toBe('cleared');
    expect(await cache.get('alice', 'a')).toEqual(vectorsOf(1, 2));
    expect(await cache.get('alice', 'c')).toEqual(vectorsOf(1));
    expect(await count('vector_caches')).toBe(3);
  });

  it('lets a cache go that would grow over its limit', async () => {
    const cache = open();
    await cache.get('alice', MODEL);
    await cache.put('alice', MODEL, vectorsOf(1));
    const fill = (bytes: number) =>
      database.write('alice', sql`UPDATE memchat.vector_caches SET bytes = ${bytes}`);
    await fill(LARGEST - 16);
    expect(await cache.put('alice', MODEL, vectorsOf(2))).toBe('kept');
    expect(await cache.put('alice', MODEL, vectorsOf(3))).toBe('cleared');
    expect(await count('vectors')).toBe(0);
    expect(await cache.get('alice', MODEL)).toEqual(new Map());
  });

  it('writes nothing where nothing is to be written, and reads and clears what is there', async () => {
    const readOnly = open(false);
    expect(await readOnly.get('alice', MODEL)).toEqual(new Map());
    expect(await readOnly.put('alice', MODEL, vectorsOf(1))).toBe('kept');
    expect(await count('vector_caches')).toBe(0);
    const cache = another();
    await cache.get('alice', MODEL);
    await cache.put('alice', MODEL, vectorsOf(2));
    expect(await readOnly.get('alice', MODEL)).toEqual(vectorsOf(2));
    await readOnly.clear('alice');
    expect(await count('vectors')).toBe(0);
  });

  it('takes a model with a name of any length and any characters', async () => {
    const cache = open();
    const model = `\u0000\ud800${'long '.repeat(5000)}`;
    await cache.get('alice', model);
    await cache.put('alice', model, vectorsOf(1));
    expect(await another().get('alice', model)).toEqual(vectorsOf(1));
  });
});

function bytesOf(vector: Float32Array = new Float32Array(0)): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
}
