import path from 'node:path';
import { isDirectory, namesIn, type PlainFile, readPlain, syncDirectory } from './files.ts';
import { deleteTree, removeFile } from './new-file.ts';
import type { Place } from './paths.ts';
import { deleteUnfinished } from './prune.ts';
import { publish } from './publish.ts';
import { removeVectors, sweepDoomed } from './removal.ts';
import { type Revision, readHeader, revisionNumbers, revisionPath, sha256 } from './revision.ts';

/**
 * Deletes all that `Store.purge` says, and sees to it that the user's file is no copy of what is
 * deleted: a writer who was stopped may have left one, or put it there at the last moment. `main` is
 * that file where it is `newest`, or a copy that is behind it; null where it is the owner's edit.
 */
export async function purge(
  place: Place,
  from: number,
  newest: Revision,
  main: PlainFile | null,
): Promise<void> {
  const first = Math.min(from, newest.header.revision);
  // First, so that what the owner may write into the file has its revision behind it.
  if (main !== null && !main.bytes.equals(newest.body)) await publish(place, newest, main);
  const deleted = olderThan(place, first).map((number) => readHeader(place, number)?.sha256);
  await deleteBefore(place, first);
  const late = readPlain(place.main);
  if (late !== null && deleted.includes(sha256(late.bytes))) await publish(place, newest, late);
}

/** Finishes a purge before revision `first` that was cut short, if it was; the rest as for `purge`. */
export async function finishPurge(
  place: Place,
  first: number,
  newest: Revision,
  main: PlainFile | null,
): Promise<void> {
  if (olderThan(place, first).length > 0) await purge(place, first, newest, main);
}

/**
 * Deletes the revisions before `first`, the vectors, and what is quarantined, unfinished or was to be
 * deleted already; durable when it resolves. The revision right before `first` goes last: while there is
 * one, this is to be done again.
 */
export async function deleteBefore(place: Place, first: number): Promise<void> {
  if (!isDirectory(place.house)) return;
  sweepDoomed(place.directory);
  sweepDoomed(place.house);
  removeVectors(place);
  for (const name of namesIn(place.quarantine)) deleteTree(path.join(place.quarantine, name));
  const older = olderThan(place, first);
  const last = older.pop();
  for (const number of older) removeFile(revisionPath(place, number));
  const folders = [place.house, place.revisions, place.pending, place.quarantine];
  for (const folder of folders) deleteUnfinished(folder);
  for (const folder of [place.directory, ...folders]) {
    if (isDirectory(folder)) await syncDirectory(folder);
  }
  if (last === undefined) return;
  removeFile(revisionPath(place, last));
  // Whoever was about to publish a copy of a revision that was there until now cannot do so any more.
  deleteUnfinished(place.revisions);
  await syncDirectory(place.revisions);
}

function olderThan(place: Place, first: number): number[] {
  return revisionNumbers(place).filter((number) => number < first);
}
