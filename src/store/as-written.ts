import type { Turn } from '../memory/turn.ts';

/**
 * The turn as a journal saves it over what it has: words that are written stay as they are written,
 * for they may have been blotted out since the caller read them. A reply may still be let go.
 */
export function asWritten(turn: Turn, written: Turn | null): Turn {
  if (written === null) return turn;
  const reply = turn.reply === null ? null : (written.reply ?? turn.reply);
  return { ...turn, message: written.message, reply };
}
