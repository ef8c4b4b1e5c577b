import type { Shown } from '../chat/shown.ts';
import { MAX_MESSAGE } from '../memory/turn.ts';
import type { Memory } from '../memory/types.ts';
import { type MemoryBlock, memoryBlock } from '../prompt/system.ts';
import { numberOf, textOf } from './arguments.ts';

export interface PromptOptions {
  /** The last messages as one text: facts that bear on it come first. Default: none. */
  recent?: string;
  /** Hard limit in characters, from 200 on. Default: that of the memory, 3,000. */
  budget?: number;
}

/** What a block is made with where its options say nothing of it. */
export interface PromptDefaults {
  /** ISO 8601. */
  now: string;
  budget: number;
}

/** @throws MemchatError `usage` for options that are not valid. */
export function promptBlock(
  memory: Memory,
  { recent = '', budget }: PromptOptions,
  defaults: PromptDefaults,
): MemoryBlock {
  return memoryBlock({
    memory,
    now: defaults.now,
    recent: textOf('recent', recent, 10 * MAX_MESSAGE),
    budget: numberOf('budget', budget ?? defaults.budget, 200, 999_999),
  });
}

/** What the model has before it where its prompt was made with `besides`. */
export function shownBeside(
  memory: Memory,
  besides: PromptOptions | undefined,
  defaults: PromptDefaults,
): Shown {
  const facts = besides === undefined ? [] : promptBlock(memory, besides, defaults).facts;
  const nothing: ReadonlySet<string> = new Set();
  const shown = new Set(facts.map(({ id }) => id));
  return { facts: shown, passages: nothing, turns: nothing, undone: nothing };
}
