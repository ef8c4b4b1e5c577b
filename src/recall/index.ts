import { Documents, NONE, type RecallDocument } from './documents.ts';
import { Lexicon } from './lexicon.ts';
import { Ranking } from './ranking.ts';
import { Speakers } from './speakers.ts';
import { type DateRange, timeRanges } from './time.ts';
import { WEIGHTS, type Weights } from './weights.ts';

export type { RecallDocument } from './documents.ts';

export interface SearchOptions {
  /** Most results. Default 10. */
  limit?: number;
  /** ISO 8601: what "last March" is counted from. Default: relative expressions are not understood. */
  now?: string | undefined;
  /**
   * Stretches of time beside those that the query speaks of. With an empty query everything that is
   * dated within them is found.
   */
  ranges?: readonly DateRange[] | undefined;
}

/**
 * A document that was found. `score` is comparable between queries: about 1 is what a document of
 * average length would get that has each word of the query once, in a session that has them as well;
 * words that no document has count as missing. It has no upper bound.
 */
export interface RecallResult {
  id: string;
  score: number;
}

/** A posting is a document's place times this, plus how often it has the term, at most `MOST` times. */
const COUNTS = 16;
const MOST = COUNTS - 1;

/**
 * Finds the texts that bear on a query: BM25 over stems, with the session, the neighbours, the
 * speaker and the date of each text (`WEIGHTS` has the figures). Incremental: it may be searched after
 * every `add` and `remove`, and ranks as if it had been built anew from what is in it. Deterministic:
 * equal scores stand newest first, then in the order of adding. In memory, some 400 bytes a turn; a
 * removed document leaves 100 bytes behind.
 */
export class RecallIndex {
  readonly #lexicon = new Lexicon();
  readonly #documents = new Documents();
  readonly #speakers = new Speakers();
  /** By term, the documents that have it, in the order of their places. */
  readonly #postings: number[][] = [];
  readonly #ranking: Ranking;

  /** Other weights than these are for measuring what each of them does. */
  constructor(weights: Weights = WEIGHTS) {
    this.#ranking = new Ranking(weights);
  }

  /** How many documents there are. */
  get size(): number {
    return this.#documents.size;
  }

  /** Adds a document as the newest of its session; one with the same id is removed before. */
  add(document: RecallDocument): void {
    this.remove(document.id);
    const { terms, saysWhen } = this.#lexicon.learn(document.text);
    const place = this.#documents.places;
    const distinct = terms.filter((term) => this.#post(term, place));
    this.#documents.add(document, { terms: distinct, length: terms.length, saysWhen });
    this.#speakers.add(document.speaker);
  }

  /** Whether it is the first time in this document. */
  #post(term: number, place: number): boolean {
    const posting = place * COUNTS + 1;
    const postings = this.#postings[term];
    if (postings === undefined) {
      this.#postings[term] = [posting];
      return true;
    }
    const last = postings.length - 1;
    const newest = postings[last] ?? NONE;
    if (newest < posting) return postings.push(posting) > 0;
    if (newest < posting + MOST - 1) postings[last] = newest + 1;
    return false;
  }

  /** Not an error when it is not there. */
  remove(id: string): void {
    const place = this.#documents.placeOf(id);
    if (place === NONE) return;
    for (const term of this.#documents.termsOf(place)) {
      const postings = this.#postings[term] ?? [];
      postings.splice(firstFrom(postings, place * COUNTS), 1);
    }
    this.#documents.remove(place);
  }

  /**
   * The documents that bear most on the query, best first. None when no word of it that carries
   * content is known and it speaks of no time. Never throws.
   */
  search(query: string, { limit, now, ranges = [] }: SearchOptions = {}): RecallResult[] {
    return this.searchWithin(query, [...timeRanges(query, now ?? null), ...ranges], limit);
  }

  /** As `search`; `ranges` are also those that the query speaks of: who asks two indexes reads it once. */
  searchWithin(query: string, ranges: readonly DateRange[], limit = 10): RecallResult[] {
    const terms = new Set(this.#lexicon.read(query).terms);
    const postings = [...terms].map((term) => this.#postings[term] ?? []);
    // What only removed documents had is as unknown as what none ever had.
    const known = postings.filter(({ length }) => length > 0);
    return this.#ranking.rank(
      {
        query,
        postings: known,
        unknown: terms.size - known.length,
        speakers: this.#speakers.named(query),
        ranges,
        limit,
      },
      this.#documents,
      this.#speakers.of,
    );
  }
}

/** Where the first number stands that is at least `least`. */
function firstFrom(sorted: readonly number[], least: number): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] ?? 0) < least) from = middle + 1;
    else to = middle;
  }
  return from;
}
