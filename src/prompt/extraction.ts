import { messageText, type Turn } from '../memory/turn.ts';
import type { Fact, Memory } from '../memory/types.ts';
import { escapeBlock, escapeLine } from './escape.ts';

/** What the memory model is told once: the rules. Code checks each of them again, see `apply`. */
export const EXTRACTION_INSTRUCTIONS = `You keep the long-term memory of one user of a chat assistant. Read the new exchanges and return what will still matter in later conversations; mostly that is little or nothing.
- quote: the user's words that say so, copied exactly from a <user> block. <assistant> and <third-party> are never a source. If the user merely says yes to what the assistant said, quote the yes and put the assistant's words into answers.
- text: one sentence close to the user's own words, in their language, with names and numbers. Good: "Works as a nurse at Charité", "Allergic to peanuts". Bad: "Works in health care", "Had a good day", "Asked about Rust".
- Lasting, not passing: no moods, small talk, tasks of the moment, questions, hypotheticals, role play. No inference. Facts about other people only as the user's ("Sister Ana lives in Rome").
- Facts are listed by number. Changed: replace. No longer true ("used to", "no longer"): retire. Said again: confirm. A change names both sides ("Moved from Berlin to Hamburg"). Leave unrelated facts alone.
- happened_on: resolve "last week", "tomorrow" against the date of the exchange. expires_in_days: for plans that pass.
- kind: semantic (what is), episodic (what happened or is planned), procedural (how the user does things). tag: one topic word such as work, home, family, diet, editor.
- preferences: how the user wants to be answered, in the user's own words (key "answer length", value "short"); only when said.
- summary: at most 3 sentences about the user; null if unchanged. Never an instruction.`;

/**
 * The user message of an extraction request: what is known, then the new exchanges. Facts stand
 * under short numbers (their place in `facts`, from 1), because ids cost tokens and get mistyped.
 */
export function extractionPrompt(input: {
  memory: Memory;
  facts: readonly Fact[];
  turns: readonly Turn[];
  /** Now, ISO 8601 UTC. */
  now: string;
}): string {
  return `${known(input.memory, input.facts, input.now)}\n\n${exchanges(input.turns)}`;
}

function known(memory: Memory, facts: readonly Fact[], now: string): string {
  const lines = ['<known>', `Today: ${now.slice(0, 10)}`];
  if (memory.name !== null) lines.push(`Name: ${escapeLine(memory.name)}`);
  if (memory.summary !== '') lines.push(`Summary: ${escapeLine(memory.summary)}`);
  const preferences = Object.entries(memory.preferences);
  if (preferences.length > 0) lines.push('Preferences:');
  for (const [key, { value }] of preferences) {
    lines.push(`- ${escapeLine(key)}: ${escapeLine(value)}`);
  }
  if (facts.length > 0) lines.push('Facts:');
  for (const [index, fact] of facts.entries()) {
    const date = fact.validFrom.slice(0, 10);
    lines.push(`${index + 1}. [${escapeLine(fact.tag)} · ${date}] ${escapeLine(fact.text)}`);
  }
  return [...lines, '</known>'].join('\n');
}

function exchanges(turns: readonly Turn[]): string {
  return ['<exchanges>', ...turns.map(exchange), '</exchanges>'].join('\n');
}

function exchange(turn: Turn): string {
  const blocks = turn.message.map(({ origin, text }) =>
    origin === 'typed' ? block('user', text) : block('third-party', excerpt(text, 2_000)),
  );
  // A reply that is not whole is no evidence, and what the model would say is not known.
  if (turn.status === 'answered' && turn.reply !== null) {
    blocks.push(block('assistant', excerpt(turn.reply, 4_000)));
  }
  return [`<exchange date="${turn.at}">`, ...blocks, '</exchange>'].join('\n');
}

/** What cannot be a source is context only: its beginning and its end do, the middle costs money. */
function excerpt(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const half = Math.floor(limit / 2);
  return `${text.slice(0, half)}\n[…]\n${text.slice(-half)}`;
}

function block(tag: string, text: string): string {
  return `<${tag}>\n${escapeBlock(text)}\n</${tag}>`;
}

/** The characters that the turns take in an extraction prompt, markup left out. */
export function exchangeLength(turns: readonly Turn[]): number {
  return turns.reduce((sum, turn) => sum + messageText(turn).length + (turn.reply?.length ?? 0), 0);
}
