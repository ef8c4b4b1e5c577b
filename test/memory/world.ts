import { MemchatError } from '../../src/errors.ts';
import type { NewId } from '../../src/memory/clock.ts';
import { emptyMemory } from '../../src/memory/codec.ts';
import type { Evidence } from '../../src/memory/evidence.ts';
import type { Passage, Turn } from '../../src/memory/turn.ts';
import type {
  Fact,
  FactOperation,
  Memory,
  Operations,
  Preference,
} from '../../src/memory/types.ts';

export const NOW = '2026-03-01T12:00:00.000Z';
export const BEFORE = '2026-02-01T12:00:00.000Z';

/** Ids that count up, so that a run repeats. */
function counter(): NewId {
  let number = 0;
  return (kind) => {
    number += 1;
    return `${kind.charAt(0)}-${number}`;
  };
}

export function memory(fields: Partial<Memory> = {}): Memory {
  return { ...emptyMemory('alice', BEFORE), ...fields };
}

export function fact(id: string, text: string, fields: Partial<Fact> = {}): Fact {
  return {
    id,
    kind: 'semantic',
    tag: 'other',
    text,
    source: { turn: 't-0', role: 'user', quote: text },
    origin: 'stated',
    validFrom: BEFORE,
    validTo: null,
    recordedAt: BEFORE,
    updatedAt: BEFORE,
    expiresAt: null,
    lastRecalledAt: null,
    recallCount: 0,
    pinned: false,
    supersededBy: null,
    ...fields,
  };
}

/** A preference that the user stated. */
export function preference(value: string, fields: Partial<Preference> = {}): Preference {
  const source = { turn: 't-0', role: 'user' as const, quote: value };
  return { value, origin: 'stated', source, updatedAt: BEFORE, ...fields };
}

/** The message of the refusal; fails where nothing is refused, or with another code than `usage`. */
export function usageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof MemchatError && error.code === 'usage') return error.message;
    throw error;
  }
  throw new Error('it did not fail');
}

/** A turn in which the user typed the text, unless passages are given. */
export function turn(id: string, said: string | Passage[], fields: Partial<Turn> = {}): Turn {
  return {
    id,
    user: 'alice',
    session: 's-1',
    at: NOW,
    message: typeof said === 'string' ? [{ origin: 'typed', text: said }] : said,
    reply: 'I see.',
    status: 'answered',
    attempts: 0,
    ...fields,
  };
}

export function evidence(...turns: Turn[]): Evidence {
  return { turns, now: NOW, newId: counter() };
}

export function operations(fields: Partial<Operations> = {}): Operations {
  return { summary: null, name: null, facts: [], preferences: [], ...fields };
}

/** An add of the text with the quote, unless fields say otherwise. */
export function operation(
  text: string | null,
  quote: string,
  fields: Partial<FactOperation> = {},
): FactOperation {
  return {
    op: 'add',
    target: null,
    kind: 'semantic',
    tag: 'other',
    text,
    quote,
    answers: null,
    happenedOn: null,
    expiresInDays: null,
    ...fields,
  };
}

export function texts(facts: readonly { text: string }[]): string[] {
  return facts.map(({ text }) => text);
}
