import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Database } from '../../src/store/postgres/database.ts';
import { migrate } from '../../src/store/postgres/migrate.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { describeWith } from './capabilities.ts';
import { killAll } from './counter-processes.ts';
import { record } from './figures.ts';
import { judgeWriters, postgresWriters, saidOf } from './postgres-writers.ts';

describeWith(['postgres'], 'processes that write memories on one server', () => {
  const start = postgresWriters();
  let server: PostgresServer;
  let url = '';
  beforeAll(async () => {
    // As in production: what is acknowledged is on disk.
    server = await startPostgres();
  });
  afterAll(() => server?.remove());
  beforeEach(async () => {
    url = await server.database();
    const database = new Database({ url });
    await migrate(database);
    await database.close();
  });

  const KILLS = 10;
  const WRITERS = 4;
  /** Of each writer at most: the newest 256 of a memory are known by their ids. */
  const TURNS = 160;
  const USERS = ['alice', 'bob', 'carol', 'dave'];
  /** The longest pause between two kills, and between a kill and the start behind it (ms). */
  const LONGEST_UP = 250;
  const LONGEST_DOWN = 150;

  it('lose nothing and apply nothing twice when it is killed and started again', async () => {
    const writers = Array.from({ length: WRITERS }, (_, n) =>
      start(url, `w${n}`, '1', String(TURNS), ...USERS),
    );
    let kills = 0;
    try {
      for (; kills < KILLS; kills++) {
        const before = saidOf('done', writers).length;
        // Whatever the machine does meanwhile, something is written between two kills.
        for (let polls = 0; polls < 4000 && saidOf('done', writers).length === before; polls++) {
          await wait(5);
        }
        await wait(Math.random() * LONGEST_UP);
        await server.kill();
        await wait(Math.random() * LONGEST_DOWN);
        await server.start();
      }
      for (const writer of writers) writer.go();
      await Promise.all(writers.map(({ ended }) => ended));
    } finally {
      await killAll(writers);
    }
    const database = new Database({ url });
    const verdict = await judgeWriters(database, USERS, writers);
    await database.close();
    const unsure = new Set(saidOf('unsure', writers)).size;
    const landed = saidOf('landed', writers).length;
    const { acknowledged, lost, twice } = verdict;
    record('a server killed (SIGKILL) and started again', {
      runs: kills,
      acknowledged,
      lost,
      twice,
      'outcome unknown': unsure,
      'of these committed': landed,
    });
    expect(verdict).toMatchObject({ lost: 0, twice: 0, problems: [] });
    // Where nobody was cut off nothing was tried.
    expect(unsure).toBeGreaterThanOrEqual(KILLS);
    expect(acknowledged).toBeGreaterThan(unsure);
  });

  const PROCESSES = 8;
  const CLIENTS = 8;
  const EACH = 3;

  it('lose nothing and apply nothing twice as 64 clients of one user', async () => {
    const writers = Array.from({ length: PROCESSES }, (_, n) =>
      start(url, `p${n}`, String(CLIENTS), String(EACH), 'alice'),
    );
    await Promise.all(writers.map(({ ended }) => ended));
    const database = new Database({ url });
    const verdict = await judgeWriters(database, ['alice'], writers);
    await database.close();
    const { acknowledged, lost, twice } = verdict;
    const clients = PROCESSES * CLIENTS;
    record(`${clients} clients that write one memory on a server`, {
      runs: clients,
      acknowledged,
      lost,
      twice,
    });
    expect(verdict).toEqual({ acknowledged: clients * EACH, lost: 0, twice: 0, problems: [] });
  });
});
