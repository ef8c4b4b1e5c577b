import { describe, expect, it } from 'vitest';
import { Database } from '../../../src/store/postgres/database.ts';
import { grantTo, migrate } from '../../../src/store/postgres/migrate.ts';
import { PostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import { MIGRATIONS } from '../../../src/store/postgres/schema.ts';
import { sql } from '../../../src/store/postgres/sql.ts';
import { update } from '../../../src/store/update.ts';
import { NO_POSTGRES } from '../../support/postgres.ts';
import { countOne } from '../contract.ts';
import { clock } from '../temporary.ts';
import { postgresWorld } from './world.ts';

const NAMES = MIGRATIONS.map(({ name }) => name);

describe.skipIf(NO_POSTGRES !== null)('migrating a database', () => {
  const world = postgresWorld();
  const fresh = async () => new Database({ url: await world.server().database() });
  const storeOn = (database: Database) =>
    new PostgresStore({ database, clock, onNotice: () => {} });

  it('makes the tables, and the second time nothing', async () => {
    const database = await fresh();
    const to = MIGRATIONS.length;
    expect(await migrate(database)).toEqual({
      from: 0,
      to,
      applied: NAMES,
      bypassesPolicies: false,
    });
    await update(storeOn(database), 'alice', countOne);
    expect(await migrate(database)).toMatchObject({ from: to, to, applied: [] });
    expect(await storeOn(database).read('alice')).toMatchObject({ sessionCount: 1 });
    await database.close();
  });

  it.each([1, 2, 3, 4, 5])('is done once by many who begin at the same time (%i)', async () => {
    const url = await world.server().database();
    const databases = Array.from({ length: 6 }, () => new Database({ url }));
    const done = await Promise.all(databases.map(migrate));
    expect(done.flatMap(({ applied }) => applied)).toEqual(NAMES);
    for (const database of databases) {
      expect((await update(storeOn(database), 'alice', countOne))?.revision).toBeGreaterThan(0);
      await database.close();
    }
  });

  it('says so, and leaves nothing behind, where its role may not make tables', async () => {
    const url = await world.server().database();
    await world.server().asSuperuser(url, 'CREATE ROLE guest LOGIN');
    const guest = new Database({ url: url.replace('memchat@', 'guest@') });
    await expect(migrate(guest)).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('may not make tables there (42501)'),
    });
    await guest.close();
    const owner = new Database({ url });
    expect(await migrate(owner)).toMatchObject({ from: 0, applied: NAMES });
    await owner.close();
  });

  it('is asked for where there are no tables', async () => {
    const database = await fresh();
    await expect(storeOn(database).read('alice')).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('memchat store migrate'),
    });
    await migrate(database);
    expect(await storeOn(database).read('alice')).toBeNull();
    await database.close();
  });

  it('leaves the tables of a newer memchat alone, and so does the store', async () => {
    const database = await fresh();
    await migrate(database);
    await database.run(sql`INSERT INTO memchat.migrations (version, name) VALUES (99, 'later')`);
    const newer = { code: 'memory-unreadable', message: expect.stringContaining('newer memchat') };
    await expect(migrate(database)).rejects.toMatchObject(newer);
    const store = storeOn(database);
    await expect(update(store, 'alice', countOne)).rejects.toMatchObject(newer);
    expect(await database.run(sql`SELECT 1 FROM memchat.memories`)).toEqual([]);
    await database.close();
  });

  it('gives another role what it needs to serve users, and not the tables', async () => {
    const url = await world.server().database();
    const owner = new Database({ url });
    await world.server().asSuperuser(url, 'CREATE ROLE "the app" LOGIN');
    const app = new Database({ url: url.replace('memchat@', 'the%20app@') });
    await migrate(owner);
    await expect(storeOn(app).read('alice')).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('--grant'),
    });
    await grantTo(owner, 'the app');
    expect((await update(storeOn(app), 'alice', countOne))?.sessionCount).toBe(1);
    await storeOn(app).remove('alice');
    expect(await migrate(app)).toMatchObject({ applied: [] });
    for (const forbidden of [
      sql`DROP TABLE memchat.memories`,
      sql`ALTER TABLE memchat.memories DISABLE ROW LEVEL SECURITY`,
      sql`DELETE FROM memchat.migrations`,
    ]) {
      await expect(app.run(forbidden)).rejects.toMatchObject({ code: 'config' });
    }
    await Promise.all([owner.close(), app.close()]);
  });

  it('says when the role is above the policies', async () => {
    const url = await world.server().database();
    const superuser = new Database({ url: url.replace('memchat@', 'postgres@') });
    expect(await migrate(superuser)).toMatchObject({ bypassesPolicies: true });
    await superuser.close();
  });
});
