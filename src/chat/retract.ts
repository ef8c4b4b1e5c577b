import type { Memory } from '../memory/types.ts';
import { steps } from './history.ts';
import type { Ports } from './ports.ts';
import { type UndoOutcome, undoRevision } from './undo.ts';

/** Past exchanges among which the one that is taken back is looked for. */
const RECENT = 50;

export interface Retracted {
  /** What was taken back of the memory; null where the turn had not written to it. */
  undone: UndoOutcome | null;
  /** The revision that applied it together with other turns: that one stays. Else null. */
  shared: number | null;
}

/**
 * Takes back what is kept of a turn: what it wrote to the memory, its line in the transcript, and
 * itself where it waits to be remembered. A revision that applied other turns as well is left.
 * @throws MemchatError as the stores do.
 */
export async function retract(
  ports: Pick<Ports, 'store' | 'journal' | 'transcript'>,
  user: string,
  turn: string,
): Promise<Retracted> {
  const { journal, transcript } = ports;
  await journal.remove(user, turn);
  const past = await transcript.recent(user, RECENT);
  if (past.some((exchange) => exchange.turn === turn)) {
    await transcript.rewrite(user, (exchange) => (exchange.turn === turn ? null : exchange));
  }
  const applied = await revisionOf(ports, user, turn);
  if (applied === null) return { undone: null, shared: null };
  const { revision, isShared } = applied;
  if (isShared) return { undone: null, shared: revision };
  return { undone: await undoRevision(ports, user, revision), shared: null };
}

async function revisionOf(
  { store }: Pick<Ports, 'store'>,
  user: string,
  turn: string,
): Promise<{ revision: number; isShared: boolean } | null> {
  for await (const { past, before, undone } of steps(store, user)) {
    if (before === null) return null;
    const turns = newTurns(before, past.memory);
    if (!turns.includes(turn)) continue;
    return undone ? null : { revision: past.revision, isShared: turns.length > 1 };
  }
  return null;
}

function newTurns(before: Memory, after: Memory): string[] {
  const known = new Set(before.appliedTurns);
  return after.appliedTurns.filter((turn) => !known.has(turn));
}
