import { errnoOf, MemchatError } from '../errors.ts';
import type { Turn } from '../memory/turn.ts';
import { isThere, syncDirectory } from './files.ts';
import { claimName, discard, removeFile, writeTemporary } from './new-file.ts';
import type { Owner } from './owner.ts';
import type { Place } from './paths.ts';
import { encodePending, generationsOf, type PendingFile, pendingPath } from './pending.ts';

/** Tries before a turn is given up on that others keep writing: never seen in practice. */
export const MOST_TRIES = 1000;

/**
 * Writes the generation of a turn that comes after `base`, durably, and deletes the ones before it.
 * A file of a generation never changes: of all who build on one base one succeeds, and the others
 * read anew (`taken`), so that nobody writes over what they have not seen. Generations are removed
 * from the first up, so while the one we built on is there, so is any that we would have collided
 * with. `time` is the modification time in milliseconds.
 */
export async function addGeneration(
  place: Place,
  base: PendingFile,
  content: { owner: Owner; turn: Turn; time?: number },
): Promise<'added' | 'taken'> {
  const { owner, turn, time } = content;
  const target = pendingPath(place, base.id, base.generation + 1);
  const how = { durable: true, ...(time !== undefined && { time }) };
  const temporary = await writeTemporary(place.pending, encodePending(owner, turn), how);
  try {
    if ((await claimName(temporary, target)) === 'taken') return 'taken';
  } catch (error) {
    // Unfinished files are deleted when something is forgotten.
    if (errnoOf(error) === 'ENOENT') return 'taken';
    throw error;
  } finally {
    discard(temporary);
  }
  if (!isThere(base.path)) {
    removeFile(target);
    return 'taken';
  }
  // Without hard links it could be seen unfinished, and be taken for damaged.
  if (!isThere(target)) return 'taken';
  await syncDirectory(place.pending);
  for (const { path, generation } of generationsOf(place, base.id)) {
    if (generation <= base.generation) discard(path);
  }
  return 'added';
}

/** The refusal after so many tries. */
export function contended(): MemchatError {
  return new MemchatError(
    'A turn could not be written: other processes kept writing it at the same time. Try again in a moment.',
    'lock-busy',
  );
}
