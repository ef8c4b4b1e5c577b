import type { Changes } from '../memory/changes.ts';
import type { Memory } from '../memory/types.ts';
import type { Store } from '../store/port.ts';
import { update } from '../store/update.ts';
import type { Outcome } from './outcome.ts';

/**
 * Commits what a pass over the memory makes of it (`tidied`), told from the newest memory each time
 * that another process was first; nothing where `pass` has no memory to write. null: something was
 * forgotten since `known` was read, or all of it was deleted, and what the pass read must not be
 * written.
 * @throws what `pass` throws, and as `update`.
 */
export async function commitPass(
  store: Store,
  known: Memory,
  pass: (memory: Memory) => { memory: Memory | null; changes: Changes },
): Promise<Outcome | null> {
  let changes: Changes | null = null;
  const committed = await update(
    store,
    known.user,
    (memory) => {
      changes = null;
      if (memory === null || memory.forgottenAt !== known.forgottenAt) return null;
      const passed = pass(memory);
      changes = passed.changes;
      return passed.memory;
    },
    { note: { reason: 'tidied', of: null } },
  );
  return changes === null ? null : { revision: committed?.revision ?? null, changes };
}
