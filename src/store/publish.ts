import fs from 'node:fs';
import { errnoOf } from '../errors.ts';
import { decodeMemory } from '../memory/codec.ts';
import { isUnchanged, type PlainFile, readPlain } from './files.ts';
import { discard, writeTemporary } from './new-file.ts';
import type { Place } from './paths.ts';
import {
  hasRevision,
  type Revision,
  readHeader,
  readRevision,
  revisionNumbers,
} from './revision.ts';

/** Tries before giving up on others who delete what we write: never seen in practice. */
const MOST_TRIES = 100;

/**
 * Copies a revision onto the user's file if that is still `known`, or another revision's copy. A
 * copy, not a link, so that an editor cannot reach the revision. It is renamed out of the folder
 * of the revisions: where that was taken away, nothing is published any more.
 */
export async function publish(place: Place, revision: Revision, known: PlainFile): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await publishOnce(place, revision, known);
    } catch (error) {
      // Unfinished files are deleted when something is forgotten.
      if (errnoOf(error) !== 'ENOENT' || tries === MOST_TRIES || !isOurs(place, revision)) {
        throw error;
      }
    }
  }
}

async function publishOnce(place: Place, revision: Revision, known: PlainFile): Promise<void> {
  const number = revision.header.revision;
  // Its writer will publish that one.
  if (isWhole(place, number + 1)) return;
  const temporary = await writeTemporary(place.revisions, revision.body, {
    // After a power cut the owner finds an old or a new memory in the file, not an empty one.
    durable: true,
    time: revision.time,
  });
  try {
    if (!isOurs(place, revision) || isOwners(place, known) || isWhole(place, number + 1)) {
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

/**
 * Whether the revision is in the folder that its copy lies in. If not, it was deleted, and another
 * memory may have begun: asked after the copy was written, which goes with its folder.
 */
function isOurs(place: Place, { header }: Revision): boolean {
  return readHeader(place, header.revision)?.sha256 === header.sha256;
}

/** Whether the revision is there; what a power cut has left of one does not count. */
function isWhole(place: Place, number: number): boolean {
  return hasRevision(place, number) && typeof readRevision(place, number) !== 'string';
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
