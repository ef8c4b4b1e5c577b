import type { Entry } from './changes.ts';
import type { Eraser } from './eraser.ts';
import { saysNothing } from './everyday-words.ts';
import type { Fact, Memory } from './types.ts';

/** The facts of a memory without the forgotten ones. What stays keeps its text. */
export function forgetFacts(
  memory: Memory,
  isForgotten: (fact: Fact) => boolean,
  eraser: Eraser,
): { keyFacts: Fact[]; retired: Fact[]; gone: Entry[] } {
  const gone: Fact[] = [];
  const without = (facts: readonly Fact[]) =>
    facts.flatMap((fact) => {
      const text = eraser.eraseName(fact.text);
      // "Is called Ana" says nothing without the name.
      if (isForgotten(fact) || (text !== fact.text && saysNothing(text))) {
        gone.push(fact);
        return [];
      }
      const quote = eraser.erase(fact.source.quote);
      if (text === fact.text && quote === fact.source.quote) return [fact];
      return [{ ...fact, text, source: { ...fact.source, quote } }];
    });
  const keyFacts = without(memory.keyFacts);
  const retired = without(memory.retired);
  const ids = new Set(gone.map(({ id }) => id));
  const unlinked = (fact: Fact): Fact =>
    fact.supersededBy !== null && ids.has(fact.supersededBy)
      ? { ...fact, supersededBy: null }
      : fact;
  return {
    keyFacts: keyFacts.map(unlinked),
    retired: retired.map(unlinked),
    gone: gone.map(({ id, text }) => ({ id, text })),
  };
}
