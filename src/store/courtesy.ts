import { Lanes } from './lanes.ts';
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
  /** The writers of this process. */
  readonly #writers = new Lanes();
  /** Races that this process has lost in a row. */
  readonly #losses = new Map<string, number>();
  /** The locks that this process holds. */
  readonly #locks = new Map<string, Release>();

  /** Runs `work` when its turn has come. */
  async run<T>(place: Place, work: () => Promise<T>): Promise<T> {
    return this.#writers.run(place.user, () => this.#inTurn(place, work));
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
