import { MemchatError } from '../errors.ts';
import { decodeMemory } from '../memory/codec.ts';
import { parseRecord } from '../memory/json.ts';
import type { Memory } from '../memory/types.ts';
import { isDirectory, type PlainFile, readPlain } from './files.ts';
import { mergeEdit } from './merge.ts';
import type { Place } from './paths.ts';
import {
  followsOn,
  hasRevision,
  type Revision,
  readHeader,
  readRevision,
  revisionNumbers,
  sha256,
} from './revision.ts';

/** What the user's file is, compared with the revisions behind it. */
export type MainFile =
  /** The newest memory; `newest` is null when the housekeeping holds no revision of it. */
  | {
      state: 'current';
      main: PlainFile;
      memory: Memory;
      newest: Revision | null;
      migratedFrom: number | null;
    }
  /** A copy of an older revision that the newest will replace: not a word of the owner's. */
  | { state: 'stale'; main: PlainFile; memory: Memory; newest: Revision }
  /** The owner's edit; `memory` is what it says, with what was written meanwhile merged in. */
  | { state: 'edited'; main: PlainFile; memory: Memory; newest: Revision }
  /** Not a memory of this user, while there is a good revision: `memory`. */
  | { state: 'invalid'; main: PlainFile; memory: Memory; newest: Revision; problem: string }
  /** There are revisions, but its owner has deleted the file. */
  | { state: 'deleted' }
  | { state: 'none' };

export type Survey = MainFile & {
  /** The highest number of a revision file, whole or broken; -1 for none. */
  top: number;
  /** Numbers of revision files above the newest whole one that are broken, or do not follow on it. */
  broken: number[];
};

/** Two readings of a file's time closer than this (ms) are one: a double does not hold nanoseconds. */
const SAME_TIME = 0.005;

/**
 * Looks at all that is kept of the user's memory; changes nothing.
 * @throws MemchatError `memory-unreadable` for a file of a newer version, and for a broken one that
 *   has no good revision behind it.
 */
export function survey(place: Place): Survey {
  // Others commit meanwhile: a look that saw two different moments is taken again.
  for (let looks = 0; looks < 1000; looks++) {
    const seen = lookOnce(place);
    if (seen !== null) return seen;
  }
  throw new MemchatError(
    `${place.main} changes too fast to be read. Stop what keeps writing it, and try again.`,
    'memory-unreadable',
  );
}

function lookOnce(place: Place): Survey | null {
  isDirectory(place.house);
  isDirectory(place.revisions);
  return quickLook(place) ?? fullLook(place);
}

/** How far the user's file may be behind for a quick look: its writers are about to replace it. */
const SLIGHTLY_BEHIND = 128;
/** Numbers in a row that may be missing: of revisions that were taken back after others built on them. */
const GAP = 3;

/**
 * The common case without listing the revisions, of which there may be thousands: the file is a
 * copy of the revision that it names, and the newest is that one or one of the next few. Null if
 * that is not so.
 */
function quickLook(place: Place): Survey | null {
  const main = readPlain(place.main);
  if (main === null) return null;
  // Only the newest is read as a memory: of the others it is enough which they are.
  const number = parseRecord(main.bytes.toString())?.revision;
  if (typeof number !== 'number') return null;
  const named = readRevision(place, number);
  if (typeof named === 'string' || !main.bytes.equals(named.body)) return null;
  const top = topFrom(place, number);
  if (top === number) {
    const memory = memoryOf(place, named);
    return { state: 'current', main, memory, newest: named, migratedFrom: null, top, broken: [] };
  }
  const newest = readRevision(place, top);
  if (typeof newest === 'string' || !followsOn(place, newest.header)) return null;
  const isNear = top <= number + SLIGHTLY_BEHIND;
  if (!isNear || !isLeftover(main, named, newest)) return null;
  return { state: 'stale', main, memory: memoryOf(place, newest), newest, top, broken: [] };
}

/** The highest revision that there is, if it is no more than slightly ahead. */
export function topFrom(place: Place, from: number): number {
  let top = from;
  for (let next = from + 1; next <= Math.min(top + 1 + GAP, from + SLIGHTLY_BEHIND + 1); next++) {
    if (hasRevision(place, next)) top = next;
  }
  return top;
}

/**
 * Whether a file that says what the older revision `named` says is what a stopped writer has left: a
 * revision's copy shares its time, and what was there when `newest` was written is older than that.
 * Otherwise its owner has put an old memory back.
 */
function isLeftover(main: PlainFile, named: Revision, newest: Revision): boolean {
  return isFrom(named.time, main) || isFrom(newest.header.seen, main);
}

