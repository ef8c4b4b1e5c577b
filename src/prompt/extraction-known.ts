import { ranked } from '../memory/candidates.ts';
import { MAX_NAME, MAX_SUMMARY } from '../memory/caps.ts';
import { tagSlug } from '../memory/slug.ts';
import { topicKin } from '../memory/topic-kin.ts';
import type { Fact, Memory } from '../memory/types.ts';
import { contentWords } from '../memory/words.ts';
import { escapeLine } from './escape.ts';

/** Facts that one extraction lists at most. */
const MAX_LISTED = 20;

const OPEN = '<known>';
const CLOSE = '</known>';
const PREFERENCES = 'Preferences:';
const FACTS = 'Facts:';

/**
 * What is known as a block of at most `room` characters, and the facts in it in the order of their
 * numbers. The name and the summary come first, whole, for the model writes the summary anew; then
 * preferences and facts in whole lines, those that share a word with the texts first (the first
 * text and its topics before the next). Facts are listed oldest first; an event has its date.
 */
export function knownBlock(
  memory: Memory,
  texts: readonly string[],
  room: number,
): { block: string; facts: Fact[] } {
  const head = headLines(memory);
  let left = room - OPEN.length - CLOSE.length - 1;
  for (const line of head) left -= line.length + 1;
  const preferences = new Set<string>();
  const facts = new Set<Fact>();
  const take = <T>(chosen: Set<T>, item: T, line: string, heading: string) => {
    const needed = line.length + 1 + (chosen.size === 0 ? heading.length + 1 : 0);
    if (needed > left) return;
    chosen.add(item);
    left -= needed;
  };
  const asked = new Set(texts.flatMap(contentWords));
  const [first = '', ...others] = texts;
  const bears = (text: string) => contentWords(text).some((word) => asked.has(word));
  const listed = Object.entries(memory.preferences)
    .filter(([, { origin }]) => origin !== 'declined')
    .map(([key, { value }]) => `- ${escapeLine(key)}: ${escapeLine(value)}`);
  const candidates = ranked(memory.keyFacts, [first, topicKin(first).join(' '), ...others]).slice(
    0,
    MAX_LISTED,
  );
  for (const isNear of [true, false]) {
    for (const line of listed) {
      if (bears(line) === isNear) take(preferences, line, line, PREFERENCES);
    }
    for (const { fact, shared } of candidates) {
      // The longest number there is: which one it gets is not known yet.
      if (shared.some((count) => count > 0) === isNear) {
        take(facts, fact, factLine(fact, MAX_LISTED), FACTS);
      }
    }
  }
  const order = memory.keyFacts.filter((fact) => facts.has(fact));
  const lines = [
    OPEN,
    ...head,
    ...(preferences.size > 0 ? [PREFERENCES, ...preferences] : []),
    ...(order.length > 0 ? [FACTS, ...order.map((fact, index) => factLine(fact, index + 1))] : []),
    CLOSE,
  ];
  return { block: lines.join('\n'), facts: order };
}

function headLines({ name, summary }: Memory): string[] {
  const lines: string[] = [];
  // What is longer was written by the owner, and would leave no room.
  if (name !== null) lines.push(`Name: ${escapeLine(name).slice(0, MAX_NAME)}`);
  if (summary !== '') lines.push(`Summary: ${escapeLine(summary).slice(0, MAX_SUMMARY)}`);
  return lines;
}

function factLine(fact: Fact, number: number): string {
  const date = fact.kind === 'episodic' ? ` · ${fact.validFrom.slice(0, 10)}` : '';
  return `${number}. [${tagSlug(fact.tag)}${date}] ${escapeLine(fact.text)}`;
}
