import { secondPerson } from '../english/person.ts';
import { capitalize } from '../english/words.ts';
import type { KnownFact } from '../knowledge.ts';

/** What is said when the memory has no answer. */
export const NOT_KNOWN = "I don't have that in memory yet.";
/** The same for what was so before. */
export const NOT_KNOWN_BEFORE = "I don't have that in memory.";

/** Whether an answer is that there is none. */
export function isNotKnown(answer: string | null): boolean {
  return answer === NOT_KNOWN || answer === NOT_KNOWN_BEFORE;
}

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

/** One fact that no longer holds, as a sentence to the user. */
export function toldBefore({ said, date, until }: KnownFact): string {
  const when = date === null || until === undefined ? '' : ` (${date} to ${until})`;
  return `You told me before: ${capitalize(secondPerson(said), false)}${when}.`;
}
