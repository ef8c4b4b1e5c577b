import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod/mini';
import { bundleProgram } from '../../scripts/bundle-program.js';
import type { Row } from '../table.ts';
import type { Measured, Timed } from './scale-child.ts';

const RUNS = 3;
const WAYS = ['memchat', 'minisearch'] as const;
const SIZES = [1_000, 10_000, 100_000] as const;
const QUERIES = 500;
/** MiniSearch takes minutes over the largest: there one process has to do, and so many queries. */
const FEW_QUERIES = 50;

const timed = z.object({ wall: z.number(), cpu: z.number() });
const measured = z.object({ build: timed, p50: timed, p95: timed, megabytes: z.number() });

/**
 * How long 500 searches take, and how long and how large an index gets, beside MiniSearch over the
 * same stems of the same invented turns. Each figure is the median of three processes, in turn.
 */
export async function scaleBench(): Promise<Row[]> {
  // Packages are looked up from where the program lies.
  const folder = await mkdtemp(join(resolve('.bench'), 'scale-'));
  try {
    const program = join(folder, 'scale-child.mjs');
    await bundleProgram(resolve(), join('bench', 'recall', 'scale-child.ts'), program, 'external');
    const rows: Row[] = [];
    for (const turns of SIZES) {
      const runs: Record<(typeof WAYS)[number], Measured[]> = { memchat: [], minisearch: [] };
      for (let run = 0; run < RUNS; run++) {
        for (const way of WAYS) {
          const isLong = way === 'minisearch' && turns === SIZES[2];
          if (isLong && run > 0) continue;
          runs[way].push(await measure(program, way, turns, isLong ? FEW_QUERIES : QUERIES));
        }
      }
      rows.push(...rowsOf(turns, medianOf(runs.memchat), medianOf(runs.minisearch)));
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  program: string,
  way: string,
  turns: number,
  queries: number,
): Promise<Measured> {
  const args = ['--expose-gc', program, way, String(turns), String(queries)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return measured.parse(JSON.parse(stdout));
}

function rowsOf(turns: number, ours: Measured, theirs: Measured): Row[] {
  const name = (what: string) => `${turns.toLocaleString('en')} turns: ${what}`;
  const time = (what: string, of: (one: Measured) => Timed, goal?: Row['goal']): Row => ({
    name: name(what),
    value: renderTimed(of(ours)),
    against: `MiniSearch: ${renderTimed(of(theirs))}`,
    ratio: of(ours).wall / of(theirs).wall,
    goal,
  });
  const isLargest = turns === SIZES[2];
  const p95Goal: Row['goal'] = isLargest
    ? { atMost: 6, figure: ours.p95.wall }
    : turns === SIZES[1]
      ? { atMost: 0.5 }
      : undefined;
  return [
    time(
      'built',
      ({ build }) => build,
      isLargest ? { atMost: 1000, figure: ours.build.wall } : undefined,
    ),
    time('a search, p50', ({ p50 }) => p50),
    time('a search, p95', ({ p95 }) => p95, p95Goal),
    {
      name: name('memory'),
      value: `${ours.megabytes.toFixed(1)} MB`,
      against: `MiniSearch: ${theirs.megabytes.toFixed(1)} MB`,
      ratio: ours.megabytes / theirs.megabytes,
      goal: isLargest ? { atMost: 100, figure: ours.megabytes, unit: 'MB' } : undefined,
    },
  ];
}

/** "1.9 ms (CPU 1.8)" */
function renderTimed({ wall, cpu }: Timed): string {
  const digits = wall < 100 ? 2 : 0;
  return `${wall.toFixed(digits)} ms (CPU ${cpu.toFixed(digits)})`;
}

function medianOf(runs: readonly Measured[]): Measured {
  const median = (of: (run: Measured) => number) =>
    runs.map(of).sort((a, b) => a - b)[Math.floor(runs.length / 2)] ?? Number.NaN;
  const both = (of: (run: Measured) => Timed): Timed => ({
    wall: median((run) => of(run).wall),
    cpu: median((run) => of(run).cpu),
  });
  return {
    build: both(({ build }) => build),
    p50: both(({ p50 }) => p50),
    p95: both(({ p95 }) => p95),
    megabytes: median(({ megabytes }) => megabytes),
  };
}
