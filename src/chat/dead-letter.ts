import { apply } from '../memory/apply.ts';
import type { NewId } from '../memory/clock.ts';
import { emptyMemory } from '../memory/codec.ts';
import { messageText, type Turn } from '../memory/turn.ts';
import type { Memory, Operations } from '../memory/types.ts';
import { update } from '../store/update.ts';
import { asTheyAre, type WasSaved } from './journaled.ts';
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
export async function putAside(ports: Ports, turn: Turn, wasSaved: WasSaved): Promise<void> {
  for (let isDone = false; !isDone; ) {
    const { forgottenAt } = (await ports.store.read(turn.user)) ?? {};
    const [left] = await asTheyAre(ports, [turn], wasSaved);
    if (left === undefined) return;
    await update(ports.store, turn.user, (current) => {
      const now = ports.clock();
      const memory = current ?? emptyMemory(turn.user, now);
      isDone = memory.forgottenAt === forgottenAt;
      return isDone ? withNote(memory, left, now, ports.newId) : null;
    });
  }
}

/** Null when the turn is in the memory already. */
function withNote(memory: Memory, turn: Turn, now: string, newId: NewId): Memory | null {
  if (memory.appliedTurns.includes(turn.id)) return null;
  const applied = apply(memory, NOTHING, { turns: [turn], now, newId });
  const note = {
    id: newId('proposal'),
    at: now,
    turn: turn.id,
    reason: `its memory could not be read ${MAX_ATTEMPTS} times`,
    text: messageText(turn).slice(0, EXCERPT),
    operation: null,
  };
  return { ...applied.memory, review: [...applied.memory.review, note] };
}
