import type { Turn } from '../memory/turn.ts';
import type { Memory } from '../memory/types.ts';
import { normalizeUser } from '../memory/user-id.ts';
import { foreignMemory } from './paths.ts';
import type { Journal, Store, Transcript } from './port.ts';

/** A store that lives as long as the process and writes nothing: for `--memory off`, and tests. */
export class InMemoryStore implements Store {
  readonly #memories = new Map<string, Memory>();

  async read(user: string): Promise<Memory | null> {
    const memory = this.#memories.get(normalizeUser(user));
    return memory === undefined ? null : structuredClone(memory);
  }

  async commit(user: string, memory: Memory): Promise<'committed' | 'conflict'> {
    const id = normalizeUser(user);
    if (memory.user.normalize('NFC') !== id) throw foreignMemory();
    const current = this.#memories.get(id);
    if (memory.revision !== (current === undefined ? 0 : current.revision + 1)) return 'conflict';
    this.#memories.set(id, structuredClone(memory));
    return 'committed';
  }

  async remove(user: string): Promise<void> {
    this.#memories.delete(normalizeUser(user));
  }

  async *users(): AsyncIterable<string> {
    yield* [...this.#memories.keys()].sort();
  }
}

/** A journal for one process: its turns end with it, so there is never one to adopt. */
export class InMemoryJournal implements Journal {
  async save(_turn: Turn): Promise<void> {}

  async remove(_user: string, _id: string): Promise<void> {}

  async adopt(_user: string): Promise<Turn[]> {
    return [];
  }
}

/** The transcript of a user who wants none (`--no-transcript`): what is appended is let go. */
export class NoTranscript implements Transcript {
  async append(_turn: Turn): Promise<void> {}
}
