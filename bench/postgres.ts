import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bundleProgram } from '../scripts/bundle-program.js';
import { Database } from '../src/store/postgres/database.ts';
import { numberIn } from '../src/store/postgres/driver.ts';
import { migrate } from '../src/store/postgres/migrate.ts';
import { sql } from '../src/store/postgres/sql.ts';
import { NO_POSTGRES, type PostgresServer, startPostgres } from '../test/support/postgres.ts';
import { fill, fillBare } from './postgres/fill.ts';
import { type Done, type Load, run } from './postgres/run.ts';
import { type Row, renderTable } from './table.ts';

// `npm run bench:store`: commits to PostgreSQL beside the file store and beside the statement alone,
// on a server of its own with Debian's settings, in a temporary folder. The best of 2 rounds.
// Arguments: another number of users than a million, another number of rounds.
const ROUNDS = Number(process.argv[3] ?? 2);
const MILLISECONDS = 1500;
/** 10 KB. */
const FACTS = 18;
/** 2 KB: of these there are a million. */
const FEW = 3;
const LARGE = Number(process.argv[2] ?? 1_000_000);
const SMALL = 1000;

if (NO_POSTGRES !== null) process.exit(1);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'memchat-bench-'));
const worker = path.resolve('.bench', 'postgres-worker.mjs');
await bundleProgram(
  path.resolve(),
  path.join('bench', 'postgres', 'worker.ts'),
  worker,
  'external',
);
const server = await startPostgres('max_connections=200');
try {
  process.stdout.write(renderTable(await rates(server)));
  process.stdout.write(renderTable(await growth(server)));
} finally {
  await server.remove();
  fs.rmSync(folder, { recursive: true, force: true });
}

async function rates(server: PostgresServer): Promise<Row[]> {
  const rows: Row[] = [];
  for (const users of [1, 100, 10_000]) {
    const place = await prepared(server, users, FACTS);
    await fillBare(server, place, users, FACTS);
    let acknowledged = 0;
    for (const clients of [1, 8, 64]) {
      const load = { place, users, facts: FACTS, clients, milliseconds: MILLISECONDS };
      const best: Partial<Record<Load['way'], Done>> = {};
      for (let round = 0; round < ROUNDS; round++) {
        for (const way of ['bare', 'talk', 'teach', 'update', 'file'] as const) {
          const files = path.join(folder, `${users}`);
          fs.mkdirSync(files, { recursive: true });
          const done = await run(worker, { ...load, way, place: way === 'file' ? files : place });
          if (!['bare', 'file'].includes(way)) acknowledged += done.acknowledged;
          if (done.perSecond > (best[way]?.perSecond ?? 0)) best[way] = done;
        }
      }
      rows.push(...rateRows(clients, users, best));
    }
    rows.push(lostRow(users, acknowledged, await counted(place)));
  }
  return rows;
}

/** Clients of one user wait for each other: there a rate is no goal, and what is lost is. */
function rateRows(clients: number, users: number, best: Partial<Record<Load['way'], Done>>): Row[] {
  const what = `${clients} clients, ${users} users`;
  const rate = (way: Load['way']) => best[way]?.perSecond ?? 0;
  const text = (way: Load['way']) => `${Math.round(rate(way))}/s`;
  const commit = (way: 'talk' | 'teach', said: string): Row => ({
    name: `${what}: a commit that teaches ${said}, against the bare UPDATE … RETURNING`,
    value: text(way),
    against: text('bare'),
    ratio: rate(way) / rate('bare'),
    goal: clients <= users ? { atLeast: 0.6 } : undefined,
  });
  return [
    commit('talk', 'nothing'),
    commit('teach', 'a fact'),
    {
      name: `${what}: read and commit, against the file store`,
      value: text('update'),
      against: text('file'),
      ratio: rate('update') / rate('file'),
    },
  ];
}

function lostRow(users: number, acknowledged: number, found: number): Row {
  const lost = acknowledged - found;
  return {
    name: `${users} users: commits lost or made twice`,
    value: String(lost),
    against: `${acknowledged} acknowledged`,
    ratio: found / acknowledged,
    goal: { atMost: 0, figure: Math.abs(lost), unit: '' },
  };
}

/** All commits that the memories have seen. */
async function counted(place: string): Promise<number> {
  const database = new Database({ url: place });
  const [row] = await database.readAll(
    sql`SELECT sum(revision)::bigint AS all FROM memchat.memories`,
  );
  await database.close();
  return row === undefined ? 0 : numberIn(row, 'all');
}

/** Commits one after the other to users at random, in turn on few and on many. */
async function growth(server: PostgresServer): Promise<Row[]> {
  const few = await prepared(server, SMALL, FEW);
  const many = await prepared(server, LARGE, FEW);
  const load = { way: 'update', facts: FEW, clients: 1, milliseconds: MILLISECONDS } as const;
  const medians: [number, number][] = [];
  for (let round = 0; round < 5; round++) {
    const small = await run(worker, { ...load, place: few, users: SMALL });
    const large = await run(worker, { ...load, place: many, users: LARGE });
    medians.push([small.median, large.median]);
  }
  const median = (of: number[]) =>
    of.sort((a, b) => a - b)[Math.floor(of.length / 2)] ?? Number.NaN;
  const [small, large] = [median(medians.map(([a]) => a)), median(medians.map(([, b]) => b))];
  return [
    {
      name: `a read and a commit with ${LARGE} users, against ${SMALL}`,
      value: `${large.toFixed(2)} ms`,
      against: `${small.toFixed(2)} ms`,
      ratio: large / small,
      goal: { atMost: 1.3 },
    },
  ];
}

async function prepared(server: PostgresServer, users: number, facts: number): Promise<string> {
  const url = await server.database();
  const database = new Database({ url });
  await migrate(database);
  await database.close();
  await fill(server, url, users, facts);
  return url;
}
