/** A document's place and its score. */
export interface Scored {
  place: number;
  score: number;
}

/** Keeps the best `limit` of what it is offered, in a heap with the worst of them on top. */
export class Best {
  readonly #limit: number;
  /** When each document was said: of equal scores the newer is better, then the one added first. */
  readonly #times: ArrayLike<number>;
  readonly #heap: Scored[] = [];

  constructor(limit: number, times: ArrayLike<number>) {
    this.#limit = Math.max(0, Math.floor(limit));
    this.#times = times;
  }

  offer(place: number, score: number): void {
    if (!(score > 0)) return;
    const heap = this.#heap;
    if (heap.length < this.#limit) {
      heap.push({ place, score });
      this.#rise(heap.length - 1);
      return;
    }
    const [worst] = heap;
    if (worst === undefined || score < worst.score) return;
    const offered = { place, score };
    if (this.#order(offered, worst) > 0) return;
    heap[0] = offered;
    this.#sink();
  }

  /** Best first. */
  sorted(): Scored[] {
    return this.#heap.toSorted((a, b) => this.#order(a, b));
  }

  /** Below 0 when `a` is better. */
  #order(a: Scored, b: Scored): number {
    if (a.score !== b.score) return b.score - a.score;
    const one = this.#timeOf(a);
    const other = this.#timeOf(b);
    return one === other ? a.place - b.place : other - one;
  }

  /** What has no time is older than all that has one. */
  #timeOf({ place }: Scored): number {
    const time = this.#times[place] ?? Number.NaN;
    return Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time;
  }

  #rise(from: number): void {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfWorse(at, parent)) return;
      at = parent;
    }
  }

  #sink(): void {
    for (let at = 0; ; ) {
      const left = at * 2 + 1;
      const right = left + 1;
      const worse = this.#isWorse(right, left) ? right : left;
      if (!this.#swapIfWorse(worse, at)) return;
      at = worse;
    }
  }

  /** Puts the worse of a child and its parent on top. */
  #swapIfWorse(child: number, parent: number): boolean {
    if (!this.#isWorse(child, parent)) return false;
    const a = this.#heap[child];
    const b = this.#heap[parent];
    if (a === undefined || b === undefined) return false;
    this.#heap[child] = b;
    this.#heap[parent] = a;
    return true;
  }

  #isWorse(one: number, other: number): boolean {
    const a = this.#heap[one];
    const b = this.#heap[other];
    return a !== undefined && b !== undefined && this.#order(a, b) > 0;
  }
}
