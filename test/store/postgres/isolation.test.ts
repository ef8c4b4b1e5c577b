import { beforeAll, describe, expect, it } from 'vitest';
import { PostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import { Sql, sql } from '../../../src/store/postgres/sql.ts';
import { TABLES } from '../../../src/store/postgres/tables/all.ts';
import { NO_POSTGRES } from '../../support/postgres.ts';
import { clock, memory } from '../temporary.ts';
import { postgresWorld } from './world.ts';

describe.skipIf(NO_POSTGRES !== null)('rows of users on PostgreSQL', () => {
  const world = postgresWorld();

  /** A row of each table for each of two users, made past the policies. */
  const filled = async () => {
    const database = await world.empty();
    const rows = ['alice', 'bob'].flatMap((user) => TABLES.map(({ name }) => insertOf(name, user)));
    await world.server().asSuperuser(world.url(), rows.join('; '));
    return database;
  };

  /** The columns that must have something, of all tables. */
  let columns: Record<string, unknown>[] = [];
  beforeAll(async () => {
    columns = await world.server().asSuperuser(
      world.url(),
      `SELECT table_name AS table, column_name AS name, data_type AS type
       FROM information_schema.columns
       WHERE table_schema = 'memchat' AND is_nullable = 'NO'
         AND is_generated = 'NEVER' AND is_identity = 'NO' AND column_default IS NULL`,
    );
  });

  const insertOf = (table: string, user: string) => {
    const own = columns.filter((column) => column.table === table);
    const values = own.map(({ name, type }) =>
      name === 'user_id' ? `'${user}'` : (SAMPLES[String(type)] ?? "'x'"),
    );
    const names = own.map(({ name }) => String(name));
    return `INSERT INTO memchat.${table} (${names.join(', ')}) VALUES (${values.join(', ')})`;
  };
  const SAMPLES: Record<string, string> = {
    bigint: '1',
    integer: '1',
    jsonb: `'{}'`,
    bytea: `'\\x00'`,
    'timestamp with time zone': 'now()',
  };
  const table = (name: string) => new Sql([`memchat.${name}`], []);

  it('are guarded in every table that has them, also from the owner of the tables', async () => {
    const guarded = await world.server().asSuperuser(
      world.url(),
      `SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS guarded
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'user_id'
       WHERE n.nspname = 'memchat' AND c.relkind = 'r' ORDER BY 1`,
    );
    expect(guarded).toEqual(
      TABLES.map(({ name }) => ({ name, guarded: true })).sort((a, b) =>
        a.name < b.name ? -1 : 1,
      ),
    );
  });

  it.each(TABLES.map(({ name }) => name))(
    'of %s are seen and changed by their user only, whatever the statement forgets',
    async (name) => {
      const database = await filled();
      const seenBy = async (user: string) =>
        (await database.read(user, sql`SELECT user_id FROM ${table(name)}`)).map(
          (row) => row.user_id,
        );
      expect(await seenBy('alice')).toEqual(['alice']);
      expect(await seenBy('bob')).toEqual(['bob']);
      expect(await seenBy('nobody')).toEqual([]);
      const stolen = database.write('alice', sql`UPDATE ${table(name)} SET user_id = 'carol'`);
      await expect(stolen).rejects.toMatchObject({ code: 'config' });
      await database.write('alice', sql`DELETE FROM ${table(name)}`);
      expect(await seenBy('alice')).toEqual([]);
      expect(await seenBy('bob')).toEqual(['bob']);
    },
  );

  it.each(TABLES.map(({ name }) => name))(
    'of %s are all readable to operators, who change none, and to one who names nobody not at all',
    async (name) => {
      const database = await filled();
      const all = sql`SELECT user_id FROM ${table(name)} ORDER BY user_id`;
      expect(await database.readAll(all)).toEqual([{ user_id: 'alice' }, { user_id: 'bob' }]);
      expect(await database.readAll(sql`DELETE FROM ${table(name)} RETURNING user_id`)).toEqual([]);
      expect(await database.run(all)).toEqual([]);
    },
  );

  it('are not seen through a connection that another user had before', async () => {
    await filled();
    const single = world.open({ connections: 1 });
    const all = sql`SELECT user_id FROM memchat.memories`;
    expect(await single.read('alice', all)).toEqual([{ user_id: 'alice' }]);
    expect(await single.run(all)).toEqual([]);
    expect(await single.readAll(all)).toHaveLength(2);
    expect(await single.run(all)).toEqual([]);
    const failing = single.read('bob', sql`SELECT 1 / 0`);
    await expect(failing).rejects.toMatchObject({ code: 'other' });
    expect(await single.run(all)).toEqual([]);
  });

  it('stay when another user is deleted', async () => {
    const database = await filled();
    await new PostgresStore({ database, clock, onNotice: () => {} }).remove('alice');
    for (const { name } of TABLES) {
      const rows = await database.readAll(sql`SELECT user_id FROM ${table(name)}`);
      expect(rows, name).toEqual([{ user_id: 'bob' }]);
    }
  });

  it('cannot be written under the id of another user', async () => {
    const database = await world.empty();
    const store = new PostgresStore({ database, clock, onNotice: () => {} });
    await store.commit('bob', memory('bob', 0));
    const forged = database.write(
      'alice',
      sql`INSERT INTO memchat.facts (user_id, fact_id, text) VALUES ('bob', 'f-1', 'Is a spy.')`,
    );
    await expect(forged).rejects.toMatchObject({ code: 'config' });
    expect(await database.readAll(sql`SELECT 1 FROM memchat.facts`)).toEqual([]);
  });
});
