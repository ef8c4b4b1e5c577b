import fs from 'node:fs';
import { errnoOf, MemchatError } from '../errors.ts';
import { notPlain } from './failures.ts';
import { isDirectory } from './files.ts';
import { compacted, encodeLine, readLines } from './ledger-lines.ts';
import { close, discard, writeAll, writeDraft } from './new-file.ts';
import type { Place } from './paths.ts';
import { contended, draftsIn, isKept, MOST_TRIES } from './transcript-drafts.ts';

const { O_RDONLY, O_RDWR, O_APPEND, O_CREAT } = fs.constants;
// Windows has no such flag; there a link is seen by its lstat.
const O_NOFOLLOW = fs.constants.O_NOFOLLOW ?? 0;

/**
 * Appends a line, in one write, so that lines of other processes stay whole. Resolves to the size of
 * the file before and after, in bytes; null when all that was kept of the user is gone.
 */
export async function appendLine(
  place: Place,
  line: string,
): Promise<{ before: number; after: number } | null> {
  for (let tries = 0; tries < MOST_TRIES && isDirectory(place.house); tries++) {
    const { before, after, isThere } = await appendOnce(place, line);
    if (isThere) return { before, after };
  }
  if (isDirectory(place.house)) throw contended(place.costs);
  return null;
}

async function appendOnce(
  place: Place,
  line: string,
): Promise<{ before: number; after: number; isThere: boolean }> {
  const file = place.costs;
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  if (stat !== undefined && !stat.isFile()) throw notPlain(file, 'not a plain file');
  const fd = fs.openSync(file, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
  try {
    fs.fchmodSync(fd, 0o600);
    const { size: before, ino: inode } = fs.fstatSync(fd);
    // A line that a stopped process left unfinished stays alone on its line.
    const bytes = Buffer.from(endsInLine(fd, before) ? line : `\n${line}`);
    if (fs.writeSync(fd, bytes) < bytes.length) {
      throw new MemchatError(
        `Only a part of what a request cost could be written to ${file}. Free some space on the disk.`,
        'store-unwritable',
      );
    }
    // Else it was replaced by a shorter one, which may have been made without this line.
    return { before, after: before + bytes.length, isThere: await isKept(place, file, inode) };
  } finally {
    close(fd);
  }
}

function endsInLine(fd: number, size: number): boolean {
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  fs.readSync(fd, last, 0, 1, size - 1);
  return last.toString() === '\n';
}

/**
 * Replaces the ledger by a shorter one with the same sums, see `compacted`. Who appends meanwhile sees
 * the unfinished file, waits for it, and appends once more: the id of a line tells that it is the
 * same. Nothing is done while another process rewrites something. `now` in milliseconds.
 */
export function compactFile(place: Place, now: number): void {
  const draft = writeDraft(place.house, Buffer.alloc(0));
  try {
    // Of two who begin at once both may see the other: then neither goes on.
    if (draftsIn(place).some((other) => other !== draft.path)) return;
    const fd = fs.openSync(place.costs, O_RDONLY | O_NOFOLLOW);
    try {
      const lines = compacted(readLines(fs.readFileSync(fd).toString()), now);
      writeAll(draft.fd, Buffer.from(lines.map(encodeLine).join('')), 0);
      // A power cut must not leave an empty file under the name.
      fs.fsyncSync(draft.fd);
    } finally {
      close(fd);
    }
    fs.renameSync(draft.path, place.costs);
  } catch (error) {
    // Everything was deleted meanwhile, or who appends has lost patience: the next step does it.
    if (errnoOf(error) !== 'ENOENT') throw error;
  } finally {
    close(draft.fd);
    discard(draft.path);
  }
}
