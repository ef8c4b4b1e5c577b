import type { Fact, Memory } from './types.ts';
import { contentWords } from './words.ts';

/**
 * The active facts that bear most on a text, at most `limit` (default 20): those that share the most
 * content words with it first, then the newest. The same input gives the same order.
 */
export function candidates(memory: Memory, text: string, limit = 20): Fact[] {
  const asked = new Set(contentWords(text));
  return memory.keyFacts
    .map((fact) => ({ fact, shared: shared(fact, asked) }))
    .sort(
      (a, b) =>
        b.shared - a.shared ||
        compare(b.fact.updatedAt, a.fact.updatedAt) ||
        compare(a.fact.id, b.fact.id),
    )
    .slice(0, Math.max(0, limit))
    .map(({ fact }) => fact);
}

function shared(fact: Fact, asked: ReadonlySet<string>): number {
  if (asked.size === 0) return 0;
  const words = new Set(contentWords(`${fact.tag} ${fact.text}`));
  return [...words].filter((word) => asked.has(word)).length;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
