import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { errnoOf } from '../errors.ts';
import { fsync, readPlain } from './files.ts';

const { O_WRONLY, O_CREAT, O_EXCL } = fs.constants;
// Windows has no such flag; O_EXCL follows no link either.
const O_NOFOLLOW = fs.constants.O_NOFOLLOW ?? 0;

/** How the names of unfinished files begin; no other file of the store begins so. */
export const TEMPORARY = '.tmp-';

/**
 * Writes a new file with a random name into the folder (0600 whatever the umask) and returns its
 * path. With `time` it gets this modification time. It is on the disk for good only if `durable`.
 * Nothing is left behind when it throws.
 */
export async function writeTemporary(
  directory: string,
  bytes: Buffer,
  options: { durable: boolean; time?: number },
): Promise<string> {
  const file = path.join(directory, `${TEMPORARY}${randomUUID()}`);
  await create(file, bytes, options);
  return file;
}

/** A file that is written and not on the disk for good yet: `fd` is to be synced, and closed. */
export interface Draft {
  path: string;
  fd: number;
  /** Its modification time in milliseconds. */
  time: number;
}

/** As `writeTemporary`, before the sync. */
export function writeDraft(directory: string, bytes: Buffer, time?: number): Draft {
  const file = path.join(directory, `${TEMPORARY}${randomUUID()}`);
  const fd = writeNew(file, bytes, time);
  try {
    return { path: file, fd, time: fs.fstatSync(fd).mtimeMs };
  } catch (error) {
    close(fd);
    discard(file);
    throw error;
  }
}

/** Closes a file that is synced, or given up: nothing depends on it any more. Never throws. */
export function close(fd: number): void {
  try {
    fs.closeSync(fd);
  } catch {
    // As promised.
  }
}

/** Writes a new file and returns its descriptor; nothing is left behind when it throws. */
function writeNew(file: string, bytes: Buffer, time: number | undefined): number {
  const fd = fs.openSync(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    fs.fchmodSync(fd, 0o600);
    writeAll(fd, bytes, 0);
    if (time !== undefined) fs.futimesSync(fd, time / 1000, time / 1000);
    return fd;
  } catch (error) {
    fs.closeSync(fd);
    discard(file);
    throw error;
  }
}

/** Writes the bytes at this position, also where the disk takes them in parts. */
export function writeAll(fd: number, bytes: Buffer, position: number): void {
  for (let at = 0; at < bytes.length; ) {
    at += fs.writeSync(fd, bytes, at, bytes.length - at, position + at);
  }
}

async function create(
  file: string,
  bytes: Buffer,
  { durable, time }: { durable: boolean; time?: number },
): Promise<void> {
  const fd = writeNew(file, bytes, time);
  try {
    if (durable) await fsync(fd);
  } catch (error) {
    discard(file);
    throw error;
  } finally {
    close(fd);
  }
}

/**
 * Deletes an unfinished file. Never throws: what was written is written, and what failed has its
 * own error. A file that stays is swept later.
 */
export function discard(temporary: string): void {
  try {
    removeFile(temporary);
  } catch {
    // As promised.
  }
}

const NO_HARD_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'ENOSYS']);

/**
 * Gives the file a second name that nobody has yet, as one step: of any number of writers exactly
 * one succeeds. Where the file system has no hard links the file is copied (`copied`): still only
 * one succeeds, but a reader may see it unfinished.
 */
export async function claimName(
  temporary: string,
  name: string,
): Promise<'linked' | 'copied' | 'taken'> {
  try {
    fs.linkSync(temporary, name);
    return 'linked';
  } catch (error) {
    const code = errnoOf(error) ?? '';
    if (code === 'EEXIST') return 'taken';
    if (!NO_HARD_LINKS.has(code)) throw error;
  }
  const content = readPlain(temporary);
  if (content === null) return 'taken';
  try {
    await create(name, content.bytes, { durable: true, time: content.time });
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return 'taken';
    throw error;
  }
  return 'copied';
}

/** Deletes a file; true if it was there. */
export function removeFile(file: string): boolean {
  try {
    fs.unlinkSync(file);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Deletes whatever has this name, with all that is in it; links in it are not followed. */
export function deleteTree(file: string): void {
  fs.rmSync(file, { recursive: true, force: true });
}
