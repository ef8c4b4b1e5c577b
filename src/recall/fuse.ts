import { MemchatError } from '../errors.ts';

/** Something that was found, and how well it fits: higher is better. */
export interface Ranked {
  id: string;
  score: number;
}

export interface FuseOptions {
  /** How little the first places count before those behind them. Default 60, as in the source. */
  k?: number | undefined;
  /** The most that is given back. */
  limit: number;
  /** How much each ranking counts, in their order; default 1 each. 0 leaves one out. */
  weights?: readonly number[] | undefined;
}

/**
 * Several rankings, each best first, as one by reciprocal rank fusion: an id scores the sum over
 * the rankings of weight / (k + rank), the first rank being 1. Only places count, so the scores of
 * rankings need not be alike. Of an id that is in a ranking twice the better place counts. Equal
 * scores go by the best place, then by id; the order of the rankings makes no difference.
 *
 * Source: Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and
 * individual Rank Learning Methods", SIGIR 2009, with its k of 60.
 * @throws MemchatError `usage` for a k or weight that is negative or no number, or when there are
 *   not as many weights as rankings.
 */
export function fuse(
  rankings: readonly (readonly Ranked[])[],
  { k = 60, limit, weights = rankings.map(() => 1) }: FuseOptions,
): Ranked[] {
  if (weights.length !== rankings.length || ![k, ...weights].every(isAmount)) {
    throw new MemchatError(
      'Rankings are fused with a k and one weight each, none below 0.',
      'usage',
    );
  }
  const places = new Map<string, Places>();
  rankings.forEach((ranking, index) => {
    const weight = weights[index] ?? 0;
    if (weight > 0) count(ranking, weight, k, places);
  });
  const fused = [...places].map(([id, { best, parts }]) => ({ id, best, score: sum(parts) }));
  fused.sort((a, b) => b.score - a.score || a.best - b.best || (a.id < b.id ? -1 : 1));
  return fused.slice(0, Math.max(0, limit)).map(({ id, score }) => ({ id, score }));
}

interface Places {
  best: number;
  /** What each ranking adds to the score. */
  parts: number[];
}

function count(
  ranking: readonly Ranked[],
  weight: number,
  k: number,
  places: Map<string, Places>,
): void {
  const seen = new Set<string>();
  let rank = 0;
  for (const { id } of ranking) {
    rank += 1;
    if (seen.has(id)) continue;
    seen.add(id);
    const known = places.get(id) ?? { best: rank, parts: [] };
    known.best = Math.min(known.best, rank);
    known.parts.push(weight / (k + rank));
    places.set(id, known);
  }
}

/** By size, so that the order of the rankings does not change the last digit. */
function sum(parts: number[]): number {
  return parts.sort((a, b) => a - b).reduce((total, part) => total + part, 0);
}

function isAmount(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}
