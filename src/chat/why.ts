import type { Fact, Memory, Preference } from '../memory/types.ts';
import type { Recalled } from './recalled.ts';

/** What of the memory a request carried; where each comes from is in its `source` and dates. */
export interface Why {
  name: string | null;
  /** Empty when the prompt had none. */
  summary: string;
  /** In the order of the prompt. */
  facts: Fact[];
  preferences: [key: string, preference: Preference][];
  /** What was looked up for the message, or by the model, best first. */
  recalled: Recalled[];
}

/** What of the memory made it into a prompt. */
export function whyOf(
  { name, summary, preferences }: Memory,
  prompt: { facts: Fact[]; preferences: string[]; summary: boolean },
): Why {
  return {
    name,
    summary: prompt.summary ? summary : '',
    facts: prompt.facts,
    preferences: prompt.preferences.flatMap((key) => {
      const preference = Object.hasOwn(preferences, key) ? preferences[key] : undefined;
      return preference === undefined ? [] : [[key, preference]];
    }),
    recalled: [],
  };
}

/**
 * What of it the memory still holds, as it is now: the rest was taken back or forgotten. A summary
 * that was written before something was forgotten (`isForgotten`) may tell of it.
 */
export function heldStill(why: Why, memory: Memory, isForgotten: boolean): Why {
  const held = new Map([...memory.keyFacts, ...memory.retired].map((fact) => [fact.id, fact]));
  return {
    name: memory.name === null ? null : why.name,
    summary: isForgotten ? '' : why.summary,
    facts: why.facts.flatMap(({ id }) => held.get(id) ?? []),
    preferences: why.preferences.flatMap(([key]) => {
      const preference = Object.hasOwn(memory.preferences, key)
        ? memory.preferences[key]
        : undefined;
      return preference === undefined ? [] : [[key, preference]];
    }),
    // What was forgotten may stand in any of the turns.
    recalled: why.recalled.flatMap((recalled): Recalled[] => {
      if (recalled.kind === 'turn') return isForgotten ? [] : [recalled];
      const fact = held.get(recalled.id);
      return fact === undefined ? [] : [{ ...recalled, fact, text: fact.text }];
    }),
  };
}
