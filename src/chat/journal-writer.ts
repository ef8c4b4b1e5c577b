import type { Turn } from '../memory/turn.ts';
import type { Journal } from '../store/port.ts';

/** Puts turns into the journal, and knows those that the disk would not take. */
export class JournalWriter {
  readonly #journal: Journal;
  readonly #warn: (error: unknown) => void;
  readonly #unsaved = new Set<string>();
  readonly #taken = new Set<string>();

  /** `warn` is told why a turn could not be written. */
  constructor(journal: Journal, warn: (error: unknown) => void) {
    this.#journal = journal;
    this.#warn = warn;
  }

  /** Whether every turn that is over is on disk as it ended. */
  get isDone(): boolean {
    return this.#unsaved.size === 0;
  }

  /** Whether the turn was on disk at some time, as it was asked or as it ended. */
  hasTaken(id: string): boolean {
    return this.#taken.has(id);
  }

  /** Never rejects: what the disk refuses is tried again with `saveAgain`. */
  async save(turn: Turn): Promise<void> {
    try {
      await this.#journal.save(turn);
      this.#unsaved.delete(turn.id);
      this.#taken.add(turn.id);
    } catch (error) {
      this.#unsaved.add(turn.id);
      this.#warn(error);
    }
  }

  /** Saves those of the turns that are not on disk yet, `fresh` among them. */
  async saveAgain(turns: readonly Turn[], fresh?: Turn): Promise<void> {
    if (fresh !== undefined) this.#unsaved.add(fresh.id);
    for (const turn of turns) {
      if (this.#unsaved.has(turn.id)) await this.save(turn);
    }
  }
}
