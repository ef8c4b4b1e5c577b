import fs from 'node:fs';
import { errnoOf } from '../errors.ts';
import { decodeMemory, encodeMemory } from '../memory/codec.ts';
import type { Memory } from '../memory/types.ts';
import {
  claimName,
  discard,
  ensureDirectory,
  ensureRoot,
  isUnchanged,
  type PlainFile,
  readPlain,
  removeFile,
  syncDirectory,
  writeTemporary,
} from './files.ts';
import type { Place } from './paths.ts';
import { prune } from './prune.ts';
import {
  encodeRevision,
  hasRevision,
  type Revision,
  type RevisionHeader,
  readRevision,
  revisionNumbers,
  revisionPath,
  sha256,
} from './revision.ts';

/** What a commit tells its store while it goes on. */
export interface CommitEvents {
  /** The number is ours: from here on other writers need not wait for us any more. */
  claimed(place: Place): Promise<void>;
  /** The file system has no hard links. */
  weak(): void;
  /** The commit is durable, but the user's file could not be brought up to date. */
  unpublished(place: Place, error: unknown): void;
}

export interface NewRevision
  extends Pick<RevisionHeader, 'at' | 'reason' | 'of' | 'turn' | 'edit'> {
  memory: Memory;
}

/**
 * Publishes a revision on top of `newest` and then copies it onto the user's file, if that still is
 * `main`. Resolves to `committed` once the revision is durable; `conflict`: another writer took
 * this number, or the ground has moved, and nothing was written. Throws system errors; the old
 * memory stands then.
 */
export async function commitRevision(
  place: Place,
  next: NewRevision,
  newest: Revision,
  main: PlainFile,
  events: CommitEvents,
): Promise<'committed' | 'conflict'> {
  const { memory, at, reason, of, turn, edit } = next;
  const body = Buffer.from(encodeMemory(memory));
  const { revision } = memory;
  const parent = newest.header.sha256;
  const header = { revision, sha256: sha256(body), at, reason, of, turn, parent, edit };
  const added = await addRevision(place, header, body, events);
  if (added === 'conflict') return 'conflict';
  try {
    // ENOENT: deleted meanwhile, there is nothing to publish to.
    await publish(place, added, main);
    prune(place, added);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') events.unpublished(place, error);
  }
  return 'committed';
}

/** The fence: of all who write this number one gets it, and none who comes too late. */
async function addRevision(
  place: Place,
  header: RevisionHeader,
  body: Buffer,
  events: CommitEvents,
  time?: number,
): Promise<Revision | 'conflict'> {
  await ensureDirectory(place.house);
  await ensureDirectory(place.revisions);
  const path = revisionPath(place, header.revision);
  let temporary: string | null = null;
  try {
    temporary = await writeTemporary(place.revisions, encodeRevision(header, body), {
      durable: true,
      ...(time !== undefined && { time }),
    });
    const claim = await claimName(temporary, path);
    if (claim === 'taken') return 'conflict';
    if (claim === 'copied') events.weak();
    if (!(await isAccepted(place, header, path, events))) return 'conflict';
    return { header, body, time: fs.lstatSync(temporary).mtimeMs };
  } catch (error) {
    // The folder was taken away under our feet: the owner deleted the memory, or the housekeeping.
    if (errnoOf(error) === 'ENOENT') return 'conflict';
    throw error;
  } finally {
    if (temporary !== null) discard(temporary);
  }
}

/** Whether the revision stands and is durable; if not, or when this throws, it is taken back. */
async function isAccepted(
  place: Place,
  header: RevisionHeader,
  path: string,
  events: CommitEvents,
): Promise<boolean> {
  try {
    if (!isOvertaken(place, header)) {
      await events.claimed(place);
      await syncDirectory(place.revisions);
      return true;
    }
  } catch (error) {
    removeFile(path);
    throw error;
  }
  removeFile(path);
  return false;
}

/**
 * Whether the number that we hold had been used before and was pruned. Not so if the next one was
 * made from ours, or if ours itself has been pruned by now: then the others have read it.
 */
