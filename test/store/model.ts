import { expect } from 'vitest';
import { emptyMemory } from '../../src/memory/codec.ts';
import type { Memory } from '../../src/memory/types.ts';
import { fact } from '../support/memories.ts';
import { NOW } from './temporary.ts';

/** What is told of a memory in a model run: enough to see a loss, a doubling or a step back. */
export interface Content {
  /** Ids of the facts, sorted. */
  facts: string[];
  summary: string;
  /** A field that memchat does not know. */
  note: string | null;
}

/** A state that the store may be in; null: there is no memory. */
export type State =
  | (Content & {
      revision: number;
      /** The owner has changed the file, and no store has looked at it since. */
      edited: boolean;
    })
  | null;

const EMPTY: Content = { facts: [], summary: '', note: null };

/**
 * What the store must hold, as far as it can be known: the death of a process in a commit leaves
 * more than one possibility, until the next look at the store tells which one it is.
 */
export class Reference {
  #states: State[] = [null];
  #names = 0;

  /** A name that nothing had before. */
  name(): string {
    return `n${++this.#names}`;
  }

  /** Whether the owner's edit waits for a store to take it over. */
  isEdited(): boolean {
    return this.#states.some((state) => state?.edited);
  }

  isKnown(): boolean {
    return this.#states.length === 1;
  }

  /** Something happens that leads from each possible state to one of some states. */
  step(next: (state: State) => State[]): void {
    this.#states = this.#states.flatMap(next);
  }

  /** Someone has read this: it must be one of the possibilities, and is what holds from now on. */
  see(memory: Memory | null): State {
    const seen = stateOf(memory);
    expect(this.#states.map(takenOver)).toContainEqual(seen);
    this.#states = [seen];
    return seen;
  }
}

export function contentOf(memory: Memory): Content {
  const note = 'note' in memory && typeof memory.note === 'string' ? memory.note : null;
  return { facts: memory.keyFacts.map(({ id }) => id).sort(), summary: memory.summary, note };
}

function stateOf(memory: Memory | null): State {
  return memory && { ...contentOf(memory), revision: memory.revision, edited: false };
}

/** The owner's edit becomes a revision of its own. */
export function takenOver(state: State): State {
  return state?.edited ? { ...state, revision: state.revision + 1, edited: false } : state;
}

/** The state after an update by a store: of a new user it is revision 1, on top of the empty 0. */
export function updated(state: State, name: string): State {
  const { revision, facts, ...rest } = takenOver(state) ?? { ...EMPTY, revision: 0, edited: false };
  return { ...rest, facts: [...facts, name].sort(), revision: revision + 1 };
}

/** The states in which a process may leave the store that is killed in this update. */
export function perhapsUpdated(state: State, name: string): State[] {
  if (state !== null) return [state, takenOver(state), updated(state, name)];
  return [null, { ...EMPTY, revision: 0, edited: false }, updated(null, name)];
}

/** The change that an update makes. */
export function adding(name: string): (current: Memory | null) => Memory {
  return (current) => {
    const base = current ?? emptyMemory('alice', NOW);
    return { ...base, keyFacts: [...base.keyFacts, fact(name, { id: name })] };
  };
}
