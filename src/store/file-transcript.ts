import fs from 'node:fs';
import { MemchatError } from '../errors.ts';
import { parseRecord } from '../memory/json.ts';
import { messageText, type Turn } from '../memory/turn.ts';
import { notPlain, writing } from './failures.ts';
import { ensureDirectory, ensureRoot, fsync, syncDirectory } from './files.ts';
import { placeOf } from './paths.ts';
import type { Transcript } from './port.ts';

/** One exchange: a line of `transcript.jsonl`. `user` is the whole message of the user. */
export interface TranscriptLine {
  turn: string;
  session: string;
  at: string;
  user: string;
  reply: string | null;
  status: Turn['status'];
}

/** How much of the end of the file is searched for a turn that is there already, in bytes. */
const TAIL = 256 * 1024;

/** The transcript in `.<user>/transcript.jsonl`, one JSON line for each exchange. */
export class FileTranscript implements Transcript {
  readonly #directory: string;

  constructor({ directory }: { directory: string }) {
    this.#directory = directory;
  }

  async append(turn: Turn): Promise<void> {
    const place = placeOf(this.#directory, turn.user);
    await writing(place.transcript, async () => {
      await ensureRoot(place.directory);
      await ensureDirectory(place.house);
      if (await appendLine(place.transcript, turn)) await syncDirectory(place.house);
    });
  }
}

/** True if the file is new. */
async function appendLine(file: string, turn: Turn): Promise<boolean> {
  const { O_RDWR, O_APPEND, O_CREAT } = fs.constants;
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  if (stat?.isSymbolicLink()) throw notPlain(file, 'a symbolic link');
  if (stat !== undefined && !stat.isFile()) throw notPlain(file, 'not a plain file');
  const fd = fs.openSync(file, O_RDWR | O_APPEND | O_CREAT | (fs.constants.O_NOFOLLOW ?? 0), 0o600);
  try {
    fs.fchmodSync(fd, 0o600);
    const tail = readTail(fd);
    if (holds(tail, turn.id)) return false;
    // A line that a stopped process left unfinished stays alone on its line.
    const start = tail === '' || tail.endsWith('\n') ? '' : '\n';
    const bytes = Buffer.from(`${start}${JSON.stringify(lineOf(turn))}\n`);
    if (fs.writeSync(fd, bytes) < bytes.length) {
      throw new MemchatError(
        `Only a part of an exchange could be written to ${file}. Free some space on the disk.`,
        'store-unwritable',
      );
    }
    await fsync(fd);
  } finally {
    fs.closeSync(fd);
  }
  return stat === undefined;
}

function lineOf(turn: Turn): TranscriptLine {
  const { id, session, at, reply, status } = turn;
  return { turn: id, session, at, user: messageText(turn), reply, status };
}

function readTail(fd: number): string {
  const { size } = fs.fstatSync(fd);
  const buffer = Buffer.alloc(Math.min(size, TAIL));
  const read = fs.readSync(fd, buffer, 0, buffer.length, size - buffer.length);
  return buffer.toString('utf8', 0, read);
}

function holds(tail: string, id: string): boolean {
  return tail.split('\n').some((line) => {
    // A quick look first: most lines are about other turns.
    return line.startsWith('{') && line.includes(id) && parseRecord(line)?.turn === id;
  });
}
