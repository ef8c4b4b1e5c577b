import { topicsOf } from '../../memory/preference-words.ts';
import { stem, words } from '../../memory/words.ts';
import { blockOf } from './exchanges.ts';

/** A preference that shows in several messages, as the answer has it. */
interface Inferred {
  key: string;
  value: string;
  quotes: string[];
}

/** Messages in which something has to show. */
const ENOUGH = 2;

/** Messages that have to use a word before it is a topic, and topics of one answer. */
const OFTEN = 3;
const MOST_TOPICS = 3;

const LESS =
  /\b(?:shorter|briefly|brief|concise|tl;?dr|too long|less detail|one[- ]liners?)(?![\p{L}\d])/iu;
const MORE = /\b(?:longer|more details?|in (?:more )?detail|elaborate|too short|go deeper)\b/iu;
const CODE =
  /^\s*(?:(?:const|let|var)\s+\w+.*=|(?:def|fn|func|function)\s+\w+\s*\(|import\s.*['"{]|#include\s|\S.*(?:;|\{|=>|\(\))\s*$)/u;

const MESSAGE = /^<user message="\d{1,3}"[^>\n]*>\n([\s\S]*?)\n<\/user>$/gmu;

/** What the user typed in the messages of a request to infer preferences; none for other prompts. */
export function messagesIn(prompt: string): string[] {
  return [...prompt.matchAll(MESSAGE)].map(([, text = '']) => text);
}

/** The JSON that answers a request to infer preferences: what shows in the words themselves. */
export function inferPreferences(prompt: string): string {
  const fixed = [
    ...(blockOf(prompt, 'known') ?? '').matchAll(/^- ([^:\n]+?)(?::.*)? \(fixed\)$/gmu),
  ];
  const known = new Set(fixed.map(([, key]) => key));
  const messages = messagesIn(prompt);
  const preferences = [lengthIn(messages), formatIn(messages), topicsIn(messages)].filter(
    (found) => found !== null && !known.has(found.key),
  );
  const reasoning =
    preferences.length === 0
      ? 'Nothing shows twice.'
      : 'The user writes like this again and again.';
  return JSON.stringify({ reasoning, preferences });
}

function lengthIn(messages: readonly string[]): Inferred | null {
  const less = linesWith(messages, LESS);
  const more = linesWith(messages, MORE);
  if (less.length >= ENOUGH && more.length === 0) {
    return { key: 'answer length', value: 'short', quotes: less };
  }
  if (more.length >= ENOUGH && less.length === 0) {
    return { key: 'answer length', value: 'long', quotes: more };
  }
  return null;
}

function formatIn(messages: readonly string[]): Inferred | null {
  const quotes = linesWith(messages, CODE);
  return quotes.length < ENOUGH ? null : { key: 'format', value: 'code first', quotes };
}

/** Of each message the first line that has it. */
function linesWith(messages: readonly string[], what: RegExp): string[] {
  return messages.flatMap((message) => message.split('\n').find((line) => what.test(line)) ?? []);
}

/** The words that most messages have in common. */
function topicsIn(messages: readonly string[]): Inferred | null {
  const uses = new Map<string, { word: string; in: Set<string> }>();
  for (const message of messages) {
    for (const word of words(message)) {
      if (word.length < 4 || topicsOf(word) === null) continue;
      const use = uses.get(stem(word)) ?? { word, in: new Set() };
      uses.set(stem(word), { word: use.word, in: use.in.add(message) });
    }
  }
  const topics = [...uses.values()]
    .filter((use) => use.in.size >= OFTEN)
    .sort((a, b) => b.in.size - a.in.size)
    .slice(0, MOST_TOPICS);
  const [first] = topics;
  if (first === undefined) return null;
  const quotes = [...first.in].map(
    (message) =>
      message
        .split('\n')
        .find((line) => words(line).some((word) => stem(word) === stem(first.word))) ?? '',
  );
  return { key: 'topics', value: topics.map(({ word }) => word).join(', '), quotes };
}
