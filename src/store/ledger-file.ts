import fs from 'node:fs';
import path from 'node:path';
import { errnoOf, MemchatError } from '../errors.ts';
import { notPlain } from './failures.ts';
import { isDirectory } from './files.ts';
import { compacted, encodeLine, readLines } from './ledger-lines.ts';
import { close, discard, TEMPORARY, writeAll } from './new-file.ts';
import type { Place } from './paths.ts';

const { O_RDONLY, O_WRONLY, O_RDWR, O_APPEND, O_CREAT, O_EXCL } = fs.constants;
// Windows has no such flag; there a link is seen by its lstat.
const O_NOFOLLOW = fs.constants.O_NOFOLLOW ?? 0;

/** Tries to write a line while the file keeps being replaced: never seen in practice. */
const MOST_TRIES = 20;

/**
 * Appends a line, in one write, so that lines of other processes stay whole. Resolves to the size of
 * the file before and after, in bytes; null when all that was kept of the user is gone.
 */
export function appendLine(place: Place, line: string): { before: number; after: number } | null {
  for (let tries = 0; tries < MOST_TRIES && isDirectory(place.house); tries++) {
    const { before, after, inode } = appendOnce(place.costs, line);
    const there = fs.lstatSync(place.costs, { throwIfNoEntry: false });
    // Else it was replaced by a shorter one, which may have been made without this line.
    if (there?.ino === inode) return { before, after };
  }
  return null;
}

function appendOnce(file: string, line: string): { before: number; after: number; inode: number } {
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
    return { before, after: before + bytes.length, inode };
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

/** Whoever makes the ledger shorter takes seconds at most: an older claim is a stopped process's (ms). */
const ABANDONED = 10_000;

/**
 * Replaces the ledger by a shorter one with the same sums, see `compacted`. Lines that others append
 * meanwhile stay; nothing is done while another process does the same. `now` in milliseconds.
 */
export function compactFile(place: Place, now: number): void {
  const claim = path.join(place.house, `${TEMPORARY}costs`);
  const draft = claimed(claim);
  if (draft === null) return;
  try {
    const fd = fs.openSync(place.costs, O_RDONLY | O_NOFOLLOW);
    try {
      const read = readFrom(fd, 0);
      const lines = compacted(readLines(read.toString()), now);
      writeAll(draft, Buffer.from(lines.map(encodeLine).join('')), 0);
      fs.renameSync(claim, place.costs);
      // Written between the reading and the renaming. Who wrote it and saw the new file appends it
      // once more: the id of a line tells that it is the same.
      const late = readFrom(fd, read.length);
      if (late.length > 0) fs.appendFileSync(place.costs, late);
    } finally {
      close(fd);
    }
  } catch (error) {
    discard(claim);
    // Everything was deleted meanwhile, or the unfinished file was swept: the next step does it.
    if (errnoOf(error) !== 'ENOENT') throw error;
  } finally {
    close(draft);
  }
}

/** The new file under its unfinished name, which one process can have at a time; null for all others. */
function claimed(claim: string): number | null {
  try {
    const fd = fs.openSync(claim, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    fs.fchmodSync(fd, 0o600);
    return fd;
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
  }
  const since = fs.lstatSync(claim, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  if (Date.now() - since > ABANDONED) discard(claim);
  return null;
}

function readFrom(fd: number, start: number): Buffer {
  const buffer = Buffer.alloc(Math.max(fs.fstatSync(fd).size - start, 0));
  return buffer.subarray(0, fs.readSync(fd, buffer, 0, buffer.length, start));
}
