import { type Release, takeLock, yieldToLock } from './lock.ts';
import type { Place } from './paths.ts';

/** Lost races in a row after which a writer takes the lock. */
const PATIENT_LOSSES = 3;

/**
 * Who writes when. Writers of one process queue up. Of several processes the first to commit wins,
 * and a lost race costs less than a lock; but a writer who keeps losing takes the lock, and the
 * others let the holder of a lock go first. Nothing here is needed for a commit to be correct.
 */
export class Courtesy {
  /** The last writer of each user in this process. */
  readonly #writers = new Map<string, Promise<unknown>>();
  /** Races that this process has lost in a row. */
  readonly #losses = new Map<string, number>();
  /** The locks that this process holds. */
  readonly #locks = new Map<string, Release>();

  /** Runs `work` when its turn has come. */
  async run<T>(place: Place, work: () => Promise<T>): Promise<T> {
    const before = this.#writers.get(place.user) ?? Promise.resolve();
    const turn = before.then(() => this.#inTurn(place, work));
    const done = turn.then(
      () => {},
      () => {},
    );
    this.#writers.set(place.user, done);
    try {
      return await turn;
    } finally {
      if (this.#writers.get(place.user) === done) this.#writers.delete(place.user);
    }
  }

  /** Tells how a race ended. */
  ended(place: Place, outcome: 'committed' | 'conflict'): void {
    if (outcome === 'committed') this.#losses.delete(place.user);
    else this.#losses.set(place.user, (this.#losses.get(place.user) ?? 0) + 1);
  }

  /** Gives the lock back, if this process holds it: the next writer need not wait any more. */
  async giveBack(place: Place): Promise<void> {
    const release = this.#locks.get(place.user);
    this.#locks.delete(place.user);
    await release?.();
  }

  async #inTurn<T>(place: Place, work: () => Promise<T>): Promise<T> {
    if ((this.#losses.get(place.user) ?? 0) < PATIENT_LOSSES) {
      await yieldToLock(place);
      return work();
    }
    const release = await takeLock(place);
    if (release !== null) this.#locks.set(place.user, release);
    try {
      return await work();
    } finally {
      await this.giveBack(place);
    }
  }
}
