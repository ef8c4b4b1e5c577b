import { Best } from './best.ts';
import type { DateRange } from './calendar.ts';
import { ASKS, type Documents, NONE, SAYS_WHEN } from './documents.ts';
import type { Weights } from './weights.ts';

/** A query as it is ranked. */
export interface Asked {
  query: string;
  /** Of each known term: places × 16 + counts. */
  postings: readonly (readonly number[])[];
  /** How many terms no document has. */
  unknown: number;
  /** Speakers that it names. */
  speakers: ReadonlySet<number>;
  ranges: readonly DateRange[];
  limit: number;
}

const ASKS_WHEN =
  /\b(?:when|what (?:date|day|month|year|time)|which (?:day|month|year)|how long|wann|seit wann|quand|cu[aá]ndo|quando|wanneer)\b/iu;

/** The weight of a word that `count` of `total` have: the probabilistic idf, never below 0. */
function rarity(total: number, count: number): number {
  return Math.log(1 + (total - count + 0.5) / (count + 0.5));
}

/** A document that was found. */
export interface Ranked {
  id: string;
  score: number;
}

/** By a document's flags, what its score is multiplied with. */
function factorsOf(query: string, weights: Weights): number[] {
  const asksWhen = ASKS_WHEN.test(query);
  return [0, ASKS, SAYS_WHEN, ASKS | SAYS_WHEN].map(
    (flags) =>
      ((flags & ASKS) !== 0 ? weights.asks : 1) *
      (asksWhen && (flags & SAYS_WHEN) !== 0 ? weights.saysWhen : 1),
  );
}

/**
 * A word that more documents have than so many, and than such a share of all, finds none by itself
 * where rarer words have: it only lifts those. It keeps a search in 100,000 turns short.
 */
const COMMON = 2_000;
const COMMON_SHARE = 1 / 50;

/** Ranks the documents of an index. Holds the columns that a search works in, so that none are made anew. */
export class Ranking {
  readonly #weights: Weights;
  readonly #touched: number[] = [];
  readonly #reached: number[] = [];
  #own = new Float64Array();
  #sum = new Float64Array();
  #sessionScore = new Float64Array();
  #sessionCount = new Float64Array();

  constructor(weights: Weights) {
    this.#weights = weights;
  }

  rank(asked: Asked, documents: Documents, speakerOf: readonly number[]): Ranked[] {
    const { ids } = documents;
    this.#makeRoom(documents);
    this.#touched.length = 0;
    const touchedSessions = new Set<number>();
    let ideal = asked.unknown * rarity(documents.size, 0) * (documents.sessionCount > 0 ? 2 : 1);
    const rarestFirst = asked.postings.toSorted((a, b) => a.length - b.length);
    for (const postings of rarestFirst) {
      ideal += this.#scoreTerm(postings, documents, touchedSessions);
    }
    if (asked.ranges.length > 0) ideal += this.#scoreDates(asked.ranges, documents);
    this.#spread(documents);
    const best = this.#choose(asked, documents, speakerOf);
    for (const session of touchedSessions) this.#sessionScore[session] = 0;
    const unit = ideal > 0 ? 1 / ideal : 0;
    return best.map(({ place, score }) => ({ id: ids[place] ?? '', score: score * unit }));
  }

