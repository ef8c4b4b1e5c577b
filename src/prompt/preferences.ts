import { type Turn, typedText } from '../memory/turn.ts';
import type { Memory } from '../memory/types.ts';
import { escapeBlock, escapeLine } from './escape.ts';

/** Characters of one message that are shown, at most: how somebody writes shows in less. */
const MAX_SHOWN = 1_500;

/** What the memory model is told about inferring preferences. Code checks it again, see `infer`. */
export const PREFERENCES_INSTRUCTIONS = `You find out how one user of a chat assistant wants to be answered, from how they write and what they ask for again and again. Read their messages and return only what shows clearly in at least two of them; mostly that is nothing.
- answer length: short (asks for less, "tl;dr", "too long"), medium, long (asks for more detail). A short message alone does not mean that they want short answers.
- depth: beginner (asks what basic words mean), intermediate, expert (uses the words of the field with ease).
- tone: casual, neutral, formal, warm, dry: how they write themselves.
- format: prose, lists, tables, code first: what they ask for or send.
- language: the one they write nearly all messages in, unless that is English.
- topics: up to 5 single words of their own, apart by commas, each of which stands in at least two messages.
- quotes: for each preference two or more passages from different messages, copied exactly.
- What is listed as fixed was said by the user or declined: leave it out. What is listed as inferred: return it again if it still shows, or with another value if they changed.`;

/** The user message of a request to infer preferences: those that stand, then what the user typed. */
export function preferencesPrompt(input: {
  preferences: Memory['preferences'];
  /** Oldest first. Only what was typed in them is shown, and how long the replies were. */
  turns: readonly Turn[];
}): string {
  const said = input.turns.map((turn, index) => message(turn, index + 1));
  return [known(input.preferences), ...said].join('\n\n');
}

function known(preferences: Memory['preferences']): string {
  const lines = Object.entries(preferences).map(([key, { value, origin }]) => {
    const entry =
      origin === 'declined' ? escapeLine(key) : `${escapeLine(key)}: ${escapeLine(value)}`;
    return `- ${entry} (${origin === 'inferred' ? origin : 'fixed'})`;
  });
  const listed = lines.length === 0 ? ['Preferences: none yet'] : ['Preferences:', ...lines];
  return ['<known>', ...listed, '</known>'].join('\n');
}

function message(turn: Turn, number: number): string {
  const reply = turn.reply === null ? 'none' : `${turn.reply.length} characters`;
  const text = escapeBlock(beginning(typedText(turn).trim()));
  return `<user message="${number}" reply="${reply}">\n${text}\n</user>`;
}

function beginning(text: string): string {
  if (text.length <= MAX_SHOWN) return text;
  return `${text.slice(0, MAX_SHOWN).replace(/[\uD800-\uDBFF]$/u, '')}\n[…]`;
}
