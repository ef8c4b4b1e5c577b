import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod/mini';
import { bundleProgram } from '../../scripts/bundle-program.js';
import { peer } from '../peers.ts';
import type { Row } from '../table.ts';
import type { Measured, Timed } from './scale-child.ts';

const RUNS = 3;
const WAYS = ['memchat', 'minisearch'] as const;
const SIZES = [1_000, 10_000, 100_000] as const;
const QUERIES = 500;
/** MiniSearch takes minutes over the largest: there one process has to do, and so many queries. */
const FEW_QUERIES = 50;
/** Of a run over all areas, which is to take no longer than a few minutes. */
const FEWEST_QUERIES = 10;

const timed = z.object({ wall: z.number(), cpu: z.number() });
const measured = z.object({ build: timed, p50: timed, p95: timed, megabytes: z.number() });

/**
 * How long 500 searches take, and how long and how large an index gets, beside MiniSearch over the
 * same stems of the same invented turns. Each figure is the median of three processes, in turn.
 * `largest`: only of 100,000 turns.
 */
export async function scaleBench(wanted: 'all' | 'largest' = 'all'): Promise<Row[]> {
  // Packages are looked up from where the program lies.
  const program = resolve('.bench', 'scale-child.mjs');
  await bundleProgram(resolve(), join('bench', 'recall', 'scale-child.ts'), program, 'external');
  const { home, problem } = peer('recall');
  const rows: Row[] = [];
  for (const turns of wanted === 'all' ? SIZES : SIZES.slice(-1)) {
    const runs: Record<(typeof WAYS)[number], Measured[]> = { memchat: [], minisearch: [] };
    for (let run = 0; run < RUNS; run++) {
      for (const way of WAYS) {
        const isLong = way === 'minisearch' && turns === SIZES[2];
        if ((isLong && run > 0) || (way === 'minisearch' && home === null)) continue;
        const few = wanted === 'all' ? FEW_QUERIES : FEWEST_QUERIES;
        runs[way].push(await measure(program, way, turns, isLong ? few : QUERIES));
      }
    }
    const theirs = home === null ? problem : medianOf(runs.minisearch);
    rows.push(...rowsOf(turns, medianOf(runs.memchat), theirs));
  }
  return rows;
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

/** `theirs`: why it was not measured, where it was not. */
function rowsOf(turns: number, ours: Measured, theirs: Measured | string): Row[] {
  const name = (what: string) => `${turns.toLocaleString('en')} turns: ${what}`;
  const against = (render: (one: Measured) => string) =>
    `MiniSearch: ${typeof theirs === 'string' ? theirs : render(theirs)}`;
  const ratio = (of: (one: Measured) => number) =>
    typeof theirs === 'string' ? null : of(ours) / of(theirs);
  const time = (what: string, of: (one: Measured) => Timed, goal?: Row['goal']): Row => ({
    name: name(what),
    value: renderTimed(of(ours)),
    against: against((one) => renderTimed(of(one))),
    ratio: ratio((one) => of(one).wall),
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
      against: against(({ megabytes }) => `${megabytes.toFixed(1)} MB`),
      ratio: ratio(({ megabytes }) => megabytes),
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
