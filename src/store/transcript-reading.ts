import fs from 'node:fs';
import path from 'node:path';
import { decodeExchange } from './exchange.ts';
import { reading } from './failures.ts';
import { isDirectory, withPlain } from './files.ts';
import type { Place } from './paths.ts';
import type { Exchange, TranscriptCursor, TranscriptReading } from './port.ts';
import {
  decodeCursor,
  encodeCursor,
  isContinued,
  isUntouched,
  type Mark,
  markOf,
} from './transcript-cursor.ts';
import { transcriptFiles } from './transcript-files.ts';
import { endedLinesOf, newestExchanges } from './transcript-lines.ts';

/** What was read of one file. */
interface Part {
  exchanges: Exchange[];
  mark: Mark;
}

/** Reads the transcript as `Transcript.read` says. */
export async function readTranscript(
  place: Place,
  from: TranscriptCursor | null,
): Promise<TranscriptReading> {
  isDirectory(place.house);
  const marks = from === null ? null : decodeCursor(from);
  const added = marks && (await readOn(place, marks));
  if (added !== null) return readingOf(added, false);
  const all: Part[] = [];
  for (const file of transcriptFiles(place)) {
    const part = await read(file, (fd, stat) => readFrom(file, fd, stat, 0));
    if (part !== null) all.push(part);
  }
  return readingOf(all, true);
}

/** The newest exchanges with memchat, as `Transcript.recent` says. */
export async function recentExchanges(place: Place, limit: number): Promise<Exchange[]> {
  isDirectory(place.house);
  let recent: Exchange[] = [];
  for (const file of transcriptFiles(place)) {
    if (recent.length >= limit) break;
    const known = new Set(recent.map(({ turn }) => turn));
    const left = limit - recent.length;
    const older = await read(file, (fd) => newestExchanges(fd, left, known));
    recent = [...(older ?? []), ...recent];
  }
  return recent;
}

/** What was added to the files that were read before; null where anything else happened to one. */
async function readOn(place: Place, marks: readonly Mark[]): Promise<Part[] | null> {
  const left = new Map(marks.map((mark) => [mark.name, mark]));
  const parts: Part[] = [];
  for (const file of transcriptFiles(place)) {
    const stat = fs.lstatSync(file, { throwIfNoEntry: false });
    const mark = left.get(path.basename(file));
    if (stat === undefined && mark === undefined) continue;
    // A new file may hold what was moved from another.
    if (stat === undefined || mark === undefined) return null;
    const part = isUntouched(mark, stat) ? { exchanges: [], mark } : await continueFile(file, mark);
    if (part === null) return null;
    parts.push(part);
    left.delete(mark.name);
  }
  return left.size === 0 ? parts : null;
}

function continueFile(file: string, mark: Mark): Promise<Part | null> {
  return read(file, (fd, stat) =>
    isContinued(mark, fd, stat) ? readFrom(file, fd, stat, mark.end) : null,
  );
}

/** As `withPlain`, and what the system refuses is told with the name of this file. */
function read<T>(file: string, work: (fd: number, stat: fs.Stats) => T): Promise<T | null> {
  return reading(file, async () => withPlain(file, work));
}

function readFrom(file: string, fd: number, stat: fs.Stats, from: number): Part {
  const exchanges: Exchange[] = [];
  let end = from;
  for (const ended of endedLinesOf(fd, from)) {
    const exchange = ended.line && decodeExchange(ended.line.toString());
    if (exchange !== null) exchanges.push(exchange);
    end = ended.end;
  }
  return { exchanges, mark: markOf(path.basename(file), fd, stat, end) };
}

/** Puts together what was read of the files, the newest first. */
function readingOf(parts: readonly Part[], isWhole: boolean): TranscriptReading {
  const exchanges: Exchange[] = [];
  const places = new Map<string, number>();
  for (const part of parts.toReversed()) {
    for (const exchange of part.exchanges) {
      const before = places.get(exchange.turn);
      // Of a turn that stands in two files the newer one is right: who rewrites begins with it.
      if (before !== undefined) exchanges[before] = exchange;
      else places.set(exchange.turn, exchanges.push(exchange) - 1);
    }
  }
  return { exchanges, cursor: encodeCursor(parts.map(({ mark }) => mark)), isWhole };
}
