import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { MemchatError } from '../errors.ts';
import { isThere, namesIn } from './files.ts';
import { deleteTree, TEMPORARY } from './new-file.ts';
import type { Place } from './paths.ts';

// How nothing is lost between one who appends and one who rewrites, with no lock that a stopped
// process could keep: an unfinished file in the housekeeping says that the transcript is being
// rewritten. It is made before the first line is read. Who has appended a line and sees it afterwards
// cannot know whether the line was read: they wait a moment, then delete it, so that it cannot take
// the name of a transcript any more, and append again if it has taken that already.
//
// Of those who rewrite nobody reads a line before the drafts of all who came before are gone, put in
// place or deleted: so what they do is done one after the other, in all files of the transcript.

/** Tries before giving up on others who keep writing: never seen in practice. */
export const MOST_TRIES = 1000;
/** How long a rewriting is waited for, in milliseconds, before it is made to begin again. */
const PATIENCE = 50;

/** The unfinished transcripts. */
export function draftsIn(place: Place): string[] {
  const names = namesIn(place.house).filter((name) => name.startsWith(TEMPORARY));
  return names.map((name) => path.join(place.house, name));
}

/**
 * Whether what was appended to a file of the transcript, with this inode and still open, is there
 * for good; if not, another file has its name by now.
 */
export async function isKept(place: Place, file: string, inode: number): Promise<boolean> {
  const from = performance.now();
  for (let names = draftsIn(place); names.length > 0; names = draftsIn(place)) {
    if (performance.now() - from > PATIENCE) for (const name of names) deleteTree(name);
    else await wait(1);
  }
  // Everything was deleted meanwhile, this line with it.
  if (!isThere(place.house)) return true;
  return fs.lstatSync(file, { throwIfNoEntry: false })?.ino === inode;
}

/** The refusal after so many tries. */
export function contended(file: string): MemchatError {
  return new MemchatError(
    `${file} was not written: other processes kept writing it at the same time. Try again in a moment.`,
    'lock-busy',
  );
}
