import type { Changes } from '../memory/changes.ts';
import { noChanges } from '../memory/changes.ts';
import { emptyMemory } from '../memory/codec.ts';
import type { Written } from '../memory/facts.ts';
import type { Memory } from '../memory/types.ts';
import { update } from '../store/update.ts';
import type { Outcome } from './outcome.ts';
import type { Ports } from './ports.ts';

/**
 * Commits what a step makes of the user's memory, or nothing when it leaves that as it is. The step
 * may run several times, as in `update`; `now` is the same each time.
 * @throws MemchatError as the step and `update` do.
 */
export async function write(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  user: string,
  reason: 'revised' | 'imported',
  step: (memory: Memory, now: string) => Written,
): Promise<Outcome> {
  const now = clock();
  let changes: Changes = noChanges();
  const committed = await update(
    store,
    user,
    (current) => {
      const memory = current ?? emptyMemory(user, now);
      const written = step(memory, now);
      changes = written.changes;
      return written.memory === memory ? null : written.memory;
    },
    { note: { reason, of: null } },
  );
  return { revision: committed?.revision ?? null, changes };
}
