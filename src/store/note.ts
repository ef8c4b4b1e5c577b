import type { Memory } from '../memory/types.ts';
import type { CommitNote } from './port.ts';

/** What the history says of a commit that nobody said anything about. */
export const PLAIN_COMMIT: CommitNote = { reason: 'commit', of: null };

/** Longer ids are not memchat's own (they have some 14 characters), and headers are kept short. */
const LONGEST_ID = 64;

/** The turn that the memory has applied and the one before it has not. */
export function appliedBy(
  memory: Pick<Memory, 'appliedTurns'>,
  before: Pick<Memory, 'appliedTurns'>,
): string | null {
  const turn = memory.appliedTurns.at(-1);
  if (turn === undefined || turn.length > LONGEST_ID) return null;
  return before.appliedTurns.includes(turn) ? null : turn;
}
