import fs from 'node:fs';
import { MemchatError } from '../errors.ts';
import { parseRecord } from '../memory/json.ts';
import type { Turn } from '../memory/turn.ts';
import { encodeExchange, exchangeOf } from './exchange.ts';
import { notPlain, reading, writing } from './failures.ts';
import {
  ensureDirectory,
  ensureRoot,
  fsync,
  isDirectory,
  syncDirectory,
  withPlain,
} from './files.ts';
import { type Place, placeOf } from './paths.ts';
import type { Exchange, Transcript } from './port.ts';
import { newestExchanges } from './transcript-lines.ts';
import { contended, isKept, MOST_TRIES, rewriteTranscript } from './transcript-rewrite.ts';

/** How much of the end of the file is searched for a turn that is there already, in bytes. */
const TAIL = 256 * 1024;

/** The transcript in `.<user>/transcript.jsonl`, one JSON line for each exchange. */
export class FileTranscript implements Transcript {
  readonly #directory: string;
  readonly #appends: boolean;

  /** `appends` false: nothing is added; what is there from before can be read and forgotten. */
  constructor({ directory, appends = true }: { directory: string; appends?: boolean }) {
    this.#directory = directory;
    this.#appends = appends;
  }

  async append(turn: Turn): Promise<void> {
    if (!this.#appends) return;
    const place = placeOf(this.#directory, turn.user);
    await writing(place.transcript, async () => {
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        await ensureRoot(place.directory);
        await ensureDirectory(place.house);
        if (await appendLine(place, turn)) return;
      }
      throw contended(place);
    });
  }

  async recent(user: string, limit: number): Promise<Exchange[]> {
    const place = placeOf(this.#directory, user);
    return reading(place.transcript, async () => {
      isDirectory(place.house);
      return withPlain(place.transcript, (fd) => newestExchanges(fd, limit)) ?? [];
    });
  }

  async rewrite(user: string, change: (exchange: Exchange) => Exchange | null): Promise<number> {
    const place = placeOf(this.#directory, user);
    return writing(place.transcript, () => rewriteTranscript(place, change));
  }
}

/** False: the file was replaced meanwhile, and it is to be appended to the new one. */
async function appendLine(place: Place, turn: Turn): Promise<boolean> {
  const file = place.transcript;
  const { O_RDWR, O_APPEND, O_CREAT } = fs.constants;
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  if (stat?.isSymbolicLink()) throw notPlain(file, 'a symbolic link');
  if (stat !== undefined && !stat.isFile()) throw notPlain(file, 'not a plain file');
  const fd = fs.openSync(file, O_RDWR | O_APPEND | O_CREAT | (fs.constants.O_NOFOLLOW ?? 0), 0o600);
  try {
    fs.fchmodSync(fd, 0o600);
    const { tail, inode } = readTail(fd);
    if (!holds(tail, turn.id)) {
      // A line that a stopped process left unfinished stays alone on its line.
      const start = tail === '' || tail.endsWith('\n') ? '' : '\n';
      const bytes = Buffer.from(`${start}${encodeExchange(exchangeOf(turn))}\n`);
      if (fs.writeSync(fd, bytes) < bytes.length) {
        throw new MemchatError(
          `Only a part of an exchange could be written to ${file}. Free some space on the disk.`,
          'store-unwritable',
        );
      }
      await fsync(fd);
    }
    if (stat === undefined) await syncDirectory(place.house);
    return await isKept(place, inode);
  } finally {
    fs.closeSync(fd);
  }
}

function readTail(fd: number): { tail: string; inode: number } {
  const { size, ino } = fs.fstatSync(fd);
  const buffer = Buffer.alloc(Math.min(size, TAIL));
  const read = fs.readSync(fd, buffer, 0, buffer.length, size - buffer.length);
  return { tail: buffer.toString('utf8', 0, read), inode: ino };
}

function holds(tail: string, id: string): boolean {
  return tail.split('\n').some((line) => {
    // A quick look first: most lines are about other turns.
    return line.startsWith('{') && line.includes(id) && parseRecord(line)?.turn === id;
  });
}
