import { apply } from '../../src/memory/apply.ts';
import { emptyMemory } from '../../src/memory/codec.ts';
import type { Memory } from '../../src/memory/types.ts';
import type { Store } from '../../src/store/port.ts';
import { update } from '../../src/store/update.ts';
import { evidence, operation, operations, turn } from '../memory/world.ts';

/**
 * Brings a turn into the memory as a chat does, with one fact that names it; a turn that is there is
 * not applied again, and nothing is written. `onLook` is told how often the fact was there.
 */
export async function applyTurn(
  store: Store,
  user: string,
  id: string,
  onLook: (times: number) => void = () => {},
): Promise<void> {
  const words = `My lucky word is ${id}`;
  const told = operations({ facts: [operation(`Lucky word is ${id}`, words)] });
  const from = { ...evidence(turn(id, words, { user })), newId: () => `f-${id}` };
  await update(store, user, (current) => {
    const memory = current ?? emptyMemory(user, from.now);
    onLook(timesIn(memory, id));
    return memory.appliedTurns.includes(id) ? null : apply(memory, told, from).memory;
  });
}

/** How many facts a turn has taught a memory. */
export function timesIn({ keyFacts }: Memory, id: string): number {
  return keyFacts.filter(({ source }) => source.turn === id).length;
}