function isOvertaken(place: Place, { revision, sha256 }: RevisionHeader): boolean {
  const following = readRevision(place, revision + 1);
  if (typeof following !== 'string') return following.header.parent !== sha256;
  // The oldest is pruned first: while the one before ours is there, ours never was pruned.
  if (hasRevision(place, revision - 1)) return false;
  const numbers = revisionNumbers(place);
  return numbers.includes(revision) && numbers.at(-1) !== revision;
}

/**
 * Publishes the first revision: the user's file first, so that from then on a missing one means
 * that its owner deleted it. `conflict`: somebody else put a file there.
 */
export async function commitFirst(
  place: Place,
  memory: Memory,
  at: string,
  events: CommitEvents,
): Promise<'committed' | 'conflict'> {
  await ensureRoot(place.directory);
  await ensureDirectory(place.house);
  await ensureDirectory(place.revisions);
  const body = Buffer.from(encodeMemory(memory));
  const temporary = await writeTemporary(place.revisions, body, { durable: true });
  try {
    const claim = await claimName(temporary, place.main);
    if (claim === 'taken') return 'conflict';
    if (claim === 'copied') events.weak();
    await syncDirectory(place.directory);
  } finally {
    discard(temporary);
  }
  const main = readPlain(place.main);
  return main === null
    ? 'conflict'
    : addBase(place, main, memory, { at, reason: 'commit' }, events);
}

/**
 * Keeps the user's file as the revision that it names, where the housekeeping has none: what comes
 * next is told from it, and can be undone.
 */
export async function addBase(
  place: Place,
  main: PlainFile,
  memory: Memory,
  { at, reason }: { at: string; reason: RevisionHeader['reason'] },
  events: CommitEvents,
): Promise<'committed' | 'conflict'> {
  const { revision } = memory;
  const sum = sha256(main.bytes);
  const none = { of: null, turn: null, parent: null, edit: null };
  const header = { revision, sha256: sum, at, reason, ...none };
  // A revision shares its time with its copy; here the copy was first.
  const added = await addRevision(place, header, main.bytes, events, main.time);
  if (added !== 'conflict') return 'committed';
  const there = readRevision(place, revision);
  return typeof there !== 'string' && there.header.sha256 === sum ? 'committed' : 'conflict';
}

/**
 * Copies a revision onto the user's file if that is still `known`, or another revision's copy. A
 * copy, not a link, so that an editor cannot reach the revision. It is renamed out of the folder
 * of the revisions: where that was taken away, nothing is published any more.
 */
export async function publish(place: Place, revision: Revision, known: PlainFile): Promise<void> {
  const number = revision.header.revision;
  const temporary = await writeTemporary(place.revisions, revision.body, {
    durable: false,
    time: revision.time,
  });
  try {
    if (isOwners(place, known) || hasRevision(place, number + 1)) {
      discard(temporary);
      return;
    }
    fs.renameSync(temporary, place.main);
  } catch (error) {
    discard(temporary);
    throw error;
  }
  if (!hasRevision(place, number + 1)) return;
  // Whoever wrote the higher one may have published it before us: it must not stay hidden.
  const top = revisionNumbers(place).at(-1) ?? number;
  const higher = readRevision(place, top);
  const main = readPlain(place.main);
  if (top > number && typeof higher !== 'string' && main !== null) {
    await publish(place, higher, main);
  }
}

/** Whether the owner has changed or deleted the file since it was `known`. */
function isOwners(place: Place, known: PlainFile): boolean {
  if (isUnchanged(place.main, known)) return false;
  const main = readPlain(place.main);
  if (main === null) return true;
  if (main.bytes.equals(known.bytes)) return false;
  const decoded = decodeMemory(main.bytes.toString(), place.user);
  if (decoded.state !== 'valid') return true;
  const named = readRevision(place, decoded.memory.revision);
  return typeof named === 'string' || !named.body.equals(main.bytes);
}
