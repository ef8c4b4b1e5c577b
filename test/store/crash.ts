import fs from 'node:fs';
import path from 'node:path';
import { MemchatError } from '../../src/errors.ts';
import { diskError } from './meanwhile.ts';

/** The end of a process: not an error of the system, so that nothing takes it for one. */
class Crash extends Error {
  override readonly name = 'Crash';
}

/** The calls with which the store changes files. Of `openSync` only those that create. */
const CHANGING = [
  'chmodSync',
  'fchmodSync',
  'futimesSync',
  'linkSync',
  'mkdirSync',
  'openSync',
  'renameSync',
  'rmSync',
  'rmdirSync',
  'unlinkSync',
  'writeSync',
] as const;

export interface Life<T> {
  /** How many calls that change a file it made, or tried to make after its death. */
  calls: number;
  /** What came of the work; null for a process that was killed: nobody heard of it. */
  outcome: { value: T } | { error: unknown } | null;
  /** Whether it died at a write, which it could have half done. */
  writing: boolean;
}

/**
 * Runs `work` as a process that is killed at its call number `at` (from 1) that changes a file: this
 * call and all later ones change nothing, so that no clean-up takes place; what only reads, and
 * `close`, go on. `torn`: if it dies at a write, the first half of that reaches the file. Nothing
 * else may use files meanwhile.
 */
export async function killedAt<T>(
  at: number,
  work: () => Promise<T>,
  torn = false,
): Promise<Life<T>> {
  let writing = false;
  const { calls, outcome } = await struck(work, (call, halfWrite) => {
    if (call < at) return;
    if (call === at) writing = halfWrite !== undefined;
    if (call === at && torn) halfWrite?.();
    throw new Crash(`killed at call ${at}`);
  });
  return { calls, outcome: calls < at ? outcome : null, writing };
}

/**
 * Runs `work`; before each call that changes a file, `strike` is called with its number (from 1), and
 * may throw in its place. Of a write it is given a way to do the first half.
 */
async function struck<T>(
  work: () => Promise<T>,
  strike: (call: number, halfWrite?: () => void) => void,
): Promise<{ calls: number; outcome: { value: T } | { error: unknown } }> {
  const real = new Map(CHANGING.map((name) => [name, fs[name]]));
  const { unlinkSync, rmdirSync } = fs;
  let calls = 0;
  const live = (halfWrite?: () => void) => strike(++calls, halfWrite);
  // To the system, deleting a tree is many calls: a process may die between any two of them.
  function deleteTree(file: string): void {
    const stat = fs.lstatSync(file, { throwIfNoEntry: false });
    const isFolder = stat?.isDirectory() ?? false;
    const names = isFolder ? fs.readdirSync(file) : [];
    for (const name of names) deleteTree(path.join(file, name));
    if (stat === undefined) return;
    live();
    (isFolder ? rmdirSync : unlinkSync)(file);
  }
  for (const [name, call] of real) {
    const guarded = new Proxy(call, {
      apply(target, self, args: unknown[]) {
        const go = (given: unknown[]) => Reflect.apply(target, self, given);
        if (name === 'rmSync') return deleteTree(String(args[0]));
        if (name === 'writeSync') live(() => go(firstHalf(args)));
        else if (name !== 'openSync' || creates(args[1])) live();
        return go(args);
      },
    });
    Reflect.set(fs, name, guarded);
  }
  try {
    const outcome = await work().then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    return { calls, outcome };
  } finally {
    for (const [name, call] of real) Reflect.set(fs, name, call);
  }
}

/** More calls than any work that is tested makes. */
const MOST_CALLS = 300;

/**
 * Arranges a world anew for each call at which `work` can be killed, and checks what is left of it.
 * Returns the number of deaths.
 */
export async function killedEverywhere<W>(
  arrange: () => Promise<W>,
  work: (world: W) => Promise<unknown>,
  check: (world: W, death: string) => Promise<void>,
): Promise<number> {
  let deaths = 0;
  for (let at = 1; at <= MOST_CALLS; at++) {
    const world = await arrange();
    const { outcome, writing } = await killedAt(at, () => work(world));
    if (outcome !== null && 'error' in outcome) throw outcome.error;
    if (outcome !== null) return deaths;
    deaths++;
    await check(world, `killed at call ${at}`);
    if (!writing) continue;
    const torn = await arrange();
    await killedAt(at, () => work(torn), true);
    deaths++;
    await check(torn, `killed in the middle of call ${at}`);
  }
  throw new Error(`the work makes more than ${MOST_CALLS} calls`);
}

/**
 * Arranges a world anew for each call of `work` that the disk can refuse, and checks what is left of
 * it. `work` may go on, or throw a MemchatError. Returns the number of refusals.
 */
export async function refusedEverywhere<W>(
  arrange: () => Promise<W>,
  work: (world: W) => Promise<unknown>,
  check: (world: W, refusal: string) => Promise<void>,
): Promise<number> {
  for (let at = 1; at <= MOST_CALLS; at++) {
    const world = await arrange();
    const { calls, outcome } = await struck(
      () => work(world),
      (call) => {
        if (call === at) throw diskError('EIO');
      },
    );
    const isTold = 'value' in outcome || outcome.error instanceof MemchatError;
    if (!isTold) throw outcome.error;
    if (calls < at) return at - 1;
    await check(world, `refused at call ${at}`);
  }
  throw new Error(`the work makes more than ${MOST_CALLS} calls`);
}

function creates(flags: unknown): boolean {
  return typeof flags === 'number' && (flags & fs.constants.O_CREAT) !== 0;
}

/** The arguments of a write of half as much. */
function firstHalf([fd, bytes, offset = 0, length, position = null]: unknown[]): unknown[] {
  if (!Buffer.isBuffer(bytes)) throw new Error('the store writes buffers only');
  const whole = typeof length === 'number' ? length : bytes.length;
  return [fd, bytes, offset, Math.floor(whole / 2), position];
}