/**
 * Whether the owner's edit is in the revisions already, and only the file is not up to date. Once
 * something else was written, the same bytes with a new time are the same edit made again.
 */
function isTakenOver(main: PlainFile, { header }: Revision): boolean {
  if (header.edit === null || header.edit !== sha256(main.bytes)) return false;
  return header.reason === 'edited' || isFrom(header.seen, main);
}

/**
 * Whether the file is the copy of a revision that is damaged or gone: its own header says so, or the
 * revision that was made from it does. What was put there after that one is the owner's.
 */
function isCopyOfGone(place: Place, main: PlainFile, number: number): boolean {
  const sum = sha256(main.bytes);
  if (readHeader(place, number)?.sha256 === sum) return true;
  const next = readRevision(place, number + 1);
  return typeof next !== 'string' && next.header.parent === sum && main.time <= next.time;
}

function isFrom(time: number | null, main: PlainFile): boolean {
  return time !== null && Math.abs(main.time - time) <= SAME_TIME;
}

function fullLook(place: Place): Survey | null {
  const numbers = revisionNumbers(place);
  const top = numbers.at(-1) ?? -1;
  const broken: number[] = [];
  let newest: Revision | null = null;
  for (const number of numbers.reverse()) {
    const revision = readRevision(place, number);
    if (revision === 'gone') return null;
    if (revision === 'broken' || !followsOn(place, revision.header)) {
      broken.push(number);
      continue;
    }
    newest = revision;
    break;
  }
  const main = readPlain(place.main);
  const found = main === null ? withoutMain(top) : compare(place, main, newest);
  return found && { ...found, top, broken };
}

function withoutMain(top: number): MainFile {
  return { state: top < 0 ? 'none' : 'deleted' };
}

/** Null: the file is newer than the revisions that were listed before it was read. */
function compare(place: Place, main: PlainFile, newest: Revision | null): MainFile | null {
  const kept = newest && memoryOf(place, newest);
  if (newest !== null && kept !== null && main.bytes.equals(newest.body)) {
    return { state: 'current', main, memory: kept, newest, migratedFrom: null };
  }
  const decoded = decodeMemory(main.bytes.toString(), place.user);
  if (decoded.state === 'newer') throw newer(place.main, decoded.version);
  if (newest === null || kept === null) {
    if (decoded.state === 'invalid') throw unreadable(place.main, decoded.problem);
    const { memory, migratedFrom } = decoded;
    return { state: 'current', main, memory, newest, migratedFrom };
  }
  if (decoded.state === 'invalid') {
    return { state: 'invalid', main, memory: kept, newest, problem: decoded.problem };
  }
  if (isTakenOver(main, newest)) return { state: 'stale', main, memory: kept, newest };

  const said = decoded.memory;
  const named = readRevision(place, said.revision);
  if (typeof named === 'string') {
    // The revision that it names is gone, and this file may be all that is left of what it says: a
    // stopped writer's leftover does not outlive the 64 revisions after it, unless they are purged.
    return isCopyOfGone(place, main, said.revision) || isFrom(newest.header.seen, main)
      ? { state: 'stale', main, memory: kept, newest }
      : { state: 'edited', main, memory: said, newest };
  }
  if (!main.bytes.equals(named.body)) {
    const memory = mergeEdit(memoryOf(place, named), said, kept, place.user);
    return { state: 'edited', main, memory, newest };
  }
  if (said.revision > newest.header.revision) return null;
  return isLeftover(main, named, newest)
    ? { state: 'stale', main, memory: kept, newest }
    : { state: 'edited', main, memory: said, newest };
}

/** The memory in a revision, under the number of its file. */
function memoryOf(place: Place, revision: Revision): Memory {
  const decoded = decodeMemory(revision.body.toString(), place.user);
  const file = `${place.revisions}, revision ${revision.header.revision}`;
  if (decoded.state === 'newer') throw newer(file, decoded.version);
  if (decoded.state === 'invalid') throw unreadable(file, decoded.problem);
  return { ...decoded.memory, revision: revision.header.revision };
}

function newer(file: string, version: number): MemchatError {
  return new MemchatError(
    `${file} was written by a newer memchat (format ${version}). It was left as it is. Update memchat to read it.`,
    'memory-unreadable',
  );
}

function unreadable(file: string, problem: string): MemchatError {
  return new MemchatError(
    `${file} cannot be read: ${problem}. It was left as it is, and there is no good revision behind it. Repair it, or move it away to start a new memory.`,
    'memory-unreadable',
  );
}
