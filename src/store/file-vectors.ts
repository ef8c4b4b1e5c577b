import fs from 'node:fs';
import path from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { errnoOf, MemchatError } from '../errors.ts';
import { notPlain, reading, writing } from './failures.ts';
import { ensureDirectory, ensureRoot, isDirectory, namesIn, syncDirectory } from './files.ts';
import { claimName, discard, removeFile, writeTemporary } from './new-file.ts';
import { isVectorsName, type Place, placeOf, vectorsPath } from './paths.ts';
import type { Notice, VectorCache } from './port.ts';
import { removeVectors, sweepDoomed } from './removal.ts';
import {
  decodeFrames,
  encodeFrames,
  HEAD,
  markIn,
  newHead,
  refuseUnkept,
} from './vector-frames.ts';

/** A file that would grow larger is begun anew, in bytes: 170,000 vectors of 384 numbers. */
const LARGEST = 256 * 1024 * 1024;
/** Models of a user whose vectors are kept; of more of them the longest unused go. */
const MOST_MODELS = 3;
/** Bytes that are read before others have their turn. */
const AT_ONCE = 1024 * 1024;
/** Tries before giving up on others who clear what is made: never seen in practice. */
const MOST_TRIES = 100;

const { O_RDONLY, O_RDWR, O_APPEND } = fs.constants;
// Windows has neither; there a link is seen by the lstat of its folder or file.
const NO_LINK = (fs.constants.O_NOFOLLOW ?? 0) | (fs.constants.O_NONBLOCK ?? 0);

export interface FileVectorsOptions {
  /** The folder of the store. */
  directory: string;
  onNotice: (notice: Notice) => void;
  /**
   * False: what is put is let go as if it was kept; what is there from before can be read and
   * cleared. Default true.
   */
  writes?: boolean | undefined;
}

/**
 * The vectors in `.<user>/vectors/`, a file for each model. It is only a cache: nothing waits for the
 * disk, a file that is damaged is let go with a notice, one of over 256 MiB without, and of more than
 * three models those that were not added to for the longest time.
 */
export class FileVectors implements VectorCache {
  readonly #directory: string;
  readonly #onNotice: (notice: Notice) => void;
  readonly #writes: boolean;
  /** The marks of the files that `get` read, by path. */
  readonly #marks = new Map<string, string>();

  constructor({ directory, onNotice, writes = true }: FileVectorsOptions) {
    this.#directory = directory;
    this.#onNotice = onNotice;
    this.#writes = writes;
  }

  async get(user: string, model: string): Promise<Map<string, Float32Array>> {
    const place = placeOf(this.#directory, user);
    const file = vectorsPath(place, model);
    this.#marks.delete(file);
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const found = await reading(file, async () => readVectors(place, file));
      if (found === null) {
        if (!this.#writes) return new Map();
        await writing(file, () => begin(place, file));
        continue;
      }
      const vectors = await decodeFrames(found.bytes);
      if (vectors !== null) {
        this.#marks.set(file, markIn(found.bytes) ?? '');
        return vectors;
      }
      if (!this.#writes) return new Map();
      await writing(file, async () => letGo(file, found.inode));
      this.#onNotice({
        code: 'vectors-lost',
        message: `${file} was damaged and is let go: what it held is embedded once more.`,
      });
    }
    throw contended(file);
  }

