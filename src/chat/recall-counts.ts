import { markRecalled } from '../memory/retention.ts';
import type { Memory } from '../memory/types.ts';

/** Facts that were looked up for the user, until a commit has counted them. */
export class RecallCounts {
  /** When each was recalled last, ISO 8601. */
  #recalled = new Map<string, string>();

  note(ids: Iterable<string>, at: string): void {
    for (const id of ids) this.#recalled.set(id, at);
  }

  /** What is counted by a commit that is made now, and what to do when it was. */
  taken(): { mark: (memory: Memory) => Memory; committed: () => void } {
    const recalled = new Map(this.#recalled);
    return {
      mark: (memory) => markRecalled(memory, recalled),
      committed: () => {
        this.#recalled = new Map([...this.#recalled].filter(([id, at]) => recalled.get(id) !== at));
      },
    };
  }
}
