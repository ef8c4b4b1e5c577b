import type { Turn } from '../../src/memory/turn.ts';
import { aTurn } from '../support/turns.ts';

/** A turn of alice that waits for its reply. */
export function askedTurn(id: string): Turn {
  return aTurn({ id, reply: null, status: 'asked' });
}
