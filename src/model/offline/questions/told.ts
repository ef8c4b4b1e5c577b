import { secondPerson } from '../english/person.ts';
import type { KnownFact } from '../knowledge.ts';

/** What is said when the memory has no answer. */
export const NOT_KNOWN = "I don't have that in memory yet.";

const MOST_LISTED = 6;

/** Facts as sentences to the user, newest first. */
export function list(facts: readonly KnownFact[]): string {
  const sentences = [...facts].reverse().slice(0, MOST_LISTED).map(told);
  return [...new Set(sentences)].join(' ');
}

/** One fact or claim as a sentence to the user. */
export function told({ said }: Pick<KnownFact, 'said'>): string {
  const sentence = secondPerson(said);
  return /[.!?]$/u.test(sentence) ? sentence : `${sentence}.`;
}
