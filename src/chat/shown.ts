import { keyOf, type Recalled } from './recalled.ts';

/** Characters that are shown of a turn that is recalled unasked. */
export const EXCERPT = 300;

/** What the model has before it already: it is not recalled once more. */
export interface Shown {
  /** Ids of facts in the system prompt, or recalled for a message that is in the window. */
  facts: ReadonlySet<string>;
  /** Keys of passages that were recalled whole for such a message. */
  passages: ReadonlySet<string>;
  /** Ids of turns in the window. */
  turns: ReadonlySet<string>;
  /** Ids of turns that were taken back: what was said in them is not looked up either. */
  undone: ReadonlySet<string>;
}

/** What is shown, and beside it what was recalled for messages that the model has before it. */
export function withRecalled(shown: Shown, recalled: readonly Recalled[]): Shown {
  const facts = recalled.flatMap((one) => (one.kind === 'fact' ? [one.id] : []));
  // Of a longer one another part may bear on the next message.
  const passages = recalled.flatMap((one) =>
    one.kind === 'turn' && one.text.length <= EXCERPT ? [keyOf(one)] : [],
  );
  return {
    ...shown,
    facts: new Set([...shown.facts, ...facts]),
    passages: new Set([...shown.passages, ...passages]),
  };
}
