import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type MemoryChange, offlineModel, openMemory } from '../../src/index.ts';
import { postgresWorld } from '../store/postgres/world.ts';
import { NO_POSTGRES } from '../support/postgres.ts';

describe.skipIf(NO_POSTGRES !== null)('a memory on PostgreSQL', () => {
  const world = postgresWorld();
  let sessions = '';
  beforeAll(() => {
    sessions = mkdtempSync(join(tmpdir(), 'memchat-library-'));
  });
  afterAll(() => rmSync(sessions, { recursive: true, force: true }));
  beforeEach(() => world.empty());

  const open = (user: string) =>
    openMemory({ user, sessions, store: world.url(), model: offlineModel() });

  /** Connections of memchat to the database. */
  async function connections(): Promise<number> {
    const text = `SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'memchat'`;
    const [row] = await world.server().asSuperuser(world.url(), text);
    return Number(row?.count);
  }

  it('remembers an exchange, and is the same for all who open it', async () => {
    const one = await open('alice');
    await one.rememberExchange({ message: 'I live in Berlin.', reply: 'Nice.' });
    const other = await open('alice');
    expect(await other.prompt()).toContain('Berlin');
    expect((await other.search('Berlin')).length).toBeGreaterThan(0);
    await one.close();
    await other.close();
  });

  it('shares connections among the users of a process, and closes them with the last', async () => {
    const before = await connections();
    const users = Array.from({ length: 40 }, (_, at) => `user-${at}`);
    const memories = await Promise.all(users.map(open));
    await Promise.all(memories.map((memory) => memory.add({ text: 'Likes tea' })));
    const [first, ...others] = memories;
    expect(await connections()).toBeLessThanOrEqual(before + 10);
    await Promise.all(others.map((memory) => memory.close()));
    expect((await first?.read())?.keyFacts).toHaveLength(1);
    await first?.close();
    await first?.close();
    await vi.waitFor(async () => expect(await connections()).toBeLessThanOrEqual(before));
  });

  it('tells who subscribes of what others have changed, also that it was deleted', async () => {
    const here = await open('alice');
    const there = await open('alice');
    const changes: MemoryChange[] = [];
    const stop = await here.subscribe((change) => void changes.push(change), { intervalMs: 50 });
    await there.add({ text: 'Likes tea' });
    await vi.waitFor(() => expect(changes.length).toBeGreaterThan(0));
    expect(changes.at(-1)?.changes?.added.map(({ text }) => text)).toEqual(['Likes tea']);
    await there.forgetAll();
    await vi.waitFor(() => expect(changes.at(-1)).toMatchObject({ reason: 'removed' }));
    stop();
    await here.close();
    await there.close();
  });

  it('says what is wrong with a place: the tables, the user, the address', async () => {
    await expect(open('alice').then((memory) => memory.close())).resolves.toBeUndefined();
    const unknown = openMemory({ user: 'nobody', sessions, store: world.url(), create: false });
    await expect(unknown).rejects.toMatchObject({ code: 'unknown-user' });
    const none = openMemory({ user: 'alice', store: await world.server().database() });
    await expect(none).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('memchat store migrate'),
    });
    for (const store of ['postgres://a:secret/b@c', './folder']) {
      await expect(openMemory({ user: 'alice', store })).rejects.toMatchObject({
        code: 'config',
        message: expect.not.stringContaining('secret'),
      });
    }
    const gone = openMemory({ user: 'alice', store: 'postgres://a:secret@127.0.0.1:1/x' });
    await expect(gone).rejects.toMatchObject({
      code: 'store-unavailable',
      message: expect.not.stringContaining('secret'),
    });
  });
});
