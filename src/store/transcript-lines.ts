import fs from 'node:fs';
import { decodeExchange } from './exchange.ts';
import type { Exchange } from './port.ts';

/** Bytes that are read at a time. */
const CHUNK = 64 * 1024;
/** No exchange is nearly as long, in bytes: a longer line is not read. */
const LONGEST_LINE = 16 * 1024 * 1024;
const NEWLINE = 0x0a;

/** A line of which the end is written; `end` is where the next one begins, in bytes. */
export interface EndedLine {
  /** Without its end; null for one of more than 16 MiB. */
  line: Buffer | null;
  end: number;
}

/**
 * The lines of an open file from its beginning, without their ends; null for one of more than
 * 16 MiB. No more than one line is held at a time. What is added meanwhile is read as well.
 */
export function* linesOf(fd: number): Generator<Buffer | null> {
  const lines = endedLinesOf(fd, 0);
  for (let next = lines.next(); ; next = lines.next()) {
    if (!next.done) yield next.value.line;
    else return next.value === null ? undefined : yield next.value.take();
  }
}

/**
 * As `linesOf`, from a byte on at which a line begins, but for a last line that has no end yet: that
 * is what it returns, null for none.
 */
export function* endedLinesOf(fd: number, from: number): Generator<EndedLine, Line | null> {
  const line = new Line();
  let isOpen = false;
  for (let at = from; ; ) {
    const chunk = readAt(fd, at, CHUNK);
    if (chunk.length === 0) break;
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      line.append(chunk.subarray(start, end));
      start = end + 1;
      yield { line: line.take(), end: at + start };
    }
    line.append(chunk.subarray(start));
    isOpen = start < chunk.length || (isOpen && start === 0);
    at += chunk.length;
  }
  return isOpen ? line : null;
}

const NOBODY: ReadonlySet<string> = new Set();
/** Stands in the lines of imported utterances only: in a text the quotation marks are escaped. */
const IMPORTED = Buffer.from('"speaker":"');

/**
 * The newest `limit` exchanges with memchat of an open file, oldest first, but for those of the turns
 * `known`. Only so much of its end is read.
 */
export function newestExchanges(
  fd: number,
  limit: number,
  known: ReadonlySet<string> = NOBODY,
): Exchange[] {
  const newest: Exchange[] = [];
  if (limit <= 0) return newest;
  for (const line of linesFromEnd(fd)) {
    const exchange = line?.includes(IMPORTED) ? null : line && decodeExchange(line.toString());
    if (exchange && !known.has(exchange.turn)) newest.push(exchange);
    // Before the next line is looked for: it may be far away.
    if (newest.length >= limit) break;
  }
  return newest.reverse();
}

function* linesFromEnd(fd: number): Generator<Buffer | null> {
  const line = new Line();
  for (let until = fs.fstatSync(fd).size; until > 0; ) {
    const from = Math.max(0, until - CHUNK);
    const chunk = readAt(fd, from, until - from);
    until = from;
    let end = chunk.length;
    for (let at = lastNewline(chunk, end); at >= 0; at = lastNewline(chunk, end)) {
      line.prepend(chunk.subarray(at + 1, end));
      yield line.take();
      end = at;
    }
    line.prepend(chunk.subarray(0, end));
  }
  yield line.take();
}

/** A line that is put together from pieces of chunks. */
class Line {
  #pieces: Buffer[] = [];
  #size = 0;

  append(piece: Buffer): void {
    if (this.#grow(piece)) this.#pieces.push(piece);
  }

  prepend(piece: Buffer): void {
    if (this.#grow(piece)) this.#pieces.unshift(piece);
  }

  /** The whole line, null if it is too long; the next one begins. */
  take(): Buffer | null {
    const [only, ...more] = this.#pieces;
    const whole = only !== undefined && more.length === 0 ? only : Buffer.concat(this.#pieces);
    const line = this.#size > LONGEST_LINE ? null : whole;
    this.#pieces = [];
    this.#size = 0;
    return line;
  }

  /** Whether the piece is worth keeping. */
  #grow(piece: Buffer): boolean {
    this.#size += piece.length;
    if (this.#size > LONGEST_LINE) this.#pieces = [];
    return piece.length > 0 && this.#size <= LONGEST_LINE;
  }
}

function readAt(fd: number, at: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, fs.readSync(fd, buffer, 0, length, at));
}

/** The last end of a line before `end`; -1 for none. */
function lastNewline(chunk: Buffer, end: number): number {
  return end === 0 ? -1 : chunk.lastIndexOf(NEWLINE, end - 1);
}
