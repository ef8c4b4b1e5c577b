import { apply } from '../memory/apply.ts';
import { emptyMemory } from '../memory/codec.ts';
import { messageText, type Turn } from '../memory/turn.ts';
import type { Operations } from '../memory/types.ts';
import { update } from '../store/update.ts';
import type { Ports } from './ports.ts';

/** Unreadable extractions of a turn before it moves to the review list. */
export const MAX_ATTEMPTS = 3;

const NOTHING: Operations = { summary: null, name: null, facts: [], preferences: [] };

/** How much of the user's message the note shows, in characters. */
const EXCERPT = 280;

/**
 * Gives up extracting a turn: it counts as applied, and a note in the review list says what was
 * not read, so that nothing is dropped in silence.
 * @throws MemchatError as the store does.
 */
export async function putAside(ports: Ports, turn: Turn): Promise<void> {
  const now = ports.clock();
  await update(ports.store, turn.user, (current) => {
    const memory = current ?? emptyMemory(turn.user, now);
    if (memory.appliedTurns.includes(turn.id)) return null;
    const applied = apply(memory, NOTHING, { turns: [turn], now, newId: ports.newId });
    const note = {
      id: ports.newId('proposal'),
      at: now,
      turn: turn.id,
      reason: `its memory could not be read ${MAX_ATTEMPTS} times`,
      text: messageText(turn).slice(0, EXCERPT),
      operation: null,
    };
    return { ...applied.memory, review: [...applied.memory.review, note] };
  });
}
