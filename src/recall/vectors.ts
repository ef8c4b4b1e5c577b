import { MemchatError } from '../errors.ts';
import type { Ranked } from './fuse.ts';

/** Vectors for which there is room at first. */
const FIRST_ROOM = 64;

/** Whether a vector has a direction: some numbers, all finite, not all 0. */
export function hasDirection(vector: Float32Array): boolean {
  const norm = normOf(vector);
  return norm > 0 && Number.isFinite(norm);
}

/**
 * Vectors in the memory of the process, searched one by one. All have the length of the first one
 * that is added; they are kept at length 1, side by side in one array of four bytes a number.
 */
export class VectorIndex {
  /** By place in `#numbers`. */
  readonly #ids: string[] = [];
  readonly #places = new Map<string, number>();
  #numbers = new Float32Array(0);
  #dimension = 0;

  /** How many there are. */
  get size(): number {
    return this.#ids.length;
  }

  /** The length that a vector must have; null before the first one. */
  get dimension(): number | null {
    return this.#dimension === 0 ? null : this.#dimension;
  }

  has(id: string): boolean {
    return this.#places.has(id);
  }

  /**
   * Adds a copy of the vector, or replaces the one with this id.
   * @throws MemchatError `usage` for a vector of another length, one without a direction (all 0,
   *   empty), or one with something in it that is not a finite number.
   */
  add(id: string, vector: Float32Array): void {
    const norm = this.#checked(vector);
    if (this.#dimension === 0) this.#dimension = vector.length;
    const place = this.#places.get(id) ?? this.#newPlace(id);
    const start = place * this.#dimension;
    for (let at = 0; at < vector.length; at++) {
      this.#numbers[start + at] = (vector[at] ?? 0) / norm;
    }
  }

  /** Not an error when it is not there. */
  remove(id: string): void {
    const place = this.#places.get(id);
    const last = this.#ids.pop();
    if (place === undefined || last === undefined) {
      if (last !== undefined) this.#ids.push(last);
      return;
    }
    this.#places.delete(id);
    // The last one moves into the gap, and nothing is left of it behind the end.
    const from = this.#ids.length * this.#dimension;
    if (last !== id) {
      this.#numbers.copyWithin(place * this.#dimension, from, from + this.#dimension);
      this.#ids[place] = last;
      this.#places.set(last, place);
    }
    this.#numbers.fill(0, from, from + this.#dimension);
  }

  /**
   * The nearest vectors by cosine (-1 to 1), best first, those that are equally near by id.
   * @throws MemchatError `usage` as `add`, unless there is nothing to search.
   */
  search(vector: Float32Array, limit: number): Ranked[] {
    if (this.size === 0 || !(limit > 0)) return [];
    const norm = this.#checked(vector);
    const query = vector.map((number) => number / norm);
    const nearest: Ranked[] = [];
    let least = Number.NEGATIVE_INFINITY;
    for (let place = 0; place < this.#ids.length; place++) {
      const score = this.#product(query, place * this.#dimension);
      if (score < least) continue;
      const id = this.#ids[place] ?? '';
      nearest.splice(positionOf(nearest, score, id), 0, { id, score });
      if (nearest.length > limit) nearest.pop();
      if (nearest.length >= limit) least = nearest.at(-1)?.score ?? least;
    }
    // Rounding may take one that is the same a little above 1.
    return nearest.map(({ id, score }) => ({ id, score: Math.max(-1, Math.min(1, score)) }));
  }

  /** Four sums, because a processor adds to one only after it has added to it before. */
  #product(query: Float32Array, start: number): number {
    const numbers = this.#numbers;
    const { length } = query;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let at = 0;
    for (; at + 3 < length; at += 4) {
      a += (query[at] ?? 0) * (numbers[start + at] ?? 0);
      b += (query[at + 1] ?? 0) * (numbers[start + at + 1] ?? 0);
      c += (query[at + 2] ?? 0) * (numbers[start + at + 2] ?? 0);
      d += (query[at + 3] ?? 0) * (numbers[start + at + 3] ?? 0);
    }
    for (; at < length; at++) a += (query[at] ?? 0) * (numbers[start + at] ?? 0);
    return a + b + c + d;
  }

  #newPlace(id: string): number {
    const place = this.#ids.length;
    const needed = (place + 1) * this.#dimension;
    if (needed > this.#numbers.length) {
      const room = Math.max(FIRST_ROOM, place * 2) * this.#dimension;
      const grown = new Float32Array(room);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#ids.push(id);
    this.#places.set(id, place);
    return place;
  }

  /** The length of the vector as a line. */
  #checked(vector: Float32Array): number {
    if (this.#dimension !== 0 && vector.length !== this.#dimension) {
      throw new MemchatError(
        `A vector has ${vector.length} numbers, and the ones before it ${this.#dimension}.`,
        'usage',
      );
    }
    const norm = normOf(vector);
    if (norm > 0 && Number.isFinite(norm)) return norm;
    throw new MemchatError(
      norm === 0
        ? 'A vector is empty or all 0: it is near to nothing.'
        : 'A vector holds something that is not a finite number.',
      'usage',
    );
  }
}

function normOf(vector: Float32Array): number {
  let sum = 0;
  for (const number of vector) sum += number * number;
  return Math.sqrt(sum);
}

/** Where it belongs among the nearest, which are best first. */
function positionOf(nearest: readonly Ranked[], score: number, id: string): number {
  let from = 0;
  let until = nearest.length;
  while (from < until) {
    const middle = (from + until) >> 1;
    const other = nearest[middle];
    const isBehind =
      other !== undefined && (other.score > score || (other.score === score && other.id < id));
    if (isBehind) from = middle + 1;
    else until = middle;
  }
  return from;
}
