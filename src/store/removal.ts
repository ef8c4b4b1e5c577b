import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { errnoOf } from '../errors.ts';
import {
  ensureDirectory,
  isDirectory,
  namesIn,
  namesInRoot,
  readPlain,
  syncDirectory,
} from './files.ts';
import { claimName, deleteTree, removeFile } from './new-file.ts';
import { isGone } from './owner.ts';
import type { Place } from './paths.ts';
import { decodePending, pendingFiles } from './pending.ts';
import { deleteUnfinished } from './prune.ts';
import { readRevision, revisionPath } from './revision.ts';
import { transcriptFiles } from './transcript-files.ts';

/** How the names of folders begin that are being deleted; no user's folder begins so. */
export const DOOMED = '.~deleted-';

/**
 * Deletes everything that is kept of the user. The housekeeping leaves its name in one step and
 * first: a writer who is about to publish a copy onto the user's file cannot do so any more.
 */
export async function removeAll(place: Place): Promise<void> {
  const taken = takeAway(place.house, place.directory);
  // A power cut brings nothing back that was said to be deleted.
  if (removeFile(place.main) || taken !== null) await syncDirectory(place.directory);
  if (sweepDoomed(place.directory)) await syncDirectory(place.directory);
}

/** Deletes what a removal that was stopped in the middle has left of a user without a memory. */
export function sweepHousekeeping(place: Place): void {
  if (isDirectory(place.house)) sweepDoomed(place.house);
}

/** Deletes what removals that were stopped have left in a folder; whether there was anything. */
export function sweepDoomed(directory: string): boolean {
  const names = namesInRoot(directory).filter((name) => name.startsWith(DOOMED));
  for (const name of names) deleteTree(path.join(directory, name));
  return names.length > 0;
}

/**
 * Deletes the housekeeping of a memory whose owner deleted its file when `newest` was its newest
 * revision. Turns of living processes stay: they were said after that, or will be remembered.
 */
export async function removeHousekeeping(place: Place, newest: number, now: number): Promise<void> {
  const before = identity(place, newest);
  // Another process was first: what is here now belongs to a new memory.
  if (before === 'gone') return;
  // Nobody who rewrites a transcript puts it in its place again.
  deleteUnfinished(place.house);
  for (const file of transcriptFiles(place)) removeFile(file);
  removeVectors(place);
  removeFile(place.inputs);
  removeFile(place.costs);
  deleteTree(place.quarantine);
  for (const file of pendingFiles(place)) {
    const content = readPlain(file.path);
    const pending = content && decodePending(content.bytes, place.user, file.id);
    if (content === null) continue;
    if (pending === null || isGone(pending.owner, now - content.time)) removeFile(file.path);
  }
  // Last: while there are revisions, whoever comes after a stop in the middle begins again.
  const taken = takeAway(place.revisions, place.house);
  if (taken !== null) {
    const seen = { ...place, revisions: taken };
    // Another process was first and has begun a new memory: what we took is that one's.
    if (identity(seen, newest) !== before) await putBack(place, taken);
    await syncDirectory(place.house);
    deleteTree(taken);
  }
}

/**
 * Deletes the vectors. Their folder leaves its name in one step: nothing can be put into a file of
 * it, or take the name of one, any more.
 */
export function removeVectors(place: Place): void {
  const taken = takeAway(place.vectors, place.house);
  if (taken !== null) deleteTree(taken);
}

function identity(place: Place, revision: number): string {
  const found = readRevision(place, revision);
  return typeof found === 'string' ? found : `${found.header.sha256} ${found.header.at}`;
}

/** Renames a folder (or whatever has its name) into `directory`; null when there is none. */
function takeAway(folder: string, directory: string): string | null {
  const doomed = path.join(directory, `${DOOMED}${randomUUID()}`);
  try {
    fs.renameSync(folder, doomed);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
  return doomed;
}

async function putBack(place: Place, taken: string): Promise<void> {
  await ensureDirectory(place.revisions);
  for (const name of namesIn(taken)) {
    const number = Number.parseInt(name, 10);
    if (Number.isNaN(number)) continue;
    await claimName(path.join(taken, name), revisionPath(place, number));
  }
}
