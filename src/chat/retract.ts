import { joinChanges } from '../memory/changes.ts';
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
 * `written`: the revisions that tools of the turn have written.
 * @throws MemchatError as the stores do.
 */
export async function retract(
  ports: Pick<Ports, 'store' | 'journal' | 'transcript'>,
  user: string,
  turn: string,
  written: readonly number[] = [],
): Promise<Retracted> {
  const { journal, transcript } = ports;
  await journal.remove(user, turn);
  const past = await transcript.recent(user, RECENT);
  if (past.some((exchange) => exchange.turn === turn)) {
    await transcript.rewrite(user, (exchange) => (exchange.turn === turn ? null : exchange));
  }
  const applied = await revisionOf(ports, user, turn);
  const shared = applied?.isShared === true ? applied.revision : null;
  const own = applied === null || applied.isShared ? [] : [applied.revision];
  let undone: UndoOutcome | null = null;
  for (const revision of [...written, ...own].sort((a, b) => b - a)) {
    undone = joined(undone, await undoRevision(ports, user, revision));
  }
  return { undone, shared };
}

/** Two undos as one, named by the later: what is undone of a turn is undone together. */
function joined(first: UndoOutcome | null, next: UndoOutcome): UndoOutcome {
  if (first === null) return next;
  return {
    undone: first.undone,
    revision: next.revision ?? first.revision,
    changes: joinChanges([first.changes, next.changes]),
    left: [...first.left, ...next.left],
  };
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
