import { MemchatError } from '../errors.ts';
import type { Changes, Refusal } from '../memory/changes.ts';
import { noChanges } from '../memory/changes.ts';
import { difference, isQuiet } from '../memory/difference.ts';
import type { Memory } from '../memory/types.ts';
import { type Undone, undo } from '../memory/undo.ts';
import type { PastRevision, Store } from '../store/port.ts';
import { update } from '../store/update.ts';
import { forgottenSince, isBeforeForgetting, memoryBefore, notKept, steps } from './history.ts';

/** What came of an undo. */
export interface UndoOutcome {
  /** The number of the revision that was to be taken back. */
  undone: number;
  /** The new revision; null when nothing was written, because nothing could go back. */
  revision: number | null;
  /** What that new revision changed. */
  changes: Changes;
  /** What stays although the undone revision changed it, and why. */
  left: Refusal[];
}

/**
 * Takes one commit back on the memory as it is now, as a new commit; what others wrote since stays.
 * Default (null): the newest revision with something to show that is no undo itself, is not undone
 * and can be undone, so that one undo after the other walks back. The undo of an undo, by its
 * number, brings back what that took away.
 * @throws MemchatError `usage` when there is nothing to undo, or not that revision; else as `update`.
 */
export async function undoRevision(
  { store }: { store: Store },
  user: string,
  revision: number | null = null,
): Promise<UndoOutcome> {
  const target = await (revision === null ? newest(store, user) : named(store, user, revision));
  const { before, past } = target;
  let undone: Undone = { memory: before, changes: noChanges(), left: [] };
  const committed = await update(
    store,
    user,
    (current) => {
      if (current === null) throw nothingToUndo(user);
      if (isBeforeForgetting(before, current)) throw forgottenSince(past.revision);
      undone = undo(before, past.memory, current);
      return undone.memory === current ? null : undone.memory;
    },
    { note: { reason: 'undone', of: past.revision } },
  );
  const { changes, left } = undone;
  return { undone: past.revision, revision: committed?.revision ?? null, changes, left };
}

interface Target {
  before: Memory;
  past: PastRevision;
}

async function newest(store: Store, user: string): Promise<Target> {
  const current = await store.read(user);
  if (current === null) throw nothingToUndo(user);
  for await (const { past, before, undone } of steps(store, user)) {
    if (past.revision === 0 || before === null) continue;
    if (isBeforeForgetting(before, current)) break;
    if (undone || past.reason === 'undone' || isQuiet(difference(before, past.memory))) continue;
    if (undo(before, past.memory, current).memory !== current) return { before, past };
  }
  throw nothingToUndo(user);
}

async function named(store: Store, user: string, revision: number): Promise<Target> {
  const found: PastRevision[] = [];
  for await (const past of store.history(user, revision)) {
    found.push(past);
    if (found.length === 2) break;
  }
  const [past, earlier = null] = found;
  if (past?.revision !== revision) throw await notKept(store, user, revision);
  if (revision === 0) {
    throw new MemchatError(
      'Revision 0 cannot be undone: the memory began with it, and there is nothing before it.',
      'usage',
    );
  }
  const before = memoryBefore(past, earlier);
  if (before !== null) return { before, past };
  throw new MemchatError(
    `Revision ${revision} cannot be undone: the one before it is not kept, so what ${revision} changed is not known.`,
    'usage',
  );
}

function nothingToUndo(user: string): MemchatError {
  return new MemchatError(`There is nothing to undo in the memory of ${user}.`, 'usage');
}
