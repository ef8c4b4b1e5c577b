import { describe, expect, it } from 'vitest';
import { PostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import { rosterOf } from '../../../src/store/postgres/roster.ts';
import { sql } from '../../../src/store/postgres/sql.ts';
import type { RosterRow } from '../../../src/store/roster.ts';
import { fact } from '../../support/memories.ts';
import { NO_POSTGRES } from '../../support/postgres.ts';
import { clock, memory } from '../temporary.ts';
import { postgresWorld } from './world.ts';

describe.skipIf(NO_POSTGRES !== null)('the roster of a store on PostgreSQL', () => {
  const world = postgresWorld();
  const arrange = async () => {
    const database = await world.empty();
    return { database, store: new PostgresStore({ database, clock, onNotice: () => {} }) };
  };
  const all = async (database = world.open()) => {
    const rows: RosterRow[] = [];
    for await (const row of rosterOf(database)) rows.push(row);
    return rows;
  };

  it('is empty where nothing is kept', async () => {
    expect(await all((await arrange()).database)).toEqual([]);
  });

  it('counts the facts, and says when each user was seen last, as the newest memory does', async () => {
    const { database, store } = await arrange();
    const first = { ...memory('alice', 0), keyFacts: [fact('One.'), fact('Two.'), fact('Three.')] };
    await store.commit('alice', first);
    const lastSeen = '2026-05-05T10:00:00.000Z';
    await store.commit('alice', { ...first, revision: 1, lastSeen, keyFacts: [fact('Two.')] });
    await store.commit('Zo\u00eb', memory('Zo\u00eb', 0));
    const { place } = database;
    expect(await all()).toEqual([
      {
        user: 'Zo\u00eb',
        file: place,
        facts: 0,
        lastSeen: first.lastSeen,
        problem: null,
        bytes: expect.any(Number),
      },
      { user: 'alice', file: place, facts: 1, lastSeen, problem: null, bytes: expect.any(Number) },
    ]);
  });

  it('counts what is kept of a user besides the memory, and of nobody else', async () => {
    const { store, database } = await arrange();
    for (const user of ['alice', 'bob']) await store.commit(user, memory(user, 0));
    const bytes = async () => (await all()).map((row) => row.bytes);
    const [before = 0, bobs] = await bytes();
    await database.write('alice', [
      sql`INSERT INTO memchat.vector_caches (user_id, model, mark, bytes) VALUES ('alice', 'm', 'x', 1000)`,
      sql`INSERT INTO memchat.spendings (user_id, at, spending) VALUES ('alice', now(), '{}')`,
    ]);
    const [after = 0, ...others] = await bytes();
    expect(after).toBeGreaterThan(before + 1000);
    expect(others).toEqual([bobs]);
  });

  it('has users of whom there is no memory, and those whose memory is gone', async () => {
    const { store, database } = await arrange();
    await store.commit('alice', memory('alice', 0));
    await database.write('alice', sql`DELETE FROM memchat.revisions WHERE user_id = 'alice'`);
    await database.write(
      'bob',
      sql`INSERT INTO memchat.pending (user_id, turn_id, owner, turn, said) VALUES ('bob', 't-1', '{}', '{}', '')`,
    );
    expect(await all()).toMatchObject([
      { user: 'alice', facts: null, lastSeen: null, problem: expect.stringContaining('Row 0') },
      { user: 'bob', facts: null, lastSeen: null, problem: null },
    ]);
  });

  it('gives each of thousands of users once, in order', async () => {
    await arrange();
    await world.server().asSuperuser(
      world.url(),
      `INSERT INTO memchat.memories (user_id, revision, last_seen)
        SELECT 'u' || n, 0, '2026-01-01' FROM generate_series(1, 2500) AS n;
      INSERT INTO memchat.transcripts (user_id, generation, last)
        SELECT 'u' || n, gen_random_uuid(), 1 FROM generate_series(2000, 2700) AS n`,
    );
    const users = (await all()).map(({ user }) => user);
    expect(users).toEqual(Array.from({ length: 2700 }, (_, n) => `u${n + 1}`).sort());
  });
});
