import { errnoOf } from '../errors.ts';
import { encodeMemory } from '../memory/codec.ts';
import { type Meeting, meetHistory } from './adopted.ts';
import { addBase, commitFirst, commitRevision } from './commit.ts';
import { syncDirectory } from './files.ts';
import { claimName, discard, removeFile, writeTemporary } from './new-file.ts';
import type { Place } from './paths.ts';
import type { PastRevision } from './port.ts';
import { type RepairOptions, settle } from './repair.ts';
import { encodeRevision, hasRevision, revisionPath, sha256 } from './revision.ts';

/**
 * Takes over a history as `Archive.adoptHistory` says: first the memory, as its newest revision, then
 * the revisions behind it down to the oldest. At each step it is a whole memory with a shorter history.
 */
export async function adoptHistory(
  place: Place,
  history: AsyncIterable<PastRevision>,
  repair: RepairOptions,
): Promise<'adopted' | 'conflict'> {
  // To read: a memory without revisions behind it gets the one of the history, and no other.
  const settled = await settle(place, 'read', repair);
  const met = await meetHistory(settled?.memory ?? null, place.user, history);
  if (met === null) return 'conflict';
  const { past } = met;
  const note = { ...noteOf(past), time: Date.parse(past.at) };
  if (settled === null) {
    if ((await commitFirst(place, past.memory, note, repair.events)) === 'conflict') {
      return 'conflict';
    }
  } else if (settled.newest === null) {
    const added = await addBase(place, settled.main, past.memory, note, repair.events);
    if (added === 'conflict') return 'conflict';
  }
  const top = await catchUp(place, met, repair);
  return top === null ? 'conflict' : addOlder(place, met.older, top);
}

/** The number of the newest revision, once it is that of the history; null where others write. */
async function catchUp(
  place: Place,
  { newer, past }: Meeting,
  repair: RepairOptions,
): Promise<number | null> {
  let top = past.revision;
  for (const next of newer.toReversed()) {
    const { newest = null, main } = (await settle(place, 'write', repair)) ?? {};
    if (newest?.header.revision !== top || main === undefined) return null;
    const revision = { ...noteOf(next), memory: next.memory, edit: null };
    const outcome = await commitRevision(place, revision, newest, main, repair.events);
    if (outcome === 'conflict') return null;
    top = next.revision;
  }
  return top;
}

/**
 * Adds revisions before number `top`, as long as that is the newest: somebody may forget something
 * meanwhile, and what is deleted then must not come back. A forgetting is a revision before it deletes.
 */
async function addOlder(
  place: Place,
  older: AsyncIterable<PastRevision>,
  top: number,
): Promise<'adopted' | 'conflict'> {
  try {
    for await (const past of older) {
      if (hasRevision(place, past.revision)) continue;
      const isAdded = await addOne(place, past);
      if (!hasRevision(place, top + 1) && hasRevision(place, top)) continue;
      if (isAdded) removeFile(revisionPath(place, past.revision));
      return 'conflict';
    }
    await syncDirectory(place.revisions);
    return 'adopted';
  } catch (error) {
    // The folder was taken away, or the unfinished file: everything is deleted, or something forgotten.
    if (errnoOf(error) === 'ENOENT') return 'conflict';
    throw error;
  }
}

/** Whether it was added, and not another process's. */
async function addOne(place: Place, past: PastRevision): Promise<boolean> {
  const body = Buffer.from(encodeMemory(past.memory));
  const { revision } = past;
  const none = { parent: null, edit: null, seen: null };
  const header = { revision, sha256: sha256(body), ...noteOf(past), ...none };
  const bytes = encodeRevision(header, body);
  const options = { durable: true, time: Date.parse(past.at) };
  const temporary = await writeTemporary(place.revisions, bytes, options);
  try {
    return (await claimName(temporary, revisionPath(place, revision))) !== 'taken';
  } finally {
    discard(temporary);
  }
}

function noteOf({ at, reason, of, turn }: PastRevision) {
  return { at, reason, of, turn };
}
