import { errnoOf } from '../errors.ts';
import { encodeMemory } from '../memory/codec.ts';
import type { Memory } from '../memory/types.ts';
import { addRevision, type CommitEvents } from './fence.ts';
import { ensureDirectory, ensureRoot, type PlainFile, readPlain, syncDirectory } from './files.ts';
import { claimName, discard, writeTemporary } from './new-file.ts';
import type { Place } from './paths.ts';
import { prune } from './prune.ts';
import { publish } from './publish.ts';
import { finishPurge } from './purge.ts';
import {
  type Revision,
  type RevisionHeader,
  readHeader,
  readRevision,
  sha256,
} from './revision.ts';

export interface NewRevision
  extends Pick<RevisionHeader, 'at' | 'reason' | 'of' | 'turn' | 'edit'> {
  memory: Memory;
}

/**
 * Publishes a revision on top of `newest` and then copies it onto the user's file, if that still is
 * `main`. Resolves to the revision once it is durable; `conflict`: another writer took this number,
 * or the ground has moved, and nothing was written. Throws system errors; the old
 * memory stands then.
 */
export async function commitRevision(
  place: Place,
  next: NewRevision,
  newest: Revision,
  main: PlainFile,
  events: CommitEvents,
): Promise<Revision | 'conflict'> {
  const { memory, at, reason, of, turn, edit } = next;
  // What an earlier forgetting was to delete must not outlive it. An edit was made from a revision
  // that may be among that: until the edit is a revision of its own, it is needed.
  const forgotten = lastForgetting(place, newest);
  if (forgotten !== null && edit === null) await finishPurge(place, forgotten, newest, main);
  const body = Buffer.from(encodeMemory(memory));
  const { revision } = memory;
  const parent = newest.header.sha256;
  // As long as an edit that was taken over is still in the file, it is no new one.
  const taken = newest.header.edit;
  const isStillThere = taken !== null && taken === sha256(main.bytes);
  const header = {
    revision,
    sha256: sha256(body),
    at,
    reason,
    of,
    turn,
    parent,
    edit: edit ?? (isStillThere ? taken : null),
    seen: main.time,
  };
  const added = await addRevision(place, header, body, events);
  if (added === 'conflict') return 'conflict';
  try {
    // ENOENT: deleted meanwhile, there is nothing to publish to.
    await publish(place, added, main);
    prune(place, added);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') events.unpublished(place, error);
  }
  if (forgotten !== null && edit !== null) await finishPurge(place, forgotten, added, null);
  return added;
}

/** The number of the newest revision, or of the one that it is an edit of, if that has forgotten. */
function lastForgetting(place: Place, newest: Revision): number | null {
  let header: RevisionHeader | null = newest.header;
  while (header?.reason === 'edited') header = readHeader(place, header.revision - 1);
  return header?.reason === 'forgotten' ? header.revision : null;
}

/** What a revision says that is the first one of its place. */
export interface FirstNote extends Pick<RevisionHeader, 'at' | 'reason'> {
  /** Null by default. */
  of?: number | null;
  /** Null by default. */
  turn?: string | null;
  /** Modification time that it gets, in milliseconds. Default: now. */
  time?: number;
}

/**
 * Publishes the first revision: the user's file first, so that from then on a missing one means
 * that its owner deleted it. `conflict`: somebody else put a file there.
 */
export async function commitFirst(
  place: Place,
  memory: Memory,
  note: FirstNote,
  events: CommitEvents,
): Promise<'committed' | 'conflict'> {
  await ensureRoot(place.directory);
  await ensureDirectory(place.house);
  await ensureDirectory(place.revisions);
  const body = Buffer.from(encodeMemory(memory));
  const { time } = note;
  const options = { durable: true, ...(time !== undefined && { time }) };
  const temporary = await writeTemporary(place.revisions, body, options);
  try {
    const claim = await claimName(temporary, place.main);
    if (claim === 'taken') return 'conflict';
    if (claim === 'copied') events.weak();
    await syncDirectory(place.directory);
  } catch (error) {
    // Unfinished files are deleted when something is forgotten.
    if (errnoOf(error) === 'ENOENT') return 'conflict';
    throw error;
  } finally {
    discard(temporary);
  }
  const main = readPlain(place.main);
  return main === null ? 'conflict' : addBase(place, main, memory, note, events);
}

/**
 * Keeps the user's file as the revision that it names, where the housekeeping has none: what comes
 * next is told from it, and can be undone.
 */
export async function addBase(
  place: Place,
  main: PlainFile,
  memory: Memory,
  { at, reason, of = null, turn = null }: FirstNote,
  events: CommitEvents,
): Promise<'committed' | 'conflict'> {
  const { revision } = memory;
  const sum = sha256(main.bytes);
  const none = { parent: null, edit: null, seen: null };
  const header = { revision, sha256: sum, at, reason, of, turn, ...none };
  // A revision shares its time with its copy; here the copy was first.
  const added = await addRevision(place, header, main.bytes, events, main.time);
  if (added !== 'conflict') return 'committed';
  const there = readRevision(place, revision);
  return typeof there !== 'string' && there.header.sha256 === sum ? 'committed' : 'conflict';
}
