import type { Store } from '../store/port.ts';

/** What is no turn's doing: the owner has edited the file, or somebody has taken something back. */
const REWRITING = new Set(['edited', 'undone', 'restored']);

/**
 * Whether a memory was changed by something else than a turn after revision `since`, or deleted;
 * with the number of its newest revision, 0 where there is none.
 * @throws MemchatError as the store's `read`.
 */
export async function lookForRewriting(
  store: Store,
  user: string,
  since: number,
): Promise<{ revision: number; isRewritten: boolean }> {
  const current = await store.read(user);
  const revision = current?.revision ?? 0;
  if (revision < since) return { revision, isRewritten: true };
  if (revision === since) return { revision, isRewritten: false };
  for await (const past of store.history(user)) {
    if (past.revision <= since) break;
    if (REWRITING.has(past.reason)) return { revision, isRewritten: true };
  }
  return { revision, isRewritten: false };
}
