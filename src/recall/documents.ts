import { timeOf } from './time.ts';

/** A text that can be recalled: a turn of a conversation, or a fact. */
export interface RecallDocument {
  /** Unique in the index; another text with the same id takes its place. */
  id: string;
  /** Only its first 20,000 characters are indexed. */
  text: string;
  /** The conversation that it belongs to: its documents are neighbours in the order of their adding. */
  session?: string | undefined;
  /** Who says it: a query that has one of these words looks for their documents first. */
  speaker?: string | undefined;
  /** ISO 8601: when it was said, or since when it holds. */
  date?: string | undefined;
  /** ISO 8601: until when it holds; null: it holds still. Default `date`: one moment. */
  until?: string | null | undefined;
}

/** No such document. */
export const NONE = -1;

/** Bits of `Documents.flags`. */
export const ASKS = 1;
export const SAYS_WHEN = 2;

/** How many documents there is room for at first. */
const FIRST_ROOM = 64;

/**
 * The documents of an index, a column for each property; a document is its place in them. Places go
 * up in the order of adding; those of removed documents stay empty.
 */
export class Documents {
  readonly ids: (string | undefined)[] = [];
  /** Terms that it has, repetitions included. */
  lengths = new Uint16Array(FIRST_ROOM);
  sessions = new Int32Array(FIRST_ROOM);
  /** The neighbours in its session. */
  previous = new Int32Array(FIRST_ROOM);
  next = new Int32Array(FIRST_ROOM);
  /** Milliseconds since 1970; NaN where it is not known. */
  from = new Float64Array(FIRST_ROOM);
  until = new Float64Array(FIRST_ROOM);
  flags = new Uint8Array(FIRST_ROOM);
  /** The distinct terms of all, one after the other, for their removal; and where those of each begin. */
  readonly #terms: number[] = [];
  readonly #termsFrom: number[] = [];
  readonly #places = new Map<string, number>();
  readonly #sessionNumbers = new Map<string, number>();
  /** Of each session: its newest document, the terms of all, and how many documents it has. */
  readonly #lastOf: number[] = [];
  readonly sessionLengths: number[] = [];
  readonly #sessionSizes: number[] = [];
  totalLength = 0;
  sessionCount = 0;
  /** The terms of the documents that have a session. */
  totalSessionLength = 0;

  /** How many documents there are. */
  get size(): number {
    return this.#places.size;
  }

  /** How many places there are, those of removed documents included: the next one's. */
  get places(): number {
    return this.ids.length;
  }

  placeOf(id: string): number {
    return this.#places.get(id) ?? NONE;
  }

  /** `terms`: the distinct ones; `length`: how many with repetitions. */
  add(
    document: RecallDocument,
    { terms, length, saysWhen }: { terms: readonly number[]; length: number; saysWhen: boolean },
  ): void {
    const { id, text, date, until = date } = document;
    const place = this.places;
    if (place === this.lengths.length) this.#grow();
    const session = this.#sessionOf(document.session);
    const before = session === NONE ? NONE : (this.#lastOf[session] ?? NONE);
    this.ids.push(id);
    this.lengths[place] = length;
    this.sessions[place] = session;
    this.previous[place] = before;
    this.next[place] = NONE;
    const from = timeOf(date);
    this.from[place] = from;
    this.until[place] = endOf(until, date, from);
    this.flags[place] = (isQuestion(text) ? ASKS : 0) | (saysWhen ? SAYS_WHEN : 0);
    this.#termsFrom.push(this.#terms.length);
    for (const term of terms) this.#terms.push(term);
    this.#places.set(id, place);
    this.totalLength += length;
    if (before !== NONE) this.next[before] = place;
    if (session !== NONE) {
      this.#lastOf[session] = place;
      this.#count(session, 1, length);
    }
  }

  /** The distinct terms of a document. */
  termsOf(place: number): number[] {
    return this.#terms.slice(this.#termsFrom[place], this.#termsFrom[place + 1]);
  }

  remove(place: number): void {
    const id = this.ids[place];
    if (id === undefined) return;
    const session = this.sessions[place] ?? NONE;
    const before = this.previous[place] ?? NONE;
    const after = this.next[place] ?? NONE;
    const length = this.lengths[place] ?? 0;
    if (before !== NONE) this.next[before] = after;
    if (after !== NONE) this.previous[after] = before;
    if (session !== NONE) {
      if (this.#lastOf[session] === place) this.#lastOf[session] = before;
      this.#count(session, -1, -length);
    }
    this.#places.delete(id);
    this.ids[place] = undefined;
    this.totalLength -= length;
  }

  #sessionOf(name: string | undefined): number {
    if (name === undefined) return NONE;
    const known = this.#sessionNumbers.get(name);
    if (known !== undefined) return known;
    const number = this.#lastOf.length;
    this.#sessionNumbers.set(name, number);
    this.#lastOf.push(NONE);
    this.sessionLengths.push(0);
    this.#sessionSizes.push(0);
    return number;
  }

  #count(session: number, documents: number, length: number): void {
    const size = this.#sessionSizes[session] ?? 0;
    this.#sessionSizes[session] = size + documents;
    if (size === 0) this.sessionCount += 1;
    if (size + documents === 0) this.sessionCount -= 1;
    this.sessionLengths[session] = (this.sessionLengths[session] ?? 0) + length;
    this.totalSessionLength += length;
  }

  #grow(): void {
    const room = this.lengths.length * 2;
    this.lengths = enlarged(this.lengths, new Uint16Array(room));
    this.sessions = enlarged(this.sessions, new Int32Array(room));
    this.previous = enlarged(this.previous, new Int32Array(room));
    this.next = enlarged(this.next, new Int32Array(room));
    this.from = enlarged(this.from, new Float64Array(room));
    this.until = enlarged(this.until, new Float64Array(room));
    this.flags = enlarged(this.flags, new Uint8Array(room));
  }
}

function enlarged<T extends { set(from: ArrayLike<number>): void }>(
  column: ArrayLike<number>,
  into: T,
): T {
  into.set(column);
  return into;
}

/** What cannot be read counts as not given. */
function endOf(until: string | null | undefined, date: string | undefined, from: number): number {
  if (until === null) return Number.POSITIVE_INFINITY;
  const end = until === date ? from : timeOf(until);
  return Number.isNaN(end) ? from : end;
}

function isQuestion(text: string): boolean {
  return /[?？؟]\s*$/u.test(text.slice(-8));
}
