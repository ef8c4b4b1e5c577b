import { MemchatError } from '../errors.ts';
import type { Changes } from '../memory/changes.ts';
import { noChanges } from '../memory/changes.ts';
import { difference } from '../memory/difference.ts';
import { restore } from '../memory/restore.ts';
import type { Memory } from '../memory/types.ts';
import type { PastRevision, Store } from '../store/port.ts';
import { update } from '../store/update.ts';
import { forgottenSince, isBeforeForgetting, notKept } from './history.ts';

/** What came of a restore. */
export interface RestoreOutcome {
  /** The number of the revision that was to come back. */
  restored: number;
  /** The new revision; null when nothing was written, because the memory was like that already. */
  revision: number | null;
  /** What that new revision changed. */
  changes: Changes;
}

/**
 * Makes the whole memory what it was at a revision, as a new commit. How often and how long the
 * user has been here stays, and so do the applied turns: none is applied twice.
 * @throws MemchatError `usage` when the revision is not kept; else as `update`.
 */
export async function restoreRevision(
  { store }: { store: Store },
  user: string,
  revision: number,
): Promise<RestoreOutcome> {
  const past = await kept(store, user, revision);
  const { memory } = past;
  let changes = noChanges();
  const committed = await update(
    store,
    user,
    (current) => {
      if (current === null) throw deleted(user);
      if (isBeforeForgetting(memory, current)) throw forgottenSince(revision);
      const restored: Memory = restore(memory, current);
      changes = difference(current, restored);
      return restored === current ? null : restored;
    },
    { note: { reason: 'restored', of: revision } },
  );
  return { restored: revision, revision: committed?.revision ?? null, changes };
}

function deleted(user: string): MemchatError {
  return new MemchatError(
    `The memory of ${user} was deleted meanwhile: there is nothing to restore any more.`,
    'usage',
  );
}

async function kept(store: Store, user: string, revision: number): Promise<PastRevision> {
  for await (const past of store.history(user, revision)) {
    if (past.revision === revision) return past;
    break;
  }
  throw await notKept(store, user, revision);
}
