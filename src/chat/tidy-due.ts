import type { Memory } from '../memory/types.ts';

/** More active facts than this, and a session tidies up by itself. */
const TIDY_ABOVE = 100;

/** So many more than the last consolidation left, and it is worth another. */
const TIDY_AGAIN = 20;

/** Whether there are so many facts that a session tidies up by itself. */
export function isTidyDue({ keyFacts, tidiedTo = 0 }: Memory): boolean {
  return keyFacts.length > TIDY_ABOVE && keyFacts.length >= tidiedTo + TIDY_AGAIN;
}
