import { decodeWritten } from '../memory/codec.ts';
import { isDirectory, readPlain } from './files.ts';
import type { Place } from './paths.ts';
import { topFrom } from './read.ts';
import type { Settled } from './repair.ts';
import { type Revision, readRevision } from './revision.ts';

/**
 * What was read before, with the files as they are now, if the user's file and its revision still
 * hold the same bytes and no revision came after it. Null if anything else is so; then a full look
 * tells what. Nothing is parsed or checked anew, and no time of a file is trusted: one may be put
 * back, and two changes fit into what a file system rounds a time to. Never throws.
 */
export function stillKnown(place: Place, known: Settled): Settled | null {
  const { memory, newest, main } = known;
  // A file that was not the copy of its revision was in the middle of a change.
  if (newest === null || !main.bytes.equals(newest.body)) return null;
  const { revision } = newest.header;
  try {
    if (!isDirectory(place.house) || !isDirectory(place.revisions)) return null;
    const file = readPlain(place.main);
    if (file === null || !file.bytes.equals(main.bytes)) return null;
    const now = readRevision(place, revision, newest);
    if (typeof now === 'string' || now.header.sha256 !== newest.header.sha256) return null;
    if (topFrom(place, revision) !== revision) return null;
    return { memory, newest: now, main: file };
  } catch {
    // The full look meets the same, and looks twice before it says so.
    return null;
  }
}

/**
 * A revision that was written just now, as if it had been read: who asks next whether it is known
 * still, compares its bytes. Which file its copy is was not looked at.
 */
export function asWritten(revision: Revision): Settled {
  const { body, time } = revision;
  const memory = decodeWritten(body.toString());
  return { memory, newest: revision, main: { bytes: body, time, inode: NOT_LOOKED_AT } };
}

/** No file has it. */
const NOT_LOOKED_AT = -1;
