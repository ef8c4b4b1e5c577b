import { isNegated } from '../memory/polarity.ts';
import { contentWords, numbers } from '../memory/words.ts';

/** Two texts that share so much of their words say the same. */
const SAME = 0.8;

/**
 * Leaves out what says the same as something before it: their content words are the same but for one
 * in five (Jaccard), whatever their order, and so are their numbers and whether they deny.
 */
export function thinned<T>(items: readonly T[], textOf: (item: T) => string): T[] {
  const kept: { item: T; words: ReadonlySet<string>; exact: string }[] = [];
  for (const item of items) {
    const text = textOf(item);
    const words = new Set(contentWords(text));
    const exact = `${isNegated(text)} ${numbers(text).join(' ')}`;
    const isKnown = kept.some(
      (other) => other.exact === exact && overlap(words, other.words) >= SAME,
    );
    if (!isKnown) kept.push({ item, words, exact });
  }
  return kept.map(({ item }) => item);
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of a) if (b.has(word)) shared++;
  const all = a.size + b.size - shared;
  return all === 0 ? 0 : shared / all;
}
