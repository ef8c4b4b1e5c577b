import type { Memory } from '../../memory/types.ts';
import { isSameContent } from '../adopted.ts';
import type { PastRevision, Store } from '../port.ts';

/**
 * The history of a memory that was read, newest first, as every store can keep it: the memory is its
 * first revision, also where a file has none behind it, and each has a time.
 */
export async function* historyOf(store: Store, memory: Memory): AsyncGenerator<PastRevision> {
  let isFirst = true;
  for await (const past of store.history(memory.user, memory.revision)) {
    if (isFirst && past.revision !== memory.revision) yield unkept(memory);
    isFirst = false;
    yield { ...past, at: timeOf(past.at) ?? timeOf(past.memory.lastSeen) ?? NEVER };
  }
  if (isFirst) yield unkept(memory);
}

const NEVER = new Date(0).toISOString();

/** What a store has no revision of. */
function unkept(memory: Memory): PastRevision {
  const { revision } = memory;
  const at = timeOf(memory.lastSeen) ?? NEVER;
  return { revision, at, reason: 'imported', of: null, turn: null, memory };
}

function timeOf(text: string): string | null {
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** Whether two histories are the same, revision by revision. */
export async function isSameHistory(
  one: AsyncIterable<PastRevision>,
  other: AsyncGenerator<PastRevision>,
): Promise<boolean> {
  for await (const past of one) {
    const next = await other.next();
    if (next.done === true || !isSameContent(past, next.value)) return false;
  }
  return (await other.next()).done === true;
}
