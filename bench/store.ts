import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bundleProgram } from '../scripts/bundle-program.js';

export interface Row {
  name: string;
  value: string;
  against: string;
  ratio: number;
}

const PROCESSES = 8;
const COMMITS = 50;
/** Writes of each process before the clock starts. */
const WARM = 5;
const ROUNDS = 3;

interface Run {
  perSecond: number;
  /** The longest single write, in milliseconds. */
  longest: number;
  lost: number;
}

/**
 * 8 processes × 50 commits to one user, against as many bare fsynced atomic writes (each process
 * its own file) and against a tuned proper-lockfile around read, change, write. The best of 3
 * rounds each, in turn, so that the machine is the same for all.
 */
export async function storeBench(): Promise<Row[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'memchat-bench-'));
  try {
    const worker = path.join(folder, 'worker.mjs');
    // Benches run from the root of the repository, bundled, so the worker is found from there.
    await bundleProgram(path.resolve(), path.join('bench', 'store-worker.ts'), worker);
    const runs: Record<'memchat' | 'bare' | 'lockfile', Run[]> = {
      memchat: [],
      bare: [],
      lockfile: [],
    };
    for (let round = 0; round < ROUNDS; round++) {
      for (const way of ['bare', 'lockfile', 'memchat'] as const) {
        const directory = path.join(folder, `${way}-${round}`);
        fs.mkdirSync(directory);
        runs[way].push(await race(worker, way, directory));
      }
    }
    return rows(best(runs.memchat), best(runs.bare), best(runs.lockfile));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function rows(memchat: Run, bare: Run, lock: Run): Row[] {
  const rate = ({ perSecond }: Run) => `${Math.round(perSecond)} commits/s`;
  const wait = ({ longest }: Run) => `${longest.toFixed(1)} ms`;
  return [
    {
      name: '8 processes × 50 commits to one user, against bare fsynced atomic writes',
      value: rate(memchat),
      against: rate(bare),
      ratio: memchat.perSecond / bare.perSecond,
    },
    {
      name: '8 processes × 50 commits to one user, against proper-lockfile tuned',
      value: rate(memchat),
      against: rate(lock),
      ratio: memchat.perSecond / lock.perSecond,
    },
    {
      name: 'longest wait for a commit among 8 processes, against proper-lockfile tuned',
      value: wait(memchat),
      against: wait(lock),
      ratio: memchat.longest / lock.longest,
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

async function race(worker: string, way: string, directory: string): Promise<Run> {
  if (way === 'lockfile') await start(worker, ['prepare', directory]).ended;
  const writers = Array.from({ length: PROCESSES }, (_, n) =>
    start(worker, [way, directory, `writer-${n}`, String(COMMITS), String(WARM)]),
  );
  await Promise.all(writers.map(({ ready }) => ready));
  const from = performance.now();
  for (const { go } of writers) go();
  const waits = (await Promise.all(writers.map(({ ended }) => ended))).flat();
  const seconds = (performance.now() - from) / 1000;
  const lost = way === 'bare' ? 0 : PROCESSES * (WARM + COMMITS) - countIn(directory);
  return { perSecond: waits.length / seconds, longest: Math.max(...waits), lost };
}

function countIn(directory: string): number {
  const memory: unknown = JSON.parse(fs.readFileSync(path.join(directory, 'alice.json'), 'utf8'));
  const isCounted = typeof memory === 'object' && memory !== null && 'sessionCount' in memory;
  return isCounted ? Number(memory.sessionCount) : 0;
}

function start(worker: string, args: string[]) {
  const child = spawn(process.execPath, [worker, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: 60_000,
  });
  let output = '';
  child.stdin.on('error', () => {});
  const ready = new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const ended = new Promise<number[]>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(`A writer of the store bench ended with ${code}.`));
      else resolve(numbersIn(output.split('\n')[1] ?? ''));
    });
  });
  return { ready, ended, go: () => child.stdin.write('go\n') };
}

function numbersIn(line: string): number[] {
  const value: unknown = line === '' ? [] : JSON.parse(line);
  return Array.isArray(value) ? value.map(Number) : [];
}
