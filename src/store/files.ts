import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { errnoOf } from '../errors.ts';
import { notPlain, tooLarge } from './failures.ts';

// The small calls are synchronous: each takes microseconds, a hop to the thread pool takes longer.
// Only fsync, which may take long, leaves the event loop free.
export const fsync = promisify(fs.fsync);

const { O_RDONLY } = fs.constants;
// Windows has neither; there a link is seen by the lstat of its folder or file.
const O_NOFOLLOW = fs.constants.O_NOFOLLOW ?? 0;
const O_NONBLOCK = fs.constants.O_NONBLOCK ?? 0;

/** A file as it was at one moment. `time` is its modification time in milliseconds. */
export interface PlainFile {
  bytes: Buffer;
  time: number;
  inode: number;
}

/** Whether there is something with this name, a link that leads nowhere included. */
export function isThere(file: string): boolean {
  return fs.lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

/** Whether a file still is what was read, as far as its inode, time and size tell. */
export function isUnchanged(file: string, { bytes, time, inode }: PlainFile): boolean {
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  return stat?.ino === inode && stat.mtimeMs === time && stat.size === bytes.length;
}

/** Whether something is a folder; false when nothing is there. Throws for a link or a file. */
export function isDirectory(directory: string): boolean {
  const stat = fs.lstatSync(directory, { throwIfNoEntry: false });
  if (stat === undefined) return false;
  if (stat.isSymbolicLink()) throw notPlain(directory, 'a symbolic link');
  if (!stat.isDirectory()) throw notPlain(directory, 'not a folder');
  return true;
}

/** Makes the folder (0700 whatever the umask) if it is not there, durably: true if it did. */
export async function ensureDirectory(directory: string): Promise<boolean> {
  if (isDirectory(directory)) return false;
  try {
    fs.mkdirSync(directory, 0o700);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  }
  fs.chmodSync(directory, 0o700);
  await syncDirectory(path.dirname(directory));
  return true;
}

/** As `ensureDirectory`, with all that lies above it. Links above the store are the owner's. */
export async function ensureRoot(directory: string): Promise<void> {
  if (fs.existsSync(directory)) return;
  const parent = path.dirname(directory);
  if (parent !== directory) await ensureRoot(parent);
  await ensureDirectory(directory);
}

/** The names in a folder inside the store, none when it is not there. Throws for a link. */
export function namesIn(directory: string): string[] {
  return isDirectory(directory) ? namesInRoot(directory) : [];
}

/** The names in the folder of the store, none when it is not there. It may be the owner's link. */
export function namesInRoot(directory: string): string[] {
  try {
    return fs.readdirSync(directory);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** A larger file is not read, in bytes: room for any memory that may be written. */
const MAX_FILE = 256 * 1024 * 1024;

/**
 * Reads a file without following a link; null when it is not there.
 * @throws MemchatError `memory-unreadable` for one of more than 256 MiB.
 */
export function readPlain(file: string): PlainFile | null {
  return withPlain(file, (fd, stat) => {
    if (stat.size > MAX_FILE) throw tooLarge(file, MAX_FILE);
    return { bytes: fs.readFileSync(fd), time: stat.mtimeMs, inode: stat.ino };
  });
}

/** The first bytes of a file, at most `length` of them; null when it is not there. */
export function readHead(file: string, length: number): Buffer | null {
  return withPlain(file, (fd) => {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, fs.readSync(fd, buffer, 0, length, 0));
  });
}

/** What `read` makes of a file that is opened for reading, without following a link; null if it is not there. */
export function withPlain<T>(file: string, read: (fd: number, stat: fs.Stats) => T): T | null {
  let fd: number;
  try {
    // O_NONBLOCK: a FIFO in the place of a file must not stop the process.
    fd = fs.openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    if (errnoOf(error) === 'ELOOP') throw notPlain(file, 'a symbolic link');
    throw error;
  }
  try {
    const stat = fs.fstatSync(fd);
    if (!stat.isFile()) throw notPlain(file, 'not a plain file');
    return read(fd, stat);
  } finally {
    fs.closeSync(fd);
  }
}

/** Makes the names in the folder durable. Windows cannot, and needs not, do that. */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const fd = fs.openSync(directory, O_RDONLY);
  try {
    await fsync(fd);
  } finally {
    fs.closeSync(fd);
  }
}
