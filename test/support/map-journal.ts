import type { Turn } from '../../src/memory/turn.ts';
import { asWritten } from '../../src/store/as-written.ts';
import type { Journal } from '../../src/store/port.ts';

/** A journal that outlives its process, played by one object: `abandon` is the process's end. */
export class MapJournal implements Journal {
  readonly turns = new Map<string, Turn>();
  readonly #owned = new Set<string>();

  async save(turn: Turn): Promise<void> {
    this.turns.set(turn.id, asWritten(turn, this.turns.get(turn.id) ?? null));
    this.#owned.add(turn.id);
  }

  async remove(_user: string, id: string): Promise<void> {
    this.turns.delete(id);
  }

  async adopt(_user: string): Promise<Turn[]> {
    const left = [...this.turns.values()].filter(({ id }) => !this.#owned.has(id));
    for (const { id } of left) this.#owned.add(id);
    return left;
  }

  async read(_user: string, id: string): Promise<Turn | null> {
    return this.turns.get(id) ?? null;
  }

  async rewrite(_user: string, change: (turn: Turn) => Turn): Promise<number> {
    let changed = 0;
    for (const [id, turn] of this.turns) {
      const next = change(turn);
      if (next === turn) continue;
      this.turns.set(id, { ...turn, message: next.message, reply: next.reply });
      changed++;
    }
    return changed;
  }

  abandon(): void {
    this.#owned.clear();
  }
}
