import { describe, expect, it } from 'vitest';
import type { Database } from '../../../src/store/postgres/database.ts';
import { PostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import {
  type Found,
  pageOf,
  type SearchOptions,
  searchAll,
} from '../../../src/store/postgres/search.ts';
import { sql } from '../../../src/store/postgres/sql.ts';
import { wordsQuery } from '../../../src/store/postgres/words-query.ts';
import { fact } from '../../support/memories.ts';
import { NO_POSTGRES } from '../../support/postgres.ts';
import { clock, memory } from '../temporary.ts';
import { postgresWorld } from './world.ts';

describe.skipIf(NO_POSTGRES !== null)('the search of operators on PostgreSQL', () => {
  const world = postgresWorld();

  const learn = async (database: Database, user: string, texts: readonly string[]) => {
    const store = new PostgresStore({ database, clock, onNotice: () => {} });
    const keyFacts = texts.map((text, n) => fact(text, { id: `f-${n}` }));
    await store.commit(user, { ...memory(user, 0), keyFacts });
  };
  const say = (database: Database, user: string, number: number, said: string, reply: string) =>
    database.write(
      user,
      sql`INSERT INTO memchat.exchanges (user_id, number, turn, session, at, said, reply, status)
        VALUES (${user}, ${number}, ${`t-${number}`}, 's-1', '2026-03-01T10:00:00.000Z', ${said}, ${reply}, 'answered')`,
    );
  const wait = (database: Database, user: string, id: string, said: string) =>
    database.write(
      user,
      sql`INSERT INTO memchat.pending (user_id, turn_id, owner, turn, said) VALUES (${user}, ${id}, '{}',
        '{"at": "2026-03-02T10:00:00.000Z"}', ${said})`,
    );
  const find = (database: Database, words: string, options: Partial<SearchOptions> = {}) =>
    collect(searchAll(database, words, { in: 'both', limit: 1000, ...options }));
  const textsOf = (found: readonly Found[]) => found.map(({ user, text }) => [user, text]);

  it('finds what all users are known by and have said, by user, facts first and then the newest', async () => {
    const database = await world.empty();
    await learn(database, 'bob', ['Likes green tea.']);
    await learn(database, 'alice', ['Drinks TEA at five.', 'Has a dog.']);
    await say(database, 'alice', 9, 'Which tea?', 'Green.');
    await say(database, 'alice', 10, 'Hello.', 'Some tea?');
    await wait(database, 'alice', 't-11', 'More tea.');
    const at = '2026-03-01T10:00:00.000Z';
    const found = await find(database, 'tea');
    expect(found.map(({ position: _, ...rest }) => rest)).toEqual([
      { user: 'alice', kind: 'fact', text: 'Drinks TEA at five.', at: null, turn: null },
      { user: 'alice', kind: 'exchange', text: 'Hello.\nSome tea?', at, turn: 't-10' },
      { user: 'alice', kind: 'exchange', text: 'Which tea?\nGreen.', at, turn: 't-9' },
      {
        user: 'alice',
        kind: 'pending',
        text: 'More tea.',
        at: '2026-03-02T10:00:00.000Z',
        turn: 't-11',
      },
      { user: 'bob', kind: 'fact', text: 'Likes green tea.', at: null, turn: null },
    ]);
    const kinds = async (where: SearchOptions['in']) =>
      (await find(database, 'tea', { in: where })).map(({ kind }) => kind);
    expect(await kinds('facts')).toEqual(['fact', 'fact']);
    expect(await kinds('conversations')).toEqual(['exchange', 'exchange', 'pending']);
  });

  it('wants all words, phrases as they stand, and not what has a minus', async () => {
    const database = await world.empty();
    const texts = [
      'Green tea',
      'Tea that is green',
      'Green coffee',
      "Robert'); DROP & | ! <-> tea",
    ];
    await learn(database, 'alice', texts);
    const found = async (words: string) => (await find(database, words)).map(({ text }) => text);
    expect(await found('tea green')).toEqual(['Green tea', 'Tea that is green']);
    expect(await found('"green tea"')).toEqual(['Green tea']);
    expect(await found('green -tea')).toEqual(['Green coffee']);
    expect(await found('green -"green tea"')).toEqual(['Tea that is green', 'Green coffee']);
    expect(await found('tea & | ! ( ) :* <-> \\ \' "green')).toEqual([
      'Green tea',
      'Tea that is green',
    ]);
    expect(await found("robert'); drop")).toEqual([texts[3]]);
    expect(await found('milk')).toEqual([]);
  });

  it('finds characters that the server refuses by the words around them, and gives them back', async () => {
    const database = await world.empty();
    await learn(database, 'Zo\u00eb', ['A \ud800 tea\u0000cup']);
    expect(textsOf(await find(database, 'a'))).toEqual([['Zo\u00eb', 'A \ud800 tea\u0000cup']]);
  });

  it.each(['', ' ', '-tea', '"', '! & -', '-"green tea"'])(
    'refuses to look for %j',
    async (words) => {
      const finding = find(await world.empty(), words);
      await expect(finding).rejects.toMatchObject({ code: 'usage' });
    },
  );

  it('refuses to go on from what is no position', async () => {
    const finding = find(await world.empty(), 'tea', { after: '["alice"]' });
    await expect(finding).rejects.toMatchObject({ code: 'usage' });
  });

  it('gives each of several pages once and none twice, and goes on from wherever it was left', async () => {
    const database = await world.empty();
    for (const user of ['alice', 'Bob', 'carol']) {
      await learn(
        database,
        user,
        Array.from({ length: 30 }, (_, n) => `Tea ${n}`),
      );
      for (let n = 0; n < 15; n++) await say(database, user, n + 1, `Tea ${n}?`, 'Yes.');
      await wait(database, user, 't-x', 'Tea.');
    }
    const all = await find(database, 'tea');
    expect(all).toHaveLength(3 * 46);
    expect(new Set(all.map(({ position }) => position)).size).toBe(all.length);
    expect([...new Set(all.map(({ user }) => user))]).toEqual(['Bob', 'alice', 'carol']);
    for (const at of [0, 19, 20, 29, 30, 44, 45, 46, 90, 137]) {
      expect(await find(database, 'tea', { after: all[at]?.position ?? '' })).toEqual(
        all.slice(at + 1),
      );
      expect(await find(database, 'tea', { limit: at })).toEqual(all.slice(0, at));
    }
  });

  it('lets nobody see the rows of others who does not search', async () => {
    const database = await world.empty();
    await learn(database, 'alice', ['Likes tea.']);
    await find(database, 'tea');
    const facts = sql`SELECT user_id FROM memchat.facts`;
    expect(await database.run(facts)).toEqual([]);
    expect(await database.read('bob', facts)).toEqual([]);
    expect(await database.readMatching(wordsQuery('coffee'), facts)).toEqual([]);
    expect(await database.readMatching(wordsQuery('tea'), facts)).toHaveLength(1);
    await database.readMatching(wordsQuery('tea'), sql`DELETE FROM memchat.facts`);
    expect(await database.readAll(facts)).toHaveLength(1);
  });

  it('reads the index and not the table, with the policies in force', async () => {
    const database = await world.empty();
    await world.server().asSuperuser(
      world.url(),
      `INSERT INTO memchat.facts (user_id, fact_id, text)
        SELECT 'u' || n % 500, 'f-' || n, 'Knows word' || n % 5000 || ' and ' || md5(n::text)
        FROM generate_series(1, 10000) AS n;
      INSERT INTO memchat.exchanges (user_id, number, turn, session, at, said, reply, status)
        SELECT 'u' || n % 500, n, 't-' || n, 's', '2026-03-01T10:00:00.000Z',
          'Said word' || n % 5000 || ' and ' || md5(n::text), 'Well.', 'answered'
        FROM generate_series(1, 10000) AS n;
      INSERT INTO memchat.pending (user_id, turn_id, owner, turn, said)
        SELECT 'u' || n % 500, 't-' || n, '{}', '{}', 'Waits word' || n % 5000
        FROM generate_series(1, 10000) AS n;
      ANALYZE memchat.facts; ANALYZE memchat.exchanges; ANALYZE memchat.pending`,
    );
    expect(await find(database, 'word77')).toHaveLength(6);
    const page = pageOf('both', ['', '', ''], 20);
    const rows = await database.readMatching(wordsQuery('word77'), sql`EXPLAIN ${page}`);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    for (const table of ['facts', 'exchanges', 'pending']) {
      expect(plan).toContain(`Bitmap Index Scan on ${table}_words`);
      expect(plan).toContain(`current_setting('memchat.user'::text, true)`);
    }
    expect(plan).not.toContain('Seq Scan');
  });
});

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
