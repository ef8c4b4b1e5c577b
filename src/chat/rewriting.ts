import type { Memory } from '../memory/types.ts';
import type { Store } from '../store/port.ts';
import { steps } from './history.ts';

/** What is no turn's doing: somebody has changed the memory by hand or by command. */
const REWRITING = new Set(['edited', 'revised', 'imported', 'forgotten', 'undone', 'restored']);

/** What happened to a memory beside what its turns have taught. */
export interface Rewriting {
  /** The memory as it is now; null where there is none (any more). */
  memory: Memory | null;
  /** It was changed by something else than a turn or a pass, or deleted. */
  isRewritten: boolean;
  /** Something was forgotten: what was read before may hold it still. */
  isForgotten: boolean;
  /** Ids of turns that were taken back. */
  undone: ReadonlySet<string>;
}

/** How far a session has looked. */
export interface Looked {
  revision: number;
  forgottenAt?: string | undefined;
}

/** Whether something was forgotten since, or all of it. */
export function isForgottenSince(since: Looked, memory: Looked | null): boolean {
  return (memory?.revision ?? 0) < since.revision || memory?.forgottenAt !== since.forgottenAt;
}

/**
 * What happened to the memory since it was looked at last.
 * @throws MemchatError as the store's `read`.
 */
export async function lookForRewriting(
  store: Store,
  user: string,
  since: Looked,
): Promise<Rewriting> {
  const memory = await store.read(user);
  const revision = memory?.revision ?? 0;
  const isForgotten = isForgottenSince(since, memory);
  if (revision < since.revision) {
    return { memory, isRewritten: true, isForgotten, undone: new Set() };
  }
  let isRewritten = isForgotten;
  const takenBack = new Set<number>();
  if (revision > since.revision) {
    for await (const past of store.history(user)) {
      if (past.revision <= since.revision) break;
      isRewritten ||= REWRITING.has(past.reason);
      if (past.reason === 'undone' && past.of !== null) takenBack.add(past.of);
      // The one before was looked at already: it need not be read.
      if (past.revision === since.revision + 1) break;
    }
  }
  return { memory, isRewritten, isForgotten, undone: await turnsOf(store, user, takenBack) };
}

/** The turns that these revisions have applied, and those of which the model noted something itself. */
async function turnsOf(
  store: Store,
  user: string,
  revisions: ReadonlySet<number>,
): Promise<Set<string>> {
  const turns = new Set<string>();
  if (revisions.size === 0) return turns;
  const oldest = Math.min(...revisions);
  for await (const { past, before } of steps(store, user)) {
    if (past.revision < oldest) break;
    if (!revisions.has(past.revision) || before === null) continue;
    const known = new Set(before.appliedTurns);
    for (const turn of past.memory.appliedTurns) if (!known.has(turn)) turns.add(turn);
    if (past.reason !== 'commit') continue;
    const facts = new Set(before.keyFacts.map(({ id }) => id));
    for (const { id, source } of past.memory.keyFacts) if (!facts.has(id)) turns.add(source.turn);
  }
  return turns;
}
