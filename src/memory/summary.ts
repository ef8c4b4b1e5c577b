import { MAX_SUMMARY, MAX_SUMMARY_SENTENCES } from './caps.ts';
import type { Refusal } from './changes.ts';
import { noChanges } from './changes.ts';
import type { Written } from './facts.ts';
import { isOnlySecret } from './only-secret.ts';
import { readsAsOrder } from './orders.ts';
import { redact } from './privacy.ts';
import type { Heard } from './provenance.ts';
import { sentences } from './sentences.ts';
import { type Ground, groundOf, isGrounded } from './support.ts';
import type { Memory } from './types.ts';
import type { Hearing } from './verdict.ts';
import { contentWords, topicWords } from './words.ts';

/**
 * Writes the summary: at most 3 whole sentences and 600 characters. Left out, and said, is a
 * sentence that reads as an order to the assistant, one with names, numbers or nothing but words
 * that neither the user typed nor the memory holds, and one with a topic word that only pasted text
 * or the assistant has.
 */
export function applySummary(
  memory: Memory,
  summary: string,
  { heard, ground }: Hearing,
  now: string,
): Written {
  const known = [ground, groundOf(textsOf(memory))];
  const foreign = groundOf(heard.map(textOfOthers).join('\n'));
  const refused: Refusal[] = [];
  const good: string[] = [];
  for (const sentence of sentences(redact(summary))) {
    const reason = problemOf(sentence, known, foreign, now);
    if (reason === null) good.push(sentence);
    else refused.push({ text: sentence.slice(0, MAX_SUMMARY), reason });
  }
  const text = cut(good);
  const same = text === memory.summary || text === '';
  if (same) return { memory, changes: { ...noChanges(), refused } };
  const how = memory.summary === '' ? 'added' : 'replaced';
  return {
    memory: { ...memory, summary: text },
    changes: { ...noChanges(), refused, [how]: [{ id: 'summary', text }] },
  };
}

function problemOf(
  sentence: string,
  known: readonly Ground[],
  foreign: Ground,
  now: string,
): string | null {
  if (sentence.length > MAX_SUMMARY) return `the sentence has more than ${MAX_SUMMARY} characters`;
  if (isOnlySecret(sentence)) return 'it held a secret, and what is left of it says nothing';
  if (readsAsOrder(sentence)) return 'it reads like an order to the assistant';
  const isKnown = (word: string) => known.some(({ words }) => words.has(word));
  if (!contentWords(sentence).some(isKnown) || !isGrounded(sentence, known, now)) {
    return 'it names something that you did not';
  }
  const borrowed = [...topicWords(sentence)].some(
    (word) => foreign.words.has(word) && !isKnown(word),
  );
  return borrowed ? 'it says what only pasted text or the assistant said' : null;
}

/** What was not typed by the user; a reply that was cut short too, for it may be echoed as well. */
function textOfOthers({ turn }: Heard): string {
  const pasted = turn.message.filter(({ origin }) => origin === 'third-party');
  return [...pasted.map(({ text }) => text), turn.reply ?? ''].join('\n');
}

function cut(good: readonly string[]): string {
  let text = '';
  for (const sentence of good.slice(0, MAX_SUMMARY_SENTENCES)) {
    const longer = text === '' ? sentence : `${text} ${sentence}`;
    if (longer.length > MAX_SUMMARY) break;
    text = longer;
  }
  return text;
}

function textsOf(memory: Memory): string {
  const preferences = Object.entries(memory.preferences).flatMap(([key, { value }]) => [
    key,
    value,
  ]);
  const facts = [...memory.keyFacts, ...memory.retired].map((fact) => fact.text);
  return [memory.name ?? '', memory.summary, ...preferences, ...facts].join('\n');
}
