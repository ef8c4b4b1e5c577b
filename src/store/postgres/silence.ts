import { errnoOf } from '../../errors.ts';
import { kindOf } from './failures.ts';

/** An attempt that failed sooner, in milliseconds, costs nobody a wait: the next one may be made. */
const SOON = 1000;
/** So long, in milliseconds, a server is not asked that lets people wait for nothing. */
const REST = 10_000;

/** SQLSTATE: the server has said it. Codes of the system begin with an E. */
const SAID = /^[0-9FHPX][0-9A-Z]{4}$/;

/**
 * Whether a server keeps silent: behind a network that loses everything each attempt takes until its
 * limit, and a turn asks a dozen times. After one that failed so others are told at once, for a while.
 * One that refuses connections, as it does while it starts, is asked each time.
 */
export class Silence {
  readonly #now: () => number;
  #answeredAt = Number.NEGATIVE_INFINITY;
  #rest: { until: number; error: unknown } | null = null;

  /** `now`: milliseconds of a clock that does not jump. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** When an attempt begins. @throws what the last one failed with, while the server is not asked. */
  begin(): number {
    const now = this.#now();
    if (this.#rest !== null && now < this.#rest.until) throw this.#rest.error;
    return now;
  }

  answered(): void {
    this.#answeredAt = this.#now();
    this.#rest = null;
  }

  /** An attempt that began then has failed. Whether the server keeps silent. */
  failed(begun: number, error: unknown): boolean {
    if (SAID.test(errnoOf(error) ?? '')) {
      this.answered();
      return false;
    }
    const now = this.#now();
    // Where others were answered meanwhile it is busy.
    const isSilent = now - begun >= SOON && this.#answeredAt < begun;
    if (kindOf(error) !== 'lost' || !isSilent) return false;
    this.#rest = { until: now + REST, error };
    return true;
  }
}
