import type { Memory } from '../memory/types.ts';
import type { CommitNote } from './port.ts';

/** What the history says of a commit that nobody said anything about. */
export const PLAIN_COMMIT: CommitNote = { reason: 'commit', of: null };

/** The turn that the memory has applied and the one before it has not. */
export function appliedBy(memory: Memory, before: Memory): string | null {
  const turn = memory.appliedTurns.at(-1);
  return turn === undefined || before.appliedTurns.includes(turn) ? null : turn;
}
