import fs from 'node:fs';
import { errnoOf, MemchatError } from '../../errors.ts';
import { notPlain } from '../failures.ts';
import { ensureDirectory, ensureRoot, fsync, syncDirectory } from '../files.ts';
import { writeAll } from '../new-file.ts';
import { encodeBatch, MAX_TRANSCRIPT, readBatches, unseen } from './batches.ts';
import { encodeKey, fileOf, filesOf, type SessionPlace } from './place.ts';
import type { SessionEntry } from './port.ts';

/** Tries while others delete the session again and again: never seen in practice. */
const MOST_TRIES = 20;

/**
 * One writer's part in a transcript: a file that nobody else writes, so that neither locks nor
 * appends that a network file system may not keep apart are needed. What others write is read on.
 */
export class SessionWriter {
  readonly #directory: string;
  readonly #place: SessionPlace;
  readonly #file: string;
  /** How far each file was read, in bytes. */
  #ends = new Map<string, number>();
  #seen = new Set<string>();
  #order = 0;

  constructor(directory: string, place: SessionPlace, writer: string) {
    this.#directory = directory;
    this.#place = place;
    this.#file = fileOf(place, writer);
  }

  /** @throws MemchatError `store-unwritable`, `memory-unreadable`, `usage` for too much at once. */
  async append(entries: readonly SessionEntry[]): Promise<void> {
    const { root, project, folder, key } = this.#place;
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      await ensureRoot(this.#directory);
      try {
        for (const each of [root, project, folder]) await ensureDirectory(each);
        this.#readOn();
        const fresh = unseen(entries, new Set(this.#seen));
        if (fresh.length === 0) return;
        const line = encodeBatch({ order: this.#order + 1, entries: fresh });
        await this.#write(encodeKey(key), line);
        return;
      } catch (error) {
        // Deleted by another process meanwhile.
        if (errnoOf(error) !== 'ENOENT') throw error;
      }
    }
    throw new MemchatError(
      `${this.#file} was not written: the session kept being deleted. Try again.`,
      'lock-busy',
    );
  }

  /** Takes in what is new in all files of the transcript. */
  #readOn(): void {
    const files = filesOf(this.#place);
    const isGone = [...this.#ends.keys()].some((file) => !files.includes(file));
    if (isGone) this.#begin();
    for (const file of files) {
      const from = this.#ends.get(file) ?? 0;
      const read = readBatches(file, this.#place.key, from);
      if (read === null) {
        this.#begin();
        this.#readOn();
        return;
      }
      this.#ends.set(file, read.end);
      for (const { order, entries } of read.batches) {
        this.#order = Math.max(this.#order, order);
        unseen(entries, this.#seen);
      }
    }
  }

  /** The session was deleted since: what is appended now is a new one. */
  #begin(): void {
    this.#ends = new Map();
    this.#seen = new Set();
    this.#order = 0;
  }

  async #write(head: string, line: string): Promise<void> {
    const { O_RDWR, O_CREAT, O_NOFOLLOW = 0 } = fs.constants;
    const stat = fs.lstatSync(this.#file, { throwIfNoEntry: false });
    if (stat !== undefined && !stat.isFile()) throw notPlain(this.#file, 'not a plain file');
    const fd = fs.openSync(this.#file, O_RDWR | O_CREAT | O_NOFOLLOW, 0o600);
    try {
      fs.fchmodSync(fd, 0o600);
      // A write that failed in the middle may have left a part of a line behind the end.
      const end = this.#ends.get(this.#file) ?? 0;
      const bytes = Buffer.from(end === 0 ? head + line : line);
      if (end + bytes.length > MAX_TRANSCRIPT) throw full(this.#file);
      fs.ftruncateSync(fd, end);
      try {
        writeAll(fd, bytes, end);
        await fsync(fd);
      } catch (error) {
        fs.ftruncateSync(fd, end);
        throw error;
      }
      if (stat === undefined) await syncDirectory(this.#place.folder);
    } finally {
      fs.closeSync(fd);
    }
  }
}

function full(file: string): MemchatError {
  return new MemchatError(
    `${file} would be larger than ${MAX_TRANSCRIPT} bytes, the most that is kept of a session by one program. Begin a new session.`,
    'usage',
  );
}