  /** Adds BM25 of one term to documents and sessions; what an average document would get that has it. */
  #scoreTerm(
    postings: readonly number[],
    documents: Documents,
    touchedSessions: Set<number>,
  ): number {
    const { lengths, sessions, sessionLengths, size, sessionCount } = documents;
    const { k1, b, sessionK1, sessionB } = this.#weights;
    const own = this.#own;
    const touched = this.#touched;
    const counts = this.#sessionCount;
    const idf = rarity(size, postings.length);
    const average = Math.max(documents.totalLength / Math.max(size, 1), 1);
    const isCommon = touched.length > 0 && postings.length > Math.max(COMMON, size * COMMON_SHARE);
    const inSessions: number[] = [];
    for (let at = 0; at < postings.length; at++) {
      const posting = postings[at] ?? 0;
      const place = posting >> 4;
      const count = posting & 15;
      const session = sessions[place] ?? NONE;
      if (session !== NONE) {
        if (counts[session] === 0) inSessions.push(session);
        counts[session] = (counts[session] ?? 0) + count;
      }
      const before = own[place] ?? 0;
      if (before === 0) {
        if (isCommon) continue;
        touched.push(place);
      }
      const norm = k1 * (1 - b + (b * (lengths[place] ?? 0)) / average);
      own[place] = before + (idf * count * (k1 + 1)) / (count + norm);
    }
    if (sessionCount === 0) return idf;
    const sessionIdf = rarity(sessionCount, inSessions.length);
    const averageSession = Math.max(documents.totalSessionLength / sessionCount, 1);
    for (const session of inSessions) {
      const count = counts[session] ?? 0;
      counts[session] = 0;
      const relative = (sessionLengths[session] ?? 0) / averageSession;
      const norm = sessionK1 * (1 - sessionB + sessionB * relative);
      const score = (sessionIdf * count * (sessionK1 + 1)) / (count + norm);
      this.#sessionScore[session] = (this.#sessionScore[session] ?? 0) + score;
      touchedSessions.add(session);
    }
    return idf + this.#weights.session * sessionIdf;
  }

  /**
   * A stretch of time counts as a word that the documents dated in it have. Alone it finds them all;
   * beside words that were found it only lifts.
   */
  #scoreDates(ranges: readonly DateRange[], documents: Documents): number {
    const { from, until, ids } = documents;
    const own = this.#own;
    const touched = this.#touched;
    const isAlone = touched.length === 0;
    const dated: number[] = [];
    for (let place = 0; place < ids.length; place++) {
      const begin = from[place] ?? Number.NaN;
      const end = until[place] ?? Number.NaN;
      const isIn = ranges.some((range) => begin < range.to && end >= range.from);
      if (isIn && ids[place] !== undefined) dated.push(place);
    }
    const weight = this.#weights.dated * rarity(documents.size, dated.length);
    for (const place of dated) {
      const before = own[place] ?? 0;
      if (before === 0 && !isAlone) continue;
      if (before === 0) touched.push(place);
      own[place] = before + weight;
    }
    return dated.length > 0 ? weight : 0;
  }

  /** What a turn says is often answered, or asked, by its neighbours: they get a share of its score. */
  #spread({ previous, next }: Documents): void {
    const own = this.#own;
    this.#reached.length = 0;
    for (const place of this.#touched) {
      const score = own[place] ?? 0;
      own[place] = 0;
      const before = previous[place] ?? NONE;
      const after = next[place] ?? NONE;
      this.#give(place, score);
      if (before !== NONE) {
        this.#give(before, score * this.#weights.toPrevious);
        this.#give(previous[before] ?? NONE, score * this.#weights.toSecond);
      }
      if (after !== NONE) {
        this.#give(after, score * this.#weights.toNext);
        this.#give(next[after] ?? NONE, score * this.#weights.toSecond);
      }
    }
  }

  #give(place: number, score: number): void {
    if (place === NONE || score === 0) return;
    const before = this.#sum[place] ?? 0;
    if (before === 0) this.#reached.push(place);
    this.#sum[place] = before + score;
  }

  #choose(asked: Asked, { sessions, flags, from, size }: Documents, speakerOf: readonly number[]) {
    const best = new Best(asked.limit, from);
    const sum = this.#sum;
    const factors = factorsOf(asked.query, this.#weights);
    const named = this.#weights.speaker * Math.log(1 + size);
    for (const place of this.#reached) {
      const session = sessions[place] ?? NONE;
      let score = sum[place] ?? 0;
      sum[place] = 0;
      if (session !== NONE) score += this.#weights.session * (this.#sessionScore[session] ?? 0);
      if (asked.speakers.size > 0 && asked.speakers.has(speakerOf[place] ?? -1)) score += named;
      best.offer(place, score * (factors[flags[place] ?? 0] ?? 1));
    }
    return best.sorted();
  }

  #makeRoom({ ids, sessionLengths }: Documents): void {
    if (this.#own.length < ids.length) {
      this.#own = new Float64Array(ids.length * 2);
      this.#sum = new Float64Array(ids.length * 2);
    }
    if (this.#sessionScore.length < sessionLengths.length) {
      this.#sessionScore = new Float64Array(sessionLengths.length * 2);
      this.#sessionCount = new Float64Array(sessionLengths.length * 2);
    }
  }
}
