import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { Database } from '../../src/store/postgres/database.ts';
import { migrate } from '../../src/store/postgres/migrate.ts';
import { Machine } from '../support/bin.ts';
import { FaultyLink } from '../support/faulty-link.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { describeWith } from './capabilities.ts';
import { record } from './figures.ts';
import { type Kept, keptOn } from './postgres-calls.ts';
import { judgeTurns } from './postgres-judge.ts';
import { applyTurn, timesIn } from './postgres-turns.ts';

const SECRET = 'hunter2-secret';

/** A server for the tests, and what closes itself behind each of them. */
function aServer(...settings: string[]) {
  let server: PostgresServer;
  let url = '';
  const opened: Database[] = [];
  const open = (options: Partial<ConstructorParameters<typeof Database>[0]> = {}): Kept => {
    const database = new Database({ url, ...options });
    opened.push(database);
    return keptOn(database);
  };
  const close = () => Promise.all(opened.splice(0).map((database) => database.close()));
  beforeAll(async () => {
    server = await startPostgres(...settings);
    url = await server.database();
    await migrate(open().database);
    await close();
  });
  afterEach(close);
  afterAll(() => server?.remove());
  return { server: () => server, url: () => url, open };
}

describeWith(['postgres'], 'a server without a connection left', () => {
  const { server, url, open } = aServer('max_connections=5', 'superuser_reserved_connections=1');
  const others: pg.Client[] = [];
  afterEach(async () => {
    for (const other of others.splice(0)) await other.end();
  });

  /** Others have all connections that anybody but a superuser may have. */
  async function take(): Promise<void> {
    for (let taken = 0; taken < 100; taken++) {
      const client = new pg.Client({ connectionString: url() });
      try {
        await client.connect();
      } catch {
        return;
      }
      others.push(client);
    }
    throw new Error('The server has connections for everybody.');
  }

  /** A server lets go of a connection a moment after its client did. */
  async function isFree(): Promise<void> {
    const text = `SELECT count(*)::int AS used FROM pg_stat_activity WHERE usename = 'memchat'`;
    for (let polls = 0; polls < 400; polls++) {
      const [row] = await server().asSuperuser(url(), text);
      if (Number(row?.used) <= others.length) return;
    }
    throw new Error('The server has not let go of a connection.');
  }

  it('is a clear error, and works again when one is free', async () => {
    const { database, store } = open();
    await take();
    using machine = new Machine();
    const list = ['memory', 'list', '-u', 'alice', '--store', url()];
    const refused = await machine.run(list);
    expect(refused).toMatchObject({ code: 69, stdout: '' });
    expect(refused.stderr).toMatch(/has no connection left \(53300\).*max_connections/);
    await expect(applyTurn(store, 'alice', 't-1')).rejects.toMatchObject({
      code: 'store-unavailable',
      message: expect.stringMatching(/has no connection left \(53300\)\. Try again/),
    });
    await others.pop()?.end();
    await isFree();
    await applyTurn(store, 'alice', 't-1');
    await database.close();
    await isFree();
    expect(await machine.run(list)).toMatchObject({ code: 0 });
    await isFree();
    const verdict = await judgeTurns(open().database, 'alice', ['t-1']);
    expect(verdict).toEqual({ lost: 0, twice: 0, problems: [] });
    record('a server without a connection left', { runs: 2, acknowledged: 1, lost: 0, twice: 0 });
  });

  it('is enough for 64 calls at once that have two connections', async () => {
    const { database, store } = open({ connections: 2 });
    const users = Array.from({ length: 16 }, (_, n) => `user-${n}`);
    const turns = ['t-1', 't-2', 't-3', 't-4'];
    const calls = users.flatMap((user) => turns.map((id) => applyTurn(store, user, id)));
    await Promise.all(calls);
    const total = { runs: calls.length, acknowledged: calls.length, lost: 0, twice: 0 };
    for (const user of users) {
      const { lost, twice, problems } = await judgeTurns(database, user, turns);
      total.lost += lost;
      total.twice += twice;
      expect(problems).toEqual([]);
    }
    record('calls at once with two connections', total);
    expect(total).toMatchObject({ runs: 64, lost: 0, twice: 0 });
  });
});

