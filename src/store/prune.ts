import fs from 'node:fs';
import path from 'node:path';
import { namesIn } from './files.ts';
import { deleteTree, removeFile, TEMPORARY } from './new-file.ts';
import type { Place } from './paths.ts';
import { type Revision, revisionNumbers, revisionPath } from './revision.ts';

/** Revisions that are always kept. */
const KEPT = 64;
/** Younger ones are kept as well, in milliseconds. */
const YOUNG = 10 * 60 * 1000;
/** Revisions between two looks for unfinished files. */
const SWEEP_EVERY = 64;

/**
 * Deletes revisions that are neither among the newest 64 nor under 10 minutes old, and now and then
 * the unfinished files of stopped writers. Ages are counted back from the time of `newest`, so that
 * the clock that made the files also judges them.
 */
export function prune(place: Place, newest: Revision): void {
  const { revision } = newest.header;
  if (revision >= KEPT && isOld(revisionPath(place, revision - KEPT), newest.time)) {
    for (const number of revisionNumbers(place).slice(0, -KEPT)) {
      const file = revisionPath(place, number);
      if (!isOld(file, newest.time)) break;
      removeFile(file);
    }
  }
  if (revision % SWEEP_EVERY === 1) sweep(place.revisions, newest.time);
}

/** Deletes unfinished files that are over 10 minutes old at the time `now` (milliseconds). */
export function sweep(directory: string, now: number): void {
  for (const name of namesIn(directory)) {
    const file = path.join(directory, name);
    if (name.startsWith(TEMPORARY) && isOld(file, now)) removeFile(file);
  }
}

/** Deletes all unfinished files, those of living writers as well: these notice, and write anew. */
export function deleteUnfinished(directory: string): void {
  for (const name of namesIn(directory)) {
    if (name.startsWith(TEMPORARY)) deleteTree(path.join(directory, name));
  }
}

function isOld(file: string, now: number): boolean {
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  return stat !== undefined && now - stat.mtimeMs > YOUNG;
}
