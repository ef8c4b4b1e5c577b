import fs from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { errnoOf } from '../errors.ts';
import { isDirectory } from './files.ts';
import type { Place } from './paths.ts';

/** A store whose writers can take turns. Only a courtesy: a store is correct without it. */
export interface Exclusive {
  /** Runs `work`, if possible while no other writer of this user runs theirs. */
  exclusively<T>(user: string, work: () => Promise<T>): Promise<T>;
}

/** Longest wait for the lock in milliseconds; then the writer goes ahead without it. */
const PATIENCE = 100;
/** A lock that nobody took or gave back for so long (ms) has a dead or stuck holder: no use to wait. */
const STUCK = 20;
/** Then (ms) it may be taken from that holder; the least that proper-lockfile allows. */
const STALE = 2000;
/** Longest pause between two looks at the lock, in milliseconds. */
const PAUSE = 4;

/** Gives the lock back; never throws. */
export type Release = () => Promise<void>;

/**
 * Takes the lock beside the revisions; null when others hold it for too long, or when it cannot be
 * taken at all. It saves wasted work and no more, so none of its failures matters: a disk that
 * cannot be written is told by the commit that follows.
 */
export async function takeLock(place: Place): Promise<Release | null> {
  // Loaded here, because a start must not wait for it.
  const { default: lockfile } = await import('proper-lockfile');
  const options = {
    lockfilePath: place.lock,
    realpath: false,
    stale: STALE,
    fs: DIRECT,
    // Another writer took it for stale: the commit itself notices if that matters.
    onCompromised: () => {},
  };
  let release: Release | null = null;
  await whileHeld(place, async () => {
    if (!isDirectory(place.house)) return false;
    try {
      const giveBack = await lockfile.lock(place.main, options);
      // A lock that was lost meanwhile (ERELEASED, ENOENT) needs no giving back.
      release = () => giveBack().catch(() => {});
    } catch (error) {
      return errnoOf(error) === 'ELOCKED';
    }
    return false;
  });
  return release;
}

/** Lets a writer go first who holds the lock; does not wait for a dead or stuck one. */
export async function yieldToLock(place: Place): Promise<void> {
  await whileHeld(place, async () => holderOf(place.lock) !== '');
}

/** Asks `isHeld` again and again, until it is not, or until there is no use to wait any more. */
async function whileHeld(place: Place, isHeld: () => Promise<boolean>): Promise<void> {
  const from = performance.now();
  let holder = '';
  let since = from;
  while (await isHeld()) {
    const now = performance.now();
    const seen = holderOf(place.lock);
    if (seen !== holder) since = now;
    holder = seen;
    if (now - since > STUCK || now - from > PATIENCE) return;
    await wait(Math.random() * PAUSE);
  }
}

/** Tells one taking of the lock from another: its folder is made anew each time. Empty: not held. */
function holderOf(lock: string): string {
  try {
    const stat = fs.lstatSync(lock, { throwIfNoEntry: false });
    // Its holder renews it every second: this one is dead, and it may never be taken again.
    if (stat === undefined || Date.now() - stat.mtimeMs > STALE) return '';
    return `${stat.ino} ${stat.birthtimeMs}`;
  } catch {
    // A lock that cannot be seen is no reason not to commit.
    return '';
  }
}

type Done = (error: unknown, result?: unknown) => void;

// The lock takes five small calls: through the thread pool they take longer than the commit.
const DIRECT = {
  mkdir: (path: string, done: Done) => answer(done, () => fs.mkdirSync(path, 0o700)),
  rmdir: (path: string, done: Done) => answer(done, () => fs.rmdirSync(path)),
  stat: (path: string, done: Done) => answer(done, () => fs.statSync(path)),
  utimes: (path: string, atime: Date, mtime: Date, done: Done) =>
    answer(done, () => fs.utimesSync(path, atime, mtime)),
  rmdirSync: fs.rmdirSync,
};

function answer(done: Done, call: () => unknown): void {
  let result: unknown;
  try {
    result = call();
  } catch (error) {
    done(error);
    return;
  }
  done(null, result);
}
