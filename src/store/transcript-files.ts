import path from 'node:path';
import { namesIn } from './files.ts';
import type { Place } from './paths.ts';

// `transcript.jsonl` has what was said to memchat this year, `transcript-<year>.jsonl` what was said
// in a year before, and what was imported of any year. Lines only ever move from the first into one
// of the others.

const YEAR_FILE = /^transcript-\d{4}\.jsonl$/;

/** Bytes in which a line says its year: two ids and a time come first. */
const HEAD = 512;

/**
 * The files of the transcript, the newest first. The years are looked for when the current file has
 * been dealt with: who goes through them in this order misses no line that is moved meanwhile, and
 * may meet one twice. The current file need not be there.
 */
export function* transcriptFiles(place: Place): Generator<string> {
  yield place.transcript;
  const years = namesIn(place.house).filter((name) => YEAR_FILE.test(name));
  for (const name of years.sort().reverse()) yield path.join(place.house, name);
}

/** The file of a year, whether it is there or not. */
export function yearFile({ house }: Place, year: string): string {
  return path.join(house, `transcript-${year}.jsonl`);
}

/** Whether a file in the housekeeping has a name of the transcript. */
export function isTranscript(place: Place, file: string): boolean {
  return file === place.transcript || YEAR_FILE.test(path.basename(file));
}

/** The year of a time in ISO 8601, in four digits; null for what is none. */
export function yearOf(at: string): string | null {
  return /^(\d{4})-/.exec(at)?.[1] ?? null;
}

/** The year that a line begins with, cheaply; null for one that was not written by memchat. */
export function yearOfLine(line: Buffer): string | null {
  const head = line.toString('latin1', 0, HEAD);
  return /^\{"turn":"[^"\\]*","session":"[^"\\]*","at":"(\d{4})-/.exec(head)?.[1] ?? null;
}
