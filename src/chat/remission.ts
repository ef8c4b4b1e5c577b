import { MemchatError } from '../errors.ts';
import type { Clock } from '../memory/clock.ts';

/** How long an embedder that failed is left alone, in milliseconds. */
const REST = 5 * 60 * 1000;

/** What asks an embedder: a search, for which somebody waits, or what goes on in the background. */
export type Asker = 'search' | 'sync';

/**
 * When an embedder is left alone because it failed. Only the first failure is told. A search that
 * took too long rests alone: what goes on in the background has more time.
 */
export class Remission {
  readonly #clock: Clock;
  readonly #onProblem: (problem: MemchatError) => void;
  readonly #since = new Map<Asker, number>();
  #isTold = false;

  constructor(clock: Clock, onProblem: (problem: MemchatError) => void) {
    this.#clock = clock;
    this.#onProblem = onProblem;
  }

  isResting(asker: Asker): boolean {
    const since = this.#since.get(asker);
    if (since === undefined) return false;
    const rested = this.#now() - since;
    // A clock that was put back must not make it rest for hours.
    if (rested >= 0 && rested < REST) return true;
    this.#since.delete(asker);
    return false;
  }

  failed(error: unknown, asker: Asker): void {
    this.#since.set('search', this.#now());
    const isSlow = asker === 'search' && error instanceof SlowEmbedderError;
    if (!isSlow) this.#since.set('sync', this.#now());
    if (this.#isTold) return;
    this.#isTold = true;
    const problem = error instanceof Error ? error : new Error(String(error));
    const code = problem instanceof MemchatError ? problem.code : 'other';
    const message = `Recall goes by words alone for now. ${problem.message}`;
    this.#onProblem(new MemchatError(message, code, problem));
  }

  #now(): number {
    return Date.parse(this.#clock());
  }
}

/** An embedder that let somebody wait for too long. */
export class SlowEmbedderError extends Error {
  override readonly name = 'SlowEmbedderError';

  constructor(ms: number) {
    const time = ms < 1000 ? `${ms} ms` : `${Math.round(ms / 1000)} s`;
    super(`The embedding of a question took longer than ${time}.`);
  }
}