  async put(
    user: string,
    model: string,
    vectors: ReadonlyMap<string, Float32Array>,
  ): Promise<'kept' | 'cleared'> {
    const place = placeOf(this.#directory, user);
    const file = vectorsPath(place, model);
    const mark = this.#marks.get(file);
    refuseUnkept(vectors);
    if (!this.#writes) return 'kept';
    if (mark === undefined) return 'cleared';
    const frames = encodeFrames(mark, vectors);
    const outcome = await writing(file, async () => append(place, file, mark, frames));
    if (outcome === 'cleared') this.#marks.delete(file);
    return outcome;
  }

  async clear(user: string): Promise<void> {
    const place = placeOf(this.#directory, user);
    for (const file of this.#marks.keys()) {
      if (path.dirname(file) === place.vectors) this.#marks.delete(file);
    }
    await writing(place.vectors, async () => {
      if (!isDirectory(place.house)) return;
      removeVectors(place);
      // What a clearing that was stopped has left.
      sweepDoomed(place.house);
      await syncDirectory(place.house);
    });
  }
}

/** The whole file; null when it is not there. */
async function readVectors(
  place: Place,
  file: string,
): Promise<{ bytes: Buffer; inode: number } | null> {
  const fd = openPlain(place, file, O_RDONLY);
  if (fd === null) return null;
  try {
    const { size, ino } = fs.fstatSync(fd);
    // Nothing that memchat wrote: as damaged as one without a head.
    if (size > LARGEST) return { bytes: Buffer.alloc(0), inode: ino };
    const bytes = Buffer.allocUnsafeSlow(size);
    let read = 0;
    while (read < size) {
      const length = fs.readSync(fd, bytes, read, Math.min(AT_ONCE, size - read), read);
      if (length === 0) break;
      read += length;
      if (read < size) await breathe();
    }
    return { bytes: bytes.subarray(0, read), inode: ino };
  } finally {
    fs.closeSync(fd);
  }
}

/** Opens a file that is there; null when it is not. Throws for a link and all that is no file. */
function openPlain(place: Place, file: string, flags: number): number | null {
  if (!isDirectory(place.house) || !isDirectory(place.vectors)) return null;
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return null;
  if (stat.isSymbolicLink()) throw notPlain(file, 'a symbolic link');
  if (!stat.isFile()) throw notPlain(file, 'not a plain file');
  try {
    return fs.openSync(file, flags | NO_LINK);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Makes the file with nothing but its head, unless another process is faster. */
async function begin(place: Place, file: string): Promise<void> {
  await ensureRoot(place.directory);
  await ensureDirectory(place.house);
  try {
    await ensureDirectory(place.vectors);
    const temporary = await writeTemporary(place.vectors, newHead(), { durable: false });
    try {
      // A second name, so that it is never seen without its head.
      await claimName(temporary, file);
    } finally {
      discard(temporary);
    }
    letOldestGo(place, file);
  } catch (error) {
    // The folder was cleared meanwhile: the caller looks again.
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
}

function letOldestGo(place: Place, fresh: string): void {
  const others = namesIn(place.vectors)
    .filter(isVectorsName)
    .map((name) => path.join(place.vectors, name))
    .filter((file) => file !== fresh)
    .map((file) => ({ file, time: fs.lstatSync(file).mtimeMs }))
    .sort((a, b) => b.time - a.time);
  for (const { file } of others.slice(MOST_MODELS - 1)) removeFile(file);
}

/** Deletes the file, if it still is the one that was read. */
function letGo(file: string, inode: number): void {
  if (fs.lstatSync(file, { throwIfNoEntry: false })?.ino === inode) removeFile(file);
}

/**
 * Adds the frames by one call, which the system keeps together with several processes at it. A file
 * that was cleared after it was opened here has no name any more, and what is written to it goes.
 */
function append(place: Place, file: string, mark: string, frames: Buffer): 'kept' | 'cleared' {
  const fd = openPlain(place, file, O_RDWR | O_APPEND);
  if (fd === null) return 'cleared';
  try {
    fs.fchmodSync(fd, 0o600);
    const head = Buffer.alloc(HEAD);
    fs.readSync(fd, head, 0, HEAD, 0);
    if (markIn(head) !== mark) return 'cleared';
    const { size, ino } = fs.fstatSync(fd);
    if (size + frames.length > LARGEST) {
      letGo(file, ino);
      return 'cleared';
    }
    if (fs.writeSync(fd, frames) === frames.length) return 'kept';
  } finally {
    fs.closeSync(fd);
  }
  throw new MemchatError(
    `Only a part of what was to be kept could be written to ${file}. Free some space on the disk.`,
    'store-unwritable',
  );
}

function contended(file: string): MemchatError {
  return new MemchatError(
    `${file} was not read: other processes kept clearing it. Try again in a moment.`,
    'lock-busy',
  );
}
