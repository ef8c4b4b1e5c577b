import { toTime } from '../iso-time.ts';
import { redact } from '../privacy.ts';
import { MAX_MESSAGE } from '../turn.ts';
import { recordIn } from './json-text.ts';

/** What somebody said in another chat. Its secrets are redacted. */
export interface Utterance {
  /** As the file says it; null where it says none, or one that is not `[A-Za-z0-9:._-]{1,80}`. */
  id: string | null;
  session: string;
  /** ISO 8601 UTC with milliseconds. */
  at: string;
  speaker: string;
  text: string;
}

/** A line that was not taken. */
export interface UnreadLine {
  /** From 1. */
  line: number;
  /** A clause about the line, like "it has no text", without its content. */
  reason: string;
}

export type TranscriptRead =
  | { ok: true; utterances: Utterance[]; problems: UnreadLine[] }
  | { ok: false; problem: string };

/** The largest transcript that is imported, in characters: 200,000 lines of 500. */
export const MAX_TRANSCRIPT_IMPORT = 100_000_000;

const MAX_LINES = 200_000;
/** Characters of a line: the longest text, each of its characters written as `\uXXXX`, and the rest. */
const MAX_LINE = 6 * MAX_MESSAGE + 10_000;
/** Characters of the name of a speaker or session. */
const MAX_NAME = 200;

/**
 * Reads the transcript of another chat: a JSON object a line, `{ session, at, speaker, text }` and
 * an optional `id`, which is unique in the file; other fields are passed over.
 * A line that cannot be taken is named with the reason, and the others are. `problem` is a clause
 * about the whole, like "it is empty". Never throws.
 */
export function readTranscriptImport(text: string): TranscriptRead {
  if (text.length > MAX_TRANSCRIPT_IMPORT) return tooMuch(MAX_TRANSCRIPT_IMPORT, 'characters');
  // Before any of them is read: to look for secrets takes its time.
  let count = 0;
  for (const _ of linesIn(text)) if (++count > MAX_LINES) return tooMuch(MAX_LINES, 'lines');
  const utterances: Utterance[] = [];
  const problems: UnreadLine[] = [];
  const names = new Names();
  /** The lines of the ids. */
  const ids = new Map<string, number>();
  for (const [line, content] of linesIn(text)) {
    const read = readLine(content, names);
    const { id = null } = typeof read === 'string' ? {} : read;
    const before = id === null ? undefined : ids.get(id);
    if (typeof read === 'string') problems.push({ line, reason: read });
    else if (before !== undefined) problems.push({ line, reason: `line ${before} has its id` });
    else utterances.push(read);
    if (id !== null && before === undefined) ids.set(id, line);
  }
  const [first] = problems;
  if (utterances.length > 0) return { ok: true, utterances, problems };
  if (first === undefined) return { ok: false, problem: 'it is empty' };
  const problem = `no line of it is an utterance, the first because ${first.reason} (line ${first.line})`;
  return { ok: false, problem };
}

function tooMuch(limit: number, what: string): TranscriptRead {
  return { ok: false, problem: `it has more than ${limit.toLocaleString('en')} ${what}` };
}

/** The lines that are not empty, with their numbers. */
function* linesIn(text: string): Generator<[number, string]> {
  let number = 0;
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; ) {
    const next = text.indexOf('\n', at);
    const end = next < 0 ? text.length : next;
    number++;
    const line = text.slice(at, end).trim();
    if (line !== '') yield [number, line];
    at = end + 1;
  }
}

/** What a line says, or why it cannot be taken. */
function readLine(line: string, names: Names): Utterance | string {
  if (line.length > MAX_LINE) return `it has more than ${MAX_LINE.toLocaleString('en')} characters`;
  const fields = recordIn(line);
  if (fields === null) return 'it is no JSON object';
  const session = names.read(fields.session);
  if (session === null) return `it has no session, in 1 to ${MAX_NAME} characters`;
  const at = timeIn(fields.at);
  if (at === null) return 'its "at" is no date or time in ISO 8601';
  const speaker = typeof fields.speaker === 'string' ? names.read(fields.speaker) : null;
  if (speaker === null) return `it has no speaker, in 1 to ${MAX_NAME} characters`;
  const { text } = fields;
  if (typeof text !== 'string' || text.trim() === '') return 'it has no text';
  if (text.length > MAX_MESSAGE) {
    return `its text has more than ${MAX_MESSAGE.toLocaleString('en')} characters`;
  }
  return { id: idIn(fields.id), session, at, speaker, text: redact(text) };
}

/** The names of speakers and sessions, each looked at once. */
class Names {
  readonly #redacted = new Map<string, string>();

  /** On one line, without secrets; null for none. */
  read(value: unknown): string | null {
    if (typeof value !== 'string' && typeof value !== 'number') return null;
    const name = String(value).replace(/\s+/gu, ' ').trim();
    if (name === '' || name.length > MAX_NAME) return null;
    const redacted = this.#redacted.get(name) ?? redact(name);
    this.#redacted.set(name, redacted);
    return redacted;
  }
}

/** A day that its month does not have is none. */
function timeIn(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const time = toTime(value);
  const day = value.trim().slice(0, 10);
  return time === null || toTime(day)?.slice(0, 10) !== day ? null : time;
}

function idIn(value: unknown): string | null {
  const id = typeof value === 'number' ? String(value) : value;
  if (typeof id !== 'string' || !/^[A-Za-z0-9:._-]{1,80}$/.test(id)) return null;
  return redact(id) === id ? id : null;
}

// Ids of turns are `[a-z0-9-]`, so that none is taken for the id that an utterance was given.
const GIVEN = 'id:';
const MARK = '#';

/**
 * The id of the turn that an utterance with an id of its own becomes. `hash` of what it says tells it
 * from one of another chat that was given the same id.
 */
export function turnOfGiven(id: string, hash: string): string {
  return `${GIVEN}${id}${MARK}${hash}`;
}

/** The id that an imported utterance had in its file; null for a turn that was given none. */
export function givenId(turn: string): string | null {
  return turn.startsWith(GIVEN) ? (turn.slice(GIVEN.length).split(MARK, 1)[0] ?? '') : null;
}
