import fs from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { record } from './figures.ts';
import { isClean, type Verdict } from './judge.ts';
import { type Call, callsBelow, linesOf, type Program, struckAt } from './strace.ts';

/** Programs that run at once: what has two processors does not get faster with more. */
const AT_ONCE = 3;
/** How often a fault is tried that came elsewhere. */
const TRIES = 8;

/** A program that meets a fault at one call after the other, each time in a world made anew. */
export interface Sweep {
  /** What is done, as in "killed in the middle of …". */
  name: string;
  /** `changes`: at every call that changes the store; `all`: at those that read it as well. */
  at: 'changes' | 'all';
  prepare(directory: string): Promise<void>;
  /** The program, to be run on a store. */
  job(directory: string): Program;
  /** Looks at what is left; `lines` is what the program said, `call` where the fault was. */
  judge(directory: string, lines: string[], call: Call): Promise<Verdict>;
}

/** Kills the program at each call, records the figures, and expects that nothing was wrong. */
export async function killSweep(folder: () => string, sweep: Sweep): Promise<void> {
  const where = sweep.at === 'all' ? 'any call' : 'a change';
  await sweepOver(folder, sweep, `kill at ${where} of ${sweep.name}`, ['signal=KILL']);
}

/**
 * Lets each call fail once, with one of `errors` in turn, records the figures, and expects that
 * nothing was wrong and that the program named the disk as the reason if it gave up.
 */
export async function errorSweep(
  folder: () => string,
  sweep: Sweep,
  errors: readonly string[],
): Promise<void> {
  const where = sweep.at === 'all' ? 'any call' : 'a change';
  const named = errors.length === 1 ? errors[0] : 'error';
  const faults = errors.map((error) => `error=${error}`);
  await sweepOver(folder, sweep, `${named} at ${where} of ${sweep.name}`, faults);
}

async function sweepOver(
  folder: () => string,
  sweep: Sweep,
  name: string,
  faults: readonly string[],
): Promise<void> {
  const copy = await copies(folder, sweep);
  const calls = await usualCalls(copy, sweep);
  expect(calls.length).toBeGreaterThan(0);
  const failures: unknown[] = [];
  const total = { runs: 0, acknowledged: 0, lost: 0, twice: 0, corrupt: 0, missed: 0 };
  await eachAtOnce(calls, AT_ONCE, async (call) => {
    const fault = faults[total.runs % faults.length] ?? '';
    total.runs++;
    const struck = await strike(call, fault, copy, sweep);
    if (struck === null) {
      total.missed++;
      return;
    }
    const { directory, lines, code, stderr } = struck;
    const verdict = await sweep.judge(directory, lines, call);
    const isSaid = code === 0 || /store-unwritable|memory-unreadable/.test(stderr);
    if (fault.startsWith('error=') && !isSaid) verdict.problems.push(stderr);
    for (const figure of ['acknowledged', 'lost', 'twice', 'corrupt'] as const) {
      total[figure] += verdict[figure];
    }
    if (!isClean(verdict)) failures.push({ call, fault, lines, ...verdict });
  });
  record(name, total);
  expect(failures).toEqual([]);
  // A sweep that often misses would prove little.
  expect(total.missed).toBeLessThanOrEqual(total.runs / 20);
}

async function copies(folder: () => string, { prepare }: Sweep): Promise<() => string> {
  const template = path.join(folder(), 'store');
  await prepare(template);
  return () => {
    const directory = path.join(folder(), 'store');
    copyStore(template, directory);
    return directory;
  };
}

/** The calls that two runs in a row have made: at times a run makes one more, or one less. */
async function usualCalls(copy: () => string, { job, at }: Sweep): Promise<Call[]> {
  let before: Call[] = [];
  for (let runs = 0; runs < 6; runs++) {
    const directory = copy();
    const calls = await callsBelow(directory, job(directory));
    if (isDeepStrictEqual(calls, before)) break;
    before = calls;
  }
  return before.filter(({ isChange }) => isChange || at === 'all');
}

/**
 * Runs the program with a fault at a call; null if that cannot be found again. Threads wake each
 * other with calls that are counted too: in this run it may come somewhat earlier or later.
 */
async function strike(call: Call, fault: string, copy: () => string, { job }: Sweep) {
  let { n } = call;
  for (let tries = 0; tries < TRIES; tries++) {
    const directory = copy();
    const at = { ...call, n };
    const { isHit, touched, ...ending } = await struckAt(at, fault, directory, job(directory));
    if (isHit && touched === call.k) return { ...ending, directory, lines: linesOf(ending) };
    n += touched < call.k ? 1 : -1;
  }
  return null;
}

/** Copies a store with its times, by which the files are told apart; nothing if there is none. */
export function copyStore(from: string, to: string): void {
  if (fs.existsSync(from)) fs.cpSync(from, to, { recursive: true, preserveTimestamps: true });
}

/** Calls `work` for each item, for a few of them at once. */
export async function eachAtOnce<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = [...items];
  const one = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}
