import fs from 'node:fs';
import { MemchatError } from '../errors.ts';
import { parseRecord } from '../memory/json.ts';
import type { Turn } from '../memory/turn.ts';
import { encodeExchange, exchangeOf } from './exchange.ts';
import { notPlain } from './failures.ts';
import { ensureDirectory, ensureRoot, fsync, syncDirectory } from './files.ts';
import type { Place } from './paths.ts';
import { contended, isKept, MOST_TRIES } from './transcript-drafts.ts';
import { yearOf, yearOfLine } from './transcript-files.ts';

/** How much of the end of the file is searched for a turn that is there already, in bytes. */
const TAIL = 256 * 1024;
/** How much of its beginning is read, in bytes: enough for the year of a line. */
const HEAD = 512;

/**
 * Appends the turn to the current file, durably. Resolves to whether lines of a past year stand
 * before it, which are to be moved.
 */
export async function appendTurn(place: Place, turn: Turn): Promise<boolean> {
  const year = yearOf(turn.at);
  let isBehind = false;
  await appendTo(place, place.transcript, (fd) => {
    const tail = readTail(fd);
    isBehind = year !== null && isBehindYears(fd, tail, year);
    if (holds(tail, turn.id)) return [];
    // A line that a stopped process left unfinished stays alone on its line.
    const start = tail.length === 0 || tail.at(-1) === NEWLINE ? '' : '\n';
    return [Buffer.from(`${start}${encodeExchange(exchangeOf(turn))}\n`)];
  });
  return isBehind;
}

/**
 * Appends to a file of the transcript what `pick` says of it while it is open, durably; `pick` is
 * asked again when the file was replaced meanwhile. Each piece is whole lines.
 */
export async function appendTo(
  place: Place,
  file: string,
  pick: (fd: number) => Iterable<Buffer>,
): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    await ensureRoot(place.directory);
    await ensureDirectory(place.house);
    if (await appendOnce(place, file, pick)) return;
  }
  throw contended(file);
}

/** False: the file was replaced meanwhile, and it is to be appended to the new one. */
async function appendOnce(
  place: Place,
  file: string,
  pick: (fd: number) => Iterable<Buffer>,
): Promise<boolean> {
  const { O_RDWR, O_APPEND, O_CREAT } = fs.constants;
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  if (stat?.isSymbolicLink()) throw notPlain(file, 'a symbolic link');
  if (stat !== undefined && !stat.isFile()) throw notPlain(file, 'not a plain file');
  const fd = fs.openSync(file, O_RDWR | O_APPEND | O_CREAT | (fs.constants.O_NOFOLLOW ?? 0), 0o600);
  try {
    fs.fchmodSync(fd, 0o600);
    const { ino } = fs.fstatSync(fd);
    let isWritten = false;
    for (const bytes of pick(fd)) {
      isWritten = true;
      if (fs.writeSync(fd, bytes) < bytes.length) {
        throw new MemchatError(
          `Only a part of an exchange could be written to ${file}. Free some space on the disk.`,
          'store-unwritable',
        );
      }
    }
    if (isWritten) await fsync(fd);
    if (stat === undefined) await syncDirectory(place.house);
    return await isKept(place, file, ino);
  } finally {
    fs.closeSync(fd);
  }
}

const NEWLINE = 0x0a;

function readTail(fd: number): Buffer {
  const { size } = fs.fstatSync(fd);
  const buffer = Buffer.alloc(Math.min(size, TAIL));
  return buffer.subarray(0, fs.readSync(fd, buffer, 0, buffer.length, size - buffer.length));
}

function holds(tail: Buffer, id: string): boolean {
  // A quick look first: it mostly is in no line at all.
  if (!tail.includes(id)) return false;
  const lines = tail.toString().split('\n');
  return lines.some((line) => line.startsWith('{') && parseRecord(line)?.turn === id);
}

/**
 * Whether the first line or the last is of an earlier year. Where the first is of this one it is
 * not: a late line of the old year, or a clock that goes back and forth, is no reason to rewrite the
 * file each time.
 */
function isBehindYears(fd: number, tail: Buffer, year: string): boolean {
  const head = Buffer.alloc(HEAD);
  const first = yearOfLine(head.subarray(0, fs.readSync(fd, head, 0, HEAD, 0)));
  const end = tail.at(-1) === NEWLINE ? tail.length - 1 : tail.length;
  const last = end <= 0 ? null : yearOfLine(tail.subarray(tail.lastIndexOf(NEWLINE, end - 1) + 1));
  return first !== year && [first, last].some((one) => one !== null && one < year);
}
