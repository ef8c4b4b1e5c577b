import type { Fact, Memory } from '../../memory/types.ts';

/** What a commit must know of the memory that it builds on. */
export interface Base {
  revision: number;
  /** Of this memory, and of no other that the user has had: numbers of revisions begin anew. */
  birth: string;
  /** What is before this revision is still to be deleted, as a forgetting wants it; null: nothing. */
  due: number | null;
  appliedTurns: string[];
  /** The texts of the facts, by id. */
  facts: ReadonlyMap<string, string>;
}

/** Users of whom a base is kept; a process that reads more and never commits keeps the newest. */
const MOST_USERS = 1000;

export function baseOf(memory: Memory, birth: string, due: number | null): Base {
  const { revision, appliedTurns, keyFacts } = memory;
  return { revision, birth, due, appliedTurns: [...appliedTurns], facts: textsOf(keyFacts) };
}

export function textsOf(facts: readonly Fact[]): Map<string, string> {
  return new Map(facts.map(({ id, text }) => [id, text]));
}

/** What was read last of each user, until a commit takes it. */
export class Bases {
  readonly #bases = new Map<string, Base>();

  keep(user: string, base: Base): void {
    this.#bases.delete(user);
    this.#bases.set(user, base);
    if (this.#bases.size <= MOST_USERS) return;
    for (const oldest of this.#bases.keys()) {
      this.#bases.delete(oldest);
      return;
    }
  }

  drop(user: string): void {
    this.#bases.delete(user);
  }

  /** Null when a memory of this revision cannot have been made from what was read last. */
  take(user: string, revision: number): Base | null {
    const base = this.#bases.get(user);
    this.#bases.delete(user);
    return base !== undefined && base.revision === revision - 1 ? base : null;
  }
}
