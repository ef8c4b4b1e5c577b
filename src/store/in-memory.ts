import type { Turn } from '../memory/turn.ts';
import type { Memory } from '../memory/types.ts';
import { normalizeUser } from '../memory/user-id.ts';
import { appliedBy, PLAIN_COMMIT } from './note.ts';
import { foreignMemory } from './paths.ts';
import type { CommitNote, Journal, PastRevision, Store, Transcript } from './port.ts';

/** Revisions that are kept of each user. */
const KEPT = 64;

/** A store that lives as long as the process and writes nothing: for `--memory off`, and tests. */
export class InMemoryStore implements Store {
  /** Of each user, the newest revision last. */
  readonly #revisions = new Map<string, PastRevision[]>();

  async read(user: string): Promise<Memory | null> {
    const newest = this.#revisions.get(normalizeUser(user))?.at(-1);
    return newest === undefined ? null : structuredClone(newest.memory);
  }

  async commit(
    user: string,
    memory: Memory,
    note: CommitNote = PLAIN_COMMIT,
  ): Promise<'committed' | 'conflict'> {
    const id = normalizeUser(user);
    if (memory.user.normalize('NFC') !== id) throw foreignMemory();
    const revisions = this.#revisions.get(id) ?? [];
    const newest = revisions.at(-1);
    const { revision } = memory;
    if (revision !== (newest === undefined ? 0 : newest.revision + 1)) return 'conflict';
    const turn = newest === undefined ? null : appliedBy(memory, newest.memory);
    const kept = structuredClone(memory);
    const added = { revision, at: memory.lastSeen, ...note, turn, memory: kept };
    this.#revisions.set(id, [...revisions.slice(1 - KEPT), added]);
    return 'committed';
  }

  async *history(user: string, from = Number.POSITIVE_INFINITY): AsyncIterable<PastRevision> {
    const revisions = this.#revisions.get(normalizeUser(user)) ?? [];
    for (const past of revisions.toReversed()) {
      if (past.revision <= from) yield structuredClone(past);
    }
  }

  async remove(user: string): Promise<void> {
    this.#revisions.delete(normalizeUser(user));
  }

  async *users(): AsyncIterable<string> {
    yield* [...this.#revisions.keys()].sort();
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
