/**
 * What the ranking is made of. Chosen on the five development conversations of LoCoMo (Maharana et
 * al. 2024; 760 questions of categories 1–4, turns as documents) by recall@10, each value in the
 * middle of where the figure is flat; `npm run bench:recall` measures it. In brackets what is lost,
 * in points, when that part alone is switched off (`-- --ablation`).
 */
export const WEIGHTS: Weights = Object.freeze({
  /**
   * BM25 of a document (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework"): how
   * soon a repeated word stops counting, and how much a long text is marked down. Turns are short:
   * anything from 0.5 to 1.2 and 0.2 to 0.6 is within 0.5 points.
   */
  k1: 0.8,
  b: 0.4,
  /**
   * The share of its score that a turn gives to the turns before and after it in its session, next
   * to it and next but one: an answer seldom repeats the words of its question (8.6).
   */
  toNext: 0.4,
  toPrevious: 0.35,
  toSecond: 0.2,
  /** BM25 of the turn's whole session, added in full (2.9). */
  session: 1,
  sessionK1: 1.5,
  sessionB: 0.6,
  /**
   * What a turn gets whose speaker the query names, in units of ln(1 + number of documents), which
   * is the weight of a word that a single document has (3.9).
   */
  speaker: 0.5,
  /**
   * What a document gets that is dated within a stretch of time that the query speaks of, in weights
   * of a word as rare as such documents are (0.8).
   */
  dated: 1.5,
  /** For "when …?": the factor for a document that says when (0.5). */
  saysWhen: 1.3,
  /** The factor for a document that only asks: it seldom is what was asked for (0.9). */
  asks: 0.9,
});

/** A figure for each part of the ranking. */
export type Weights = Readonly<
  Record<
    | 'k1'
    | 'b'
    | 'toNext'
    | 'toPrevious'
    | 'toSecond'
    | 'session'
    | 'sessionK1'
    | 'sessionB'
    | 'speaker'
    | 'dated'
    | 'saysWhen'
    | 'asks',
    number
  >
>;
