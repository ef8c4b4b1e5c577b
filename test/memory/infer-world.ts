import type { Written } from '../../src/memory/facts.ts';
import { type Inference, infer } from '../../src/memory/infer.ts';
import type { Memory, Preference, PreferenceOrigin } from '../../src/memory/types.ts';
import { BEFORE, evidence, memory, turn } from './world.ts';

/** What a user typed who wants it short and knows what they talk about. */
export const turns = [
  turn('t-1', 'How do borrowed lifetimes work? Shorter please.'),
  turn('t-2', 'And traits in Rust?', { reply: 'You always want long answers.' }),
  turn('t-3', [
    { origin: 'typed', text: 'tl;dr? That was too long. ' },
    { origin: 'third-party', text: 'I love long answers about traits' },
  ]),
  turn('t-4', 'Just the borrow checker error in Rust, briefly'),
];

export const short: Inference = {
  key: 'answer length',
  value: 'short',
  quotes: ['Shorter please', 'tl;dr?', 'too long'],
};
export const expert: Inference = {
  key: 'depth',
  value: 'expert',
  quotes: ['How do borrowed lifetimes work?', 'the borrow checker error'],
};
export const formal: Inference = { ...expert, key: 'tone', value: 'formal' };

/** A preference as it stood before. */
export function preference(value: string, origin: PreferenceOrigin = 'inferred'): Preference {
  const source = { turn: 't-0', role: 'user' as const, quote: value };
  return { value, origin, source, updatedAt: BEFORE };
}

/** What becomes of the memory. */
export function inferred(
  inferences: Inference[],
  start: Memory = memory(),
  heard = turns,
): Written {
  return infer(start, inferences, evidence(...heard));
}
