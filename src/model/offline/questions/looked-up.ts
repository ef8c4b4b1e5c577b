import { contentStems, shared } from '../english/words.ts';
import type { Recalled } from '../recalled.ts';
import { toldBefore } from './told.ts';
import { askedWords } from './words.ts';

/**
 * The last resort: what was looked up about the words of a question. That is a fact of the past, else
 * what the user said. A question that is not about the user wants all of its words; null for neither.
 */
export function lookedUp(
  question: string,
  { past, said }: Recalled,
  aboutUser: boolean,
): string | null {
  const words = askedWords(question);
  const enough = aboutUser ? words.length / 2 : words.length;
  const best = <T>(items: readonly T[], stems: (item: T) => string[]): T | undefined => {
    const scored = items.map((item) => ({ item, score: shared(words, stems(item)) }));
    const top = Math.max(0, ...scored.map(({ score }) => score));
    if (top === 0 || top < enough) return undefined;
    return scored.find(({ score }) => score === top)?.item;
  };
  const fact = best(past, ({ stems, tag }) => [...stems, ...contentStems(tag)]);
  if (fact !== undefined) return toldBefore(fact);
  const turn = best(said, ({ text }) => contentStems(text));
  return turn === undefined ? null : `On ${turn.date} you said: "${turn.text}"`;
}
