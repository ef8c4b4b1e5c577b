import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bundleProgram } from '../scripts/bundle-program.js';
import { killRow } from './kill.ts';
import type { Row } from './table.ts';
import { startWriter } from './writers.ts';

export const PROCESSES = 8;
export const COMMITS = 50;
/** Writes of each process before the clock starts. */
const WARM = 5;
const ROUNDS = 3;

export interface Run {
  perSecond: number;
  /** The longest single write, in milliseconds. */
  longest: number;
  lost: number;
}

/** The writers of each way: how many processes, and what they do. */
const WAYS = {
  /** One process after another: what one disk write costs. */
  bare: { writer: 'bare', processes: 1 },
  /** All at once, each process its own file: what the disk can do. */
  bareAtOnce: { writer: 'bare', processes: PROCESSES },
  lockfile: { writer: 'lockfile', processes: PROCESSES },
  memchat: { writer: 'memchat', processes: PROCESSES },
} as const;

type Way = keyof typeof WAYS;

/**
 * 8 processes × 50 commits to one user, against as many bare fsynced atomic writes and against a
 * tuned proper-lockfile around read, change, write. The best of 3 rounds each, in turn, so that the
 * machine is the same for all. Then what a killed writer costs the next one.
 */
export async function storeBench(): Promise<Row[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'memchat-bench-'));
  try {
    const worker = path.join(folder, 'worker.mjs');
    // Benches run from the root of the repository, bundled, so the worker is found from there.
    await bundleProgram(path.resolve(), path.join('bench', 'store-worker.ts'), worker);
    const runs: Record<Way, Run[]> = { bare: [], bareAtOnce: [], lockfile: [], memchat: [] };
    for (let round = 0; round < ROUNDS; round++) {
      for (const way of ['bare', 'bareAtOnce', 'lockfile', 'memchat'] as const) {
        const directory = path.join(folder, `${way}-${round}`);
        fs.mkdirSync(directory);
        runs[way].push(await race(worker, way, directory));
      }
    }
    return [...rows(runs), await killRow(worker, folder)];
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function rows(runs: Record<Way, Run[]>): Row[] {
  const memchat = best(runs.memchat);
  const lock = best(runs.lockfile);
  const rate = ({ perSecond }: Run) => `${Math.round(perSecond)} commits/s`;
  const wait = ({ longest }: Run) => `${longest.toFixed(1)} ms`;
  const what = '8 processes × 50 commits to one user';
  const against = (name: string, other: Run): Row => ({
    name: `${what}, against ${name}`,
    value: rate(memchat),
    against: rate(other),
    ratio: memchat.perSecond / other.perSecond,
  });
  return [
    // 700 commits/s where a bare write gives 1,700/s.
    { ...against('bare fsynced atomic writes', best(runs.bare)), goal: { atLeast: 0.41 } },
    against('8 processes × 50 bare writes, each its own file', best(runs.bareAtOnce)),
    against('proper-lockfile tuned', lock),
    {
      name: 'longest wait for a commit among 8 processes, against proper-lockfile tuned',
      value: wait(memchat),
      against: wait(lock),
      ratio: memchat.longest / lock.longest,
      goal: { atMost: 150, figure: memchat.longest },
    },
    {
      name: 'updates lost of 400, against proper-lockfile tuned',
      value: String(memchat.lost),
      against: String(lock.lost),
      ratio: memchat.lost === lock.lost ? 1 : memchat.lost / lock.lost,
    },
  ];
}

/** The fastest run, with the losses of all. */
function best(runs: Run[]): Run {
  const lost = runs.reduce((sum, run) => sum + run.lost, 0);
  const [fastest] = runs.toSorted((a, b) => b.perSecond - a.perSecond);
  return { perSecond: 0, longest: 0, ...fastest, lost };
}

/** One run of a way, of which `worker` is bench/store-worker.ts, bundled. */
export async function race(worker: string, way: Way, directory: string): Promise<Run> {
  const { writer, processes } = WAYS[way];
  if (writer === 'lockfile') await startWriter(worker, ['prepare', directory]).ended;
  const commits = String((PROCESSES * COMMITS) / processes);
  const writers = Array.from({ length: processes }, (_, n) =>
    startWriter(worker, [writer, directory, `writer-${n}`, commits, String(WARM)]),
  );
  await Promise.all(writers.map(({ ready }) => ready));
  const from = performance.now();
  for (const { go } of writers) go();
  const waits = (await Promise.all(writers.map(({ ended }) => ended))).flat();
  const seconds = (performance.now() - from) / 1000;
  const lost = writer === 'bare' ? 0 : PROCESSES * (WARM + COMMITS) - countIn(directory);
  return { perSecond: waits.length / seconds, longest: Math.max(...waits), lost };
}

function countIn(directory: string): number {
  const memory: unknown = JSON.parse(fs.readFileSync(path.join(directory, 'alice.json'), 'utf8'));
  const isCounted = typeof memory === 'object' && memory !== null && 'sessionCount' in memory;
  return isCounted ? Number(memory.sessionCount) : 0;
}
