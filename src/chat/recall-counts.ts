import { type FactRecalled, markRecalled } from '../memory/retention.ts';
import type { Memory } from '../memory/types.ts';

/** Facts that were looked up for the user, until a commit has counted them. */
export class RecallCounts {
  #recalled: readonly FactRecalled[] = [];

  /** Facts that were looked up in one turn: each counts once. */
  note(ids: Iterable<string>, at: string): void {
    this.#recalled = [...this.#recalled, ...[...new Set(ids)].map((id) => ({ id, at }))];
  }

  /** What is counted by a commit that is made now, and what to do when it was. */
  taken(): { mark: (memory: Memory) => Memory; committed: () => void } {
    const recalled = this.#recalled;
    return {
      mark: (memory) => markRecalled(memory, recalled),
      committed: () => {
        // What came meanwhile stands behind it.
        this.#recalled = this.#recalled.slice(recalled.length);
      },
    };
  }
}
