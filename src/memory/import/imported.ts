import type { Fact, Preference } from '../types.ts';

/** A fact of another memory. Without `validFrom` nothing is known about when it began to hold. */
export type ImportedFact = Pick<Fact, 'text'> &
  Partial<Pick<Fact, 'kind' | 'tag' | 'validFrom' | 'validTo' | 'expiresAt' | 'pinned'>>;

/** What a file of another memory holds, in our terms, not checked against our rules yet. */
export interface ImportedMemory {
  format: 'memchat' | 'tutorial' | 'mem0' | 'mcp' | 'markdown';
  name: string | null;
  summary: string | null;
  facts: ImportedFact[];
  preferences: Pick<Preference & { key: string }, 'key' | 'value'>[];
  /** Parts that were not read, in words like "2 entries without a text", without their content. */
  problems: string[];
}

/** A file that was read, or why not: a clause about it, like "it is empty", without its content. */
export type Reading = { ok: true; imported: ImportedMemory } | { ok: false; problem: string };

/** What was read of a format that has nothing but facts. */
export function onlyFacts(
  format: ImportedMemory['format'],
  facts: ImportedFact[],
  problems: string[] = [],
): Reading {
  return {
    ok: true,
    imported: { format, name: null, summary: null, facts, preferences: [], problems },
  };
}

/** So many parts that were not read, in words; none for none. */
export function notRead(count: number, one: string, many: string): string[] {
  return count === 0 ? [] : [count === 1 ? `1 ${one}` : `${count} ${many}`];
}

export function unreadable(problem: string): Reading {
  return { ok: false, problem };
}
