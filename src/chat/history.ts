import { MemchatError } from '../errors.ts';
import type { Changes } from '../memory/changes.ts';
import { emptyMemory } from '../memory/codec.ts';
import { difference } from '../memory/difference.ts';
import type { Memory } from '../memory/types.ts';
import type { PastRevision, Store } from '../store/port.ts';

/** One commit as the history shows it. */
export interface HistoryEntry extends Omit<PastRevision, 'memory'> {
  /** A later revision took it back, and that one stands. */
  undone: boolean;
  /** Against the revision before it; null where that one is not kept. */
  changes: Changes | null;
}

/** A revision beside the one before it. */
export interface Step {
  past: PastRevision;
  /** The memory before it, empty before revision 0; null where that is not kept. */
  before: Memory | null;
  undone: boolean;
}

/**
 * The changes to a user's memory, newest first, at most `limit`; none of a user without history.
 * @throws MemchatError as the store's `read`.
 */
export async function history(
  { store }: { store: Store },
  user: string,
  { limit }: { limit: number },
): Promise<HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  if (limit <= 0) return entries;
  for await (const { past, before, undone } of steps(store, user)) {
    const { memory, ...header } = past;
    const changes = before === null ? null : difference(before, memory);
    entries.push({ ...header, undone, changes });
    if (entries.length >= limit) break;
  }
  return entries;
}

/** The history newest first, read as it is asked for. */
export async function* steps(store: Store, user: string): AsyncGenerator<Step> {
  const takenBack = new TakenBack();
  let later: PastRevision | null = null;
  for await (const past of store.history(user)) {
    if (later !== null) yield stepOf(later, past, takenBack);
    later = past;
  }
  if (later !== null) yield stepOf(later, null, takenBack);
}

function stepOf(past: PastRevision, earlier: PastRevision | null, takenBack: TakenBack): Step {
  return { past, before: memoryBefore(past, earlier), undone: takenBack.visit(past) };
}

/** Which revisions were taken back by newer ones that stand. Visits them all, newest first. */
class TakenBack {
  readonly #undone = new Set<number>();
  /** What lies above was left behind by a restore. */
  #restored = Number.POSITIVE_INFINITY;

  /** Whether this revision was taken back; if not, what it takes back itself counts. */
  visit({ revision, reason, of }: PastRevision): boolean {
    if (this.#undone.has(revision) || revision > this.#restored) return true;
    if (reason === 'undone' && of !== null) this.#undone.add(of);
    if (reason === 'restored' && of !== null) this.#restored = of;
    return false;
  }
}

/** The memory before a revision, if the next earlier one that is kept is the one before it. */
export function memoryBefore(past: PastRevision, earlier: PastRevision | null): Memory | null {
  if (past.revision === 0) return emptyMemory(past.memory.user, past.memory.createdAt);
  return earlier?.revision === past.revision - 1 ? earlier.memory : null;
}

/**
 * Whether something was forgotten after the memory was like this: then it may hold that still, and
 * nothing of it may come back.
 */
export function isBeforeForgetting(past: Memory, current: Memory): boolean {
  return current.forgottenAt !== undefined && past.forgottenAt !== current.forgottenAt;
}

/** The refusal to bring back what is from before a forgetting. */
export function forgottenSince(revision: number): MemchatError {
  return new MemchatError(
    `Revision ${revision} is from before something was forgotten: nothing of it comes back.`,
    'usage',
  );
}

/** The refusal of a number that the history does not have. */
export async function notKept(store: Store, user: string, revision: number): Promise<MemchatError> {
  let newest: number | null = null;
  let oldest: number | null = null;
  for await (const past of store.history(user)) {
    newest ??= past.revision;
    oldest = past.revision;
  }
  if (newest === null || oldest === null) {
    return new MemchatError(`There is no history of ${user} yet.`, 'usage');
  }
  const kept = newest === oldest ? `Only ${newest} is` : `${oldest} to ${newest} are`;
  return new MemchatError(
    `There is no revision ${revision} of ${user}'s memory. ${kept} kept; memchat memory history lists them.`,
    'usage',
  );
}
