import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { isRecord } from '../memory/json.ts';
import type { TranscriptCursor } from './port.ts';

/** How far one file of the transcript was read, and how it is known again. */
export interface Mark {
  name: string;
  inode: number;
  /** Of the file as it was when the reading began, in milliseconds and bytes. */
  born: number;
  written: number;
  changed: number;
  size: number;
  /** Where the first line begins that was not read, in bytes. */
  end: number;
  /** A hash of what stands right before that. */
  tail: string;
}

/** Bytes that are hashed. */
const TAIL = 256;

export function encodeCursor(marks: readonly Mark[]): TranscriptCursor {
  return JSON.stringify(marks);
}

/** Null for what is no cursor of ours. */
export function decodeCursor(cursor: TranscriptCursor): Mark[] | null {
  let marks: unknown;
  try {
    marks = JSON.parse(cursor);
  } catch {
    // Another transcript's, then.
    return null;
  }
  return Array.isArray(marks) && marks.every(isMark) ? marks : null;
}

/** The mark of a file that is open and was read to `end`; `stat` is from before the reading. */
export function markOf(name: string, fd: number, stat: fs.Stats, end: number): Mark {
  const { ino: inode, birthtimeMs: born, mtimeMs: written, ctimeMs: changed, size } = stat;
  return { name, inode, born, written, changed, size, end, tail: tailOf(fd, end) };
}

/** Whether nothing happened to the file since. */
export function isUntouched(mark: Mark, stat: fs.Stats): boolean {
  return isSameFile(mark, stat) && mark.changed === stat.ctimeMs && isSameContent(mark, stat);
}

/** Whether an open file is the one that was read, and was only added to since. */
export function isContinued(mark: Mark, fd: number, stat: fs.Stats): boolean {
  if (!isSameFile(mark, stat) || stat.size < mark.end) return false;
  // An inode may be used again at once, and a file may be written over in place.
  const isOnlyLonger = stat.size > mark.size || isSameContent(mark, stat);
  return isOnlyLonger && tailOf(fd, mark.end) === mark.tail;
}

function isSameFile(mark: Mark, stat: fs.Stats): boolean {
  return mark.inode === stat.ino && mark.born === stat.birthtimeMs;
}

function isSameContent(mark: Mark, stat: fs.Stats): boolean {
  return mark.size === stat.size && mark.written === stat.mtimeMs;
}

function tailOf(fd: number, end: number): string {
  const buffer = Buffer.alloc(Math.min(end, TAIL));
  const read = fs.readSync(fd, buffer, 0, buffer.length, end - buffer.length);
  return createHash('sha256').update(buffer.subarray(0, read)).digest('hex').slice(0, 16);
}

const NUMBERS = ['inode', 'born', 'written', 'changed', 'size', 'end'] as const;

function isMark(value: unknown): value is Mark {
  if (!isRecord(value)) return false;
  if (typeof value.name !== 'string' || typeof value.tail !== 'string') return false;
  return NUMBERS.every((field) => typeof value[field] === 'number');
}
