import { isDeepStrictEqual } from 'node:util';
import type { Memory } from '../memory/types.ts';
import { foreignMemory } from './paths.ts';
import type { PastRevision } from './port.ts';

/** Where a history meets the memory that is kept. */
export interface Meeting {
  /** What the memory is to be brought up to, newest first; empty where it is the newest already. */
  newer: PastRevision[];
  /** The revision that is the memory; where none is kept, the first of the history. */
  past: PastRevision;
  /** The revisions before it, newest first. */
  older: AsyncIterable<PastRevision>;
}

/**
 * Reads a history, newest first, as far as `current` in it. Null: it is not in it.
 * @throws MemchatError `usage` for a memory of another user.
 */
export async function meetHistory(
  current: Memory | null,
  user: string,
  history: AsyncIterable<PastRevision>,
): Promise<Meeting | null> {
  const newer: PastRevision[] = [];
  const older = ofUser(history, user);
  for (;;) {
    const { value: past, done } = await older.next();
    if (done === true) return null;
    if (current === null) return { newer, past, older };
    // A gap: what a forgetting has deleted is not to stay here either.
    const next = newer.at(-1)?.revision ?? past.revision + 1;
    if (past.revision !== next - 1) return null;
    if (past.revision > current.revision) {
      newer.push(past);
      continue;
    }
    const isIt = past.revision === current.revision && isSameContent(past.memory, current);
    return isIt ? { newer, past, older } : null;
  }
}

async function* ofUser(
  history: AsyncIterable<PastRevision>,
  user: string,
): AsyncGenerator<PastRevision, undefined> {
  for await (const past of history) {
    if (past.memory.user.normalize('NFC') !== user) throw foreignMemory();
    yield past;
  }
}

/** Whether two values say the same as JSON, whatever the order of their fields. */
export function isSameContent(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(asJson(a), asJson(b));
}

function asJson(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
