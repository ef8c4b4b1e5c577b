import { MAX_SUMMARY, MAX_SUMMARY_SENTENCES } from './caps.ts';
import type { Refusal } from './changes.ts';
import { noChanges, type Written } from './facts.ts';
import { readsAsOrder } from './orders.ts';
import { redact } from './privacy.ts';
import { sentences } from './sentences.ts';
import { type Ground, groundOf, isGrounded } from './support.ts';
import type { Memory } from './types.ts';
import { contentWords } from './words.ts';

/**
 * Writes the summary: at most 3 whole sentences and 600 characters. Left out, and said, is a
 * sentence that reads as an order to the assistant, and one with names, numbers or nothing but words
 * that neither the user typed nor the memory holds: it would come from pasted text or the assistant.
 */
export function applySummary(memory: Memory, summary: string, typed: Ground, now: string): Written {
  const known = [typed, groundOf(textsOf(memory))];
  const refused: Refusal[] = [];
  const good: string[] = [];
  for (const sentence of sentences(redact(summary))) {
    const reason = problemOf(sentence, known, now);
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

function problemOf(sentence: string, known: readonly Ground[], now: string): string | null {
  if (sentence.length > MAX_SUMMARY) return `the sentence has more than ${MAX_SUMMARY} characters`;
  if (readsAsOrder(sentence)) return 'it reads like an order to the assistant';
  const familiar = contentWords(sentence).some((word) =>
    known.some(({ words }) => words.has(word)),
  );
  return familiar && isGrounded(sentence, known, now)
    ? null
    : 'it names something that you did not';
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
