import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../src/store/port.ts';
import { PostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import { sql } from '../../../src/store/postgres/sql.ts';
import { update } from '../../../src/store/update.ts';
import { fact } from '../../support/memories.ts';
import { NO_POSTGRES } from '../../support/postgres.ts';
import { countOne } from '../contract.ts';
import { collect } from '../history-contract.ts';
import { clock, memory } from '../temporary.ts';
import { postgresWorld } from './world.ts';

describe.skipIf(NO_POSTGRES !== null)('commits on PostgreSQL', () => {
  const world = postgresWorld();
  const notices: Notice[] = [];
  const onNotice = (notice: Notice) => notices.push(notice);
  /** The store of a process, with connections of its own. */
  const process = () => new PostgresStore({ database: world.open(), clock, onNotice });

  it('of 16 processes to one user are all kept, each once', async () => {
    await world.empty();
    const all = Array.from({ length: 16 }, async () => {
      const store = process();
      for (let n = 0; n < 12; n++) await update(store, 'alice', countOne);
    });
    await Promise.all(all);
    expect(await process().read('alice')).toMatchObject({ sessionCount: 192, revision: 192 });
  });

  it('are kept where every transaction is serializable, as on CockroachDB', async () => {
    await world.empty();
    const name = /\/([a-z0-9_]+)\?/.exec(world.url())?.[1];
    const isolation = (level: string) =>
      world
        .server()
        .asSuperuser(
          world.url(),
          `ALTER DATABASE ${name} SET default_transaction_isolation = '${level}'`,
        );
    await isolation('serializable');
    const stores = Array.from({ length: 8 }, process);
    await Promise.all(
      stores.map(async (store) => {
        for (let n = 0; n < 10; n++) await update(store, 'alice', countOne);
      }),
    );
    await isolation('read committed');
    expect(await process().read('alice')).toMatchObject({ sessionCount: 80, revision: 80 });
  });

  it('keep the newest 64 revisions, and some more until it is worth to delete them', async () => {
    await world.empty();
    const store = process();
    const kept: number[] = [];
    for (let n = 0; n < 100; n++) {
      await update(store, 'alice', countOne);
      const revisions = await collect(store.history('alice'));
      const newest = revisions[0]?.revision ?? 0;
      expect(revisions.map(({ revision }) => newest - revision)).toEqual([...revisions.keys()]);
      kept.push(revisions.length);
    }
    expect(Math.min(...kept.slice(63))).toBe(64);
    expect(Math.max(...kept)).toBe(64 + 15);
  });

  it('do not go onto another memory of the same user, though its revision is the same', async () => {
    await world.empty();
    const [late, other] = [process(), process()];
    await other.commit('alice', memory('alice', 0));
    await other.commit('alice', memory('alice', 1, 'Old.'));
    const read = await late.read('alice');
    await other.remove('alice');
    await other.commit('alice', memory('alice', 0));
    await other.commit('alice', memory('alice', 1, 'New.'));
    expect(
      await late.commit('alice', { ...memory('alice', 2, 'Old.'), name: read?.name ?? null }),
    ).toBe('conflict');
    expect(await process().read('alice')).toMatchObject({ summary: 'New.', revision: 1 });
  });

  it('finish a forgetting that was stopped before its purge, and only that', async () => {
    const database = await world.empty();
    const store = process();
    for (let n = 0; n <= 3; n++) await store.commit('alice', memory('alice', n, `At ${n}.`));
    const note = { reason: 'forgotten', of: null } as const;
    await store.commit('alice', memory('alice', 4), note);
    expect(await collect(store.history('alice'))).toHaveLength(5);
    await process().commit('alice', memory('alice', 5));
    const left = async () => (await collect(store.history('alice'))).map((past) => past.revision);
    expect(await left()).toEqual([5, 4]);
    await process().commit('alice', memory('alice', 6));
    expect(await left()).toEqual([6, 5, 4]);
    expect(
      await database.readAll(sql`SELECT 1 FROM memchat.memories WHERE purge_from > 0`),
    ).toEqual([]);
  });

  it('keep the rows that operators search the same as the facts', async () => {
    const database = await world.empty();
    const store = process();
    const facts = async () =>
      (await database.readAll(sql`SELECT fact_id, text FROM memchat.facts ORDER BY fact_id`)).map(
        (row) => `${row.fact_id} ${row.text}`,
      );
    const tell = (...texts: [string, string][]) =>
      update(store, 'alice', (current) => ({
        ...(current ?? memory('alice', 0)),
        keyFacts: texts.map(([id, text]) => fact(text, { id })),
      }));
    await tell(['f-1', 'Likes tea.'], ['f-2', 'Has a dog.']);
    expect(await facts()).toEqual(['f-1 Likes tea.', 'f-2 Has a dog.']);
    await tell(['f-2', 'Has two dogs.'], ['f-3', 'Lives in Rome.']);
    expect(await facts()).toEqual(['f-2 Has two dogs.', 'f-3 Lives in Rome.']);
    // Another process, which has not read it: it looks first.
    const [revision] = await collect(store.history('alice'));
    const next = { ...memory('alice', (revision?.revision ?? 0) + 1), keyFacts: [] };
    expect(await process().commit('alice', next)).toBe('committed');
    expect(await facts()).toEqual([]);
  });

  it('go on behind a row that cannot be read: it stays, and the one before it is used', async () => {
    await world.empty();
    const store = process();
    for (let n = 0; n <= 2; n++) await store.commit('alice', memory('alice', n, `At ${n}.`));
    await world
      .server()
      .asSuperuser(
        world.url(),
        `UPDATE memchat.revisions SET memory = '{"version": 1}' WHERE revision = 2`,
      );
    notices.length = 0;
    const other = process();
    expect(await other.read('alice')).toMatchObject({ summary: 'At 1.', revision: 2 });
    expect(await other.read('alice')).toMatchObject({ summary: 'At 1.' });
    expect(notices).toMatchObject([{ code: 'quarantined' }]);
    expect(await update(other, 'alice', countOne)).toMatchObject({ revision: 3, summary: 'At 1.' });
    const [{ memory: row } = {}] = await world
      .server()
      .asSuperuser(world.url(), 'SELECT memory FROM memchat.revisions WHERE revision = 2');
    expect(row).toEqual({ version: 1 });
  });

  it('are refused over a memory of a newer memchat', async () => {
    await world.empty();
    await process().commit('alice', memory('alice', 0));
    await world
      .server()
      .asSuperuser(world.url(), `UPDATE memchat.revisions SET memory = memory || '{"version": 9}'`);
    const store = process();
    await expect(store.read('alice')).rejects.toMatchObject({ code: 'memory-unreadable' });
    await expect(update(store, 'alice', countOne)).rejects.toMatchObject({
      code: 'memory-unreadable',
    });
  });

  it('are refused, and nothing else, by a store that is only read', async () => {
    const database = await world.empty();
    await process().commit('alice', memory('alice', 0));
    const store = new PostgresStore({ database, clock, onNotice, writes: false });
    expect(await store.read('alice')).toMatchObject({ revision: 0 });
    for (const writing of [
      store.commit('alice', memory('alice', 1)),
      store.remove('alice'),
      store.purge('alice', 0),
    ]) {
      await expect(writing).rejects.toMatchObject({ code: 'usage' });
    }
    expect(await store.read('alice')).toMatchObject({ revision: 0 });
  });
});
