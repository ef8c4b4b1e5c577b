import fs from 'node:fs';
import { decodeExchange, encodeExchange } from './exchange.ts';
import { writing } from './failures.ts';
import { isDirectory, withPlain } from './files.ts';
import type { Place } from './paths.ts';
import type { Exchange } from './port.ts';
import { appendTo } from './transcript-append.ts';
import { transcriptFiles, yearFile, yearOf } from './transcript-files.ts';
import { linesOf } from './transcript-lines.ts';

/** About as much is written at once, in bytes. */
const PIECE = 256 * 1024;

/**
 * Adds utterances to the files of their years, as `Transcript.import` says. They are appended, so
 * that what is there need not be written anew, and nobody who writes meanwhile holds this up.
 */
export async function importExchanges(
  place: Place,
  exchanges: readonly Exchange[],
): Promise<number> {
  const missing = new Map<string, Exchange>();
  for (const exchange of exchanges) {
    if (!missing.has(exchange.turn)) missing.set(exchange.turn, exchange);
  }
  if (isDirectory(place.house)) {
    for (const file of transcriptFiles(place)) dropKnown(missing, file);
  }
  const added = missing.size;
  for (const [file, group] of byFile(place, missing.values())) {
    let isAgain = false;
    const pick = (fd: number) => {
      // The file was replaced by one that may hold a part of them.
      if (isAgain) dropKnown(group, file);
      isAgain = true;
      return piecesOf(group.values(), fd);
    };
    await writing(file, () => appendTo(place, file, pick));
  }
  return added;
}

function dropKnown(missing: Map<string, Exchange>, file: string): void {
  withPlain(file, (fd) => {
    for (const line of linesOf(fd)) {
      if (missing.size === 0) break;
      const exchange = line && decodeExchange(line.toString());
      if (exchange !== null) missing.delete(exchange.turn);
    }
  });
}

/** What goes into which file, the oldest year first. */
function byFile(place: Place, exchanges: Iterable<Exchange>): [string, Map<string, Exchange>][] {
  const files = new Map<string, Map<string, Exchange>>();
  for (const exchange of exchanges) {
    const year = yearOf(exchange.at);
    const file = year === null ? place.transcript : yearFile(place, year);
    const group = files.get(file) ?? new Map<string, Exchange>();
    files.set(file, group.set(exchange.turn, exchange));
  }
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The lines in pieces of a bounded size. What a stopped process left unfinished stays alone. */
function* piecesOf(exchanges: Iterable<Exchange>, fd: number): Generator<Buffer> {
  let piece = endsOpen(fd) ? '\n' : '';
  for (const exchange of exchanges) {
    piece += `${encodeExchange(exchange)}\n`;
    if (piece.length < PIECE) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  if (piece.length > 1) yield Buffer.from(piece);
}

function endsOpen(fd: number): boolean {
  const { size } = fs.fstatSync(fd);
  const last = Buffer.alloc(1);
  return size > 0 && fs.readSync(fd, last, 0, 1, size - 1) === 1 && last.toString() !== '\n';
}