describeWith(['postgres'], 'a server that is slow', () => {
  const { server, url, open } = aServer();
  let link: FaultyLink;
  beforeEach(async () => {
    link = await FaultyLink.to(server().folder);
  });
  afterEach(() => link?.close());
  /** Far below what the link takes. */
  const LIMITS = { connectWithin: 200, answerWithin: 200 };
  /** Longer than the connection is waited for, and than an answer: a second more than is asked for. */
  const DELAY = 1500;

  /** One turn that was given up, is tried again by another process, and is there once then. */
  async function triedAgain(user: string, isThere: () => Promise<boolean>): Promise<boolean> {
    const wasThere = await isThere();
    await applyTurn(open().store, user, 't-2');
    const { database } = open();
    expect(await judgeTurns(database, user, ['t-1', 't-2'])).toEqual({
      lost: 0,
      twice: 0,
      problems: [],
    });
    return wasThere;
  }

  const isIn = async (user: string): Promise<boolean> => {
    const memory = await open().store.read(user);
    return memory !== null && timesIn(memory, 't-2') === 1;
  };

  it('does nothing more with a commit that arrives when it was tried again already', async () => {
    const far = open({ url: link.address(url(), SECRET), ...LIMITS });
    const user = 'early';
    await applyTurn(far.store, user, 't-1');
    const failure = await applyTurn(far.store, user, 't-2', () => link.delay(DELAY)).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({
      code: 'store-unavailable',
      message: expect.stringContaining('does not answer'),
    });
    expect(String(failure)).not.toContain(SECRET);
    const sent = link.carried.request;
    await triedAgain(user, () => isIn(user));
    for (let polls = 0; polls < 400 && link.carried.request === sent; polls++) {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    expect(link.carried.request).toBeGreaterThan(sent);
    // Whether the server is still at it or not, what comes next goes on from the one that won.
    await applyTurn(open().store, user, 't-3');
    const verdict = await judgeTurns(open().database, user, ['t-1', 't-2', 't-3']);
    expect(verdict).toEqual({ lost: 0, twice: 0, problems: [] });
    record('a server behind a slow network', { runs: 1, acknowledged: 3, lost: 0, twice: 0 });
  });

  it('gets a commit late that was given up, and does it once', async () => {
    const far = open({ url: link.address(url(), SECRET), ...LIMITS });
    const user = 'late';
    await applyTurn(far.store, user, 't-1');
    const failure = await applyTurn(far.store, user, 't-2', () => link.delay(DELAY)).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({
      code: 'store-unavailable',
      message: expect.stringContaining('Whether the last change was written is not known'),
    });
    // The network had it: it arrives, and is what the next look finds.
    for (let polls = 0; polls < 400 && !(await isIn(user)); polls++) {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    expect(await triedAgain(user, () => isIn(user))).toBe(true);
    record('a server behind a slow network', { runs: 1, acknowledged: 2, lost: 0, twice: 0 });
  });

  it('does not do later what waited for others until it was given up', async () => {
    const { store } = open(LIMITS);
    const user = 'waiting';
    await applyTurn(store, user, 't-1');
    const other = new pg.Client({ connectionString: url().replace('memchat@', 'postgres@') });
    await other.connect();
    await other.query('BEGIN');
    await other.query('SELECT 1 FROM memchat.memories FOR UPDATE');
    await expect(applyTurn(store, user, 't-2')).rejects.toMatchObject({
      code: 'store-unavailable',
      message: expect.stringContaining('57014'),
    });
    await other.query('COMMIT');
    await other.end();
    const running = await server().asSuperuser(
      url(),
      `SELECT query FROM pg_stat_activity WHERE usename = 'memchat' AND state <> 'idle'`,
    );
    expect(running).toEqual([]);
    expect(await triedAgain(user, () => isIn(user))).toBe(false);
    record('a statement that waits too long', { runs: 1, acknowledged: 2, lost: 0, twice: 0 });
  });

  it('that takes connections and says nothing is waited for so long, and works again', async () => {
    const { store } = open({ url: link.address(url(), SECRET), ...LIMITS });
    link.keepSilent();
    await expect(applyTurn(store, 'silent', 't-1')).rejects.toMatchObject({
      code: 'store-unavailable',
    });
    await link.mend();
    await applyTurn(store, 'silent', 't-1');
    await link.refuse();
    await expect(applyTurn(store, 'silent', 't-2')).rejects.toMatchObject({
      code: 'store-unavailable',
    });
    await link.mend();
    expect(await triedAgain('silent', () => isIn('silent'))).toBe(false);
    record('a server that says nothing, or refuses', {
      runs: 2,
      acknowledged: 2,
      lost: 0,
      twice: 0,
    });
  });
});
