import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { bundleProgram } from '../../scripts/bundle-program.js';
import { startWorker, type Worker } from '../store/processes.ts';
import { lastOf, type Said } from './counter-tally.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const COUNTER = fileURLToPath(new URL('./counter.ts', import.meta.url));

/** Bundles the counter into a folder; returns its path. */
export async function buildCounter(folder: string): Promise<string> {
  const outfile = path.join(folder, 'counter.mjs');
  await bundleProgram(ROOT, COUNTER, outfile);
  return outfile;
}

/** A counter that runs, under the name by which it counts. */
export interface Writer extends Worker {
  name: string;
}

/** Starts a job of the counter; `run` is the command in front of it, by default Node.js. */
export function startWriter(
  counter: string,
  job: string,
  directory: string,
  name: string,
  run?: string[],
): Writer {
  return { ...startWorker(counter, [job, directory, name], run), name };
}

/** Kills the processes and resolves when they have ended. */
export async function killAll(workers: readonly Worker[]): Promise<void> {
  for (const { child } of workers) child.kill('SIGKILL');
  await Promise.all(workers.map(({ ended }) => ended));
}

/**
 * What each writer said: a writer that was stopped may have committed one increment more. With
 * `until` only what was said before that moment must be there: see `lastOf`.
 */
export function saidBy(writers: readonly Writer[], until?: number): Map<string, Said> {
  return new Map(
    writers.map(({ name, lines }) => {
      return [name, { atLeast: lastOf(name, lines, until), atMost: lastOf(name, lines) + 1 }];
    }),
  );
}

/** What the writers said besides: notices, failures, increments that were found astray. */
export function complaintsOf(writers: readonly Writer[]): string[] {
  return writers.flatMap(({ name, lines }) => lines.filter((line) => !line.startsWith(`${name} `)));
}

/** Waits until the writers have said what is wanted: programs take a while to start. */
export async function untilSaid(isSaid: () => boolean): Promise<void> {
  for (let polls = 0; polls < 4000; polls++) {
    if (isSaid()) return;
    await wait(5);
  }
  throw new Error('The writers did not say what was waited for.');
}
