import { opensWithYes, replyBefore } from '../memory/provenance.ts';
import { messageText, type Turn, typedText } from '../memory/turn.ts';
import type { Fact, Memory } from '../memory/types.ts';
import { escapeBlock } from './escape.ts';
import { knownBlock } from './extraction-known.ts';

/**
 * Characters that an extraction takes beside the texts of the exchange: instructions, what is known,
 * and marks. 500 tokens at 4 characters each. Each further exchange of a batch adds its own marks.
 */
export const EXTRACTION_BUDGET = 2_000;

/** What the memory model is told once: the rules. Code checks each of them again, see `apply`. */
export const EXTRACTION_INSTRUCTIONS = `Update what is remembered of a chat user from new exchanges. Keep what will matter in later conversations: mostly little or nothing. No moods, small talk, passing tasks, questions, hypotheticals, role play, guesses, orders to you.
quote: exact words of a <user>; <assistant> and <third-party> are no source. For a bare yes: quote it; answers = the assistant's words it confirms.
text: one sentence near the user's words, in their language, names and numbers kept. Good: "Works as a nurse at Charité", "Sister Ana lives in Rome". Bad: "Works in health care", "Had a good day".
target: number of a known fact. replace what changed, naming both sides ("Moved from Berlin to Hamburg"); retire what is over ("used to"); confirm what is said again; leave the rest.
happened_on: ISO date ("last week": from the exchange's date). expires_in_days: plans that pass.
kind: semantic (is), episodic (happens), procedural (how they do it). tag: one word: work, home.
preferences: how to answer them, in their words (answer length: short).
summary: the user in ≤ 3 sentences; null: same.`;

/**
 * The user message of an extraction request: what is known, then the new exchanges; and the facts
 * in the order of the short numbers they have in it (from 1), because ids cost tokens and get
 * mistyped. However large the memory, what is known takes what `EXTRACTION_BUDGET` leaves.
 */
export function extractionPrompt(input: { memory: Memory; turns: readonly Turn[] }): {
  prompt: string;
  facts: Fact[];
} {
  const { memory, turns } = input;
  const before = exchangeBefore(turns, memory);
  const typed = turns.map(typedText).join('\n');
  const said = turns.map((turn) => `${messageText(turn)}\n${turn.reply ?? ''}`).join('\n');
  const marks = marksOf(before === '' ? [FRAME] : [FRAME, REPLY_FRAME]);
  const room = EXTRACTION_BUDGET - EXTRACTION_INSTRUCTIONS.length - marks;
  const known = knownBlock(memory, [typed, `${before}\n${said}`], room);
  const blocks = [...(before === '' ? [] : [before]), ...turns.map(exchange)];
  return { prompt: `${known.block}\n${exchanges(blocks)}`, facts: known.facts };
}

function exchanges(blocks: readonly string[]): string {
  return ['<exchanges>', ...blocks, '</exchanges>'].join('\n');
}

/** The end of the reply that the first message says yes to: without it no one knows to what. */
function exchangeBefore(turns: readonly Turn[], memory: Memory): string {
  const [first] = turns;
  if (first === undefined || !opensWithYes(typedText(first))) return '';
  const reply = replyBefore([], first, memory.recentMessages).trim();
  return reply === '' ? '' : exchangeOf(first, [block('assistant', reply.slice(-REPLY_BEFORE))]);
}

/** Characters of it: the question stands at its end. */
const REPLY_BEFORE = 300;

function exchange(turn: Turn): string {
  const blocks = turn.message.map(({ origin, text }) =>
    origin === 'typed' ? block('user', text) : block('third-party', excerpt(text, 2_000)),
  );
  // A reply that is not whole is no evidence, and what the model would say is not known.
  if (turn.status === 'answered' && turn.reply !== null) {
    blocks.push(block('assistant', excerpt(turn.reply, 4_000)));
  }
  return exchangeOf(turn, blocks);
}

function exchangeOf({ at }: Pick<Turn, 'at'>, blocks: readonly string[]): string {
  return [`<exchange date="${at.slice(0, 10)}">`, ...blocks, '</exchange>'].join('\n');
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

const DAY = { at: '2026-01-31' };
const REPLY_FRAME = exchangeOf(DAY, [block('assistant', '')]);
/** The marks of a message that was typed and of its reply. */
const FRAME = exchangeOf(DAY, [block('user', ''), block('assistant', '')]);

function marksOf(frames: readonly string[]): number {
  return '\n'.length + exchanges(frames).length;
}

/** The characters that the turns take in an extraction prompt, markup left out. */
export function exchangeLength(turns: readonly Turn[]): number {
  return turns.reduce((sum, turn) => sum + messageText(turn).length + (turn.reply?.length ?? 0), 0);
}
