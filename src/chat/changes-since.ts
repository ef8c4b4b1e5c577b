import type { Changes } from '../memory/changes.ts';
import { difference } from '../memory/difference.ts';
import type { PastRevision } from '../store/port.ts';
import { steps } from './history.ts';
import type { Ports } from './ports.ts';

/** One commit to a memory, whoever made it. */
export interface MemoryChange extends Omit<PastRevision, 'memory' | 'reason' | 'revision'> {
  /** null: all that was kept of the user was deleted. */
  revision: number | null;
  reason: PastRevision['reason'] | 'removed';
  /** Against the revision before it; null where that is not kept any more, and for `removed`. */
  changes: Changes | null;
}

/**
 * What was committed after a revision, oldest first; of more than is kept, the newest 64 at least.
 * @throws MemchatError as the store's `read`.
 */
export async function changesSince(
  { store }: Pick<Ports, 'store'>,
  user: string,
  revision: number,
): Promise<MemoryChange[]> {
  const found: MemoryChange[] = [];
  for await (const { past, before } of steps(store, user)) {
    if (past.revision <= revision) break;
    const { memory, ...header } = past;
    found.unshift({ ...header, changes: before === null ? null : difference(before, memory) });
  }
  return found;
}
