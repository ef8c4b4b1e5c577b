import { fold } from './fold.ts';
import type { Fact } from './types.ts';
import { contentWords } from './words.ts';

/** Two texts that share less of their words are not taken for the same note. */
const LIKE = 0.5;

/**
 * The active fact that somebody means who writes it down as they have read it: the same words, else
 * the one that shares most content words with it, at least half of those of both. Undefined when
 * none does, or when two are as near.
 */
export function factMeant(note: string, facts: readonly Fact[]): Fact | undefined {
  const bare = fold(note.replace(/^\s*-?\s*\[[^\]]*\]/u, ''));
  const exact = facts.filter(({ text, id }) => fold(text) === bare || id === note.trim());
  if (exact.length > 0) return exact.length === 1 ? exact[0] : undefined;
  const words = new Set(contentWords(bare));
  const near = facts
    .map((fact) => ({ fact, likeness: likeness(words, new Set(contentWords(fact.text))) }))
    .filter((one) => one.likeness >= LIKE)
    .sort((a, b) => b.likeness - a.likeness);
  const [first, second] = near;
  return first !== undefined && first.likeness !== second?.likeness ? first.fact : undefined;
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of a) if (b.has(word)) shared++;
  const all = a.size + b.size - shared;
  return all === 0 ? 0 : shared / all;
}
