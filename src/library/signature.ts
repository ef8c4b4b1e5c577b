import { stat } from 'node:fs/promises';
import { errnoOf } from '../errors.ts';
import { placeOf } from '../store/paths.ts';

/**
 * Differs from an earlier one when the user's memory may have been written since, by whatever
 * process or by hand: two calls of stat. The folder of the revisions is looked at as well, for a
 * time stamp of a file may stand still for milliseconds.
 */
export async function fileSignature(directory: string, user: string): Promise<string> {
  const { main, revisions } = placeOf(directory, user);
  const parts = await Promise.all([stampOf(main), stampOf(revisions)]);
  return parts.join(' ');
}

async function stampOf(path: string): Promise<string> {
  try {
    const { mtimeNs, size, ino } = await stat(path, { bigint: true });
    return `${mtimeNs} ${size} ${ino}`;
  } catch (error) {
    // What cannot be looked at is told by whoever reads it.
    return errnoOf(error) ?? 'unknown';
  }
}
