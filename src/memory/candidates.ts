import type { Fact, Memory } from './types.ts';
import { contentWords } from './words.ts';

/**
 * The active facts that bear most on a text, at most `limit` (default 20): those that share the most
 * content words with it first, then the newest, then as they stand in the memory: ids are random, and
 * facts of one moment must not come in another order each time.
 */
export function candidates(memory: Pick<Memory, 'keyFacts'>, text: string, limit = 20): Fact[] {
  return ranked(memory.keyFacts, [text])
    .slice(0, Math.max(0, limit))
    .map(({ fact }) => fact);
}

export interface Ranked {
  fact: Fact;
  /** How many content words it shares with each of the texts. */
  shared: number[];
}

/** The facts by the words that they share with the first text, then the next …, then the newest; equal ones stay as they are. */
export function ranked(facts: readonly Fact[], texts: readonly string[]): Ranked[] {
  const asked = texts.map((text) => new Set(contentWords(text)));
  return facts
    .map((fact) => ({ fact, shared: sharedWith(fact, asked) }))
    .sort(
      (a, b) => firstDifference(b.shared, a.shared) || compare(b.fact.updatedAt, a.fact.updatedAt),
    );
}

function sharedWith(fact: Fact, asked: readonly ReadonlySet<string>[]): number[] {
  if (asked.every(({ size }) => size === 0)) return asked.map(() => 0);
  const words = [...new Set(contentWords(`${fact.tag} ${fact.text}`))];
  return asked.map((set) => words.filter((word) => set.has(word)).length);
}

function firstDifference(a: readonly number[], b: readonly number[]): number {
  const differences = a.map((count, index) => count - (b[index] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
