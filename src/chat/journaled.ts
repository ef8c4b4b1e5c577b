import { codeOf } from '../errors.ts';
import type { Turn } from '../memory/turn.ts';
import type { Ports } from './ports.ts';

/** Whether the journal has taken a turn: where it is not there then, it was deleted. */
export type WasSaved = (turn: Turn) => boolean;

/**
 * The turns as the journal has them: what was forgotten since they were said is not in them, and
 * those are left out that went with all that was kept of the user.
 */
export async function asTheyAre(
  { journal }: Pick<Ports, 'journal'>,
  turns: readonly Turn[],
  wasSaved: WasSaved,
): Promise<Turn[]> {
  const read: Turn[] = [];
  for (const turn of turns) {
    const written = await journal.read(turn.user, turn.id);
    if (written !== null) read.push(written);
    // One the disk refused is nowhere else.
    else if (!wasSaved(turn)) read.push(turn);
  }
  return read;
}

/**
 * A turn that is over, without what was forgotten while it ran: that was blotted out of the user's
 * words in the journal. The reply came from a prompt that may have had it still, so it is let go.
 * Null when all that was kept of the user was deleted meanwhile.
 * `seen` is `forgottenAt` of the memory that the prompt was made from: times do not tell, for the
 * forgetting notes its own before others can see it.
 */
export async function withoutForgotten(
  { store, journal }: Pick<Ports, 'store' | 'journal'>,
  turn: Turn,
  seen: string | undefined,
  wasSaved: WasSaved,
): Promise<Turn | null> {
  const written = await journal.read(turn.user, turn.id);
  if (written === null && wasSaved(turn)) return null;
  const { forgottenAt } = (await store.read(turn.user)) ?? {};
  if (forgottenAt === seen || turn.reply === null) return turn;
  return { ...turn, message: written?.message ?? turn.message, reply: null };
}

/**
 * Writes a turn into the transcript as it is left: also where it was blotted out while it was being
 * written, for who forgets goes through the journal first and through the transcript after it.
 */
async function appendLeft(
  ports: Pick<Ports, 'store' | 'journal' | 'transcript'>,
  turn: Turn,
  wasSaved: WasSaved,
): Promise<void> {
  const { store, transcript } = ports;
  const [before] = await asTheyAre(ports, [turn], wasSaved);
  if (before === undefined) return;
  await transcript.append(before);
  const [after] = await asTheyAre(ports, [before], wasSaved);
  if (JSON.stringify(after) === JSON.stringify(before)) return;
  // Not deleted, but put away by another process, which took the turn up from this one.
  if (after === undefined && (await store.read(turn.user))?.appliedTurns.includes(turn.id)) return;
  await transcript.rewrite(turn.user, (line) => (line.turn === turn.id ? null : line));
  if (after !== undefined) await transcript.append(after);
}

/**
 * What came of putting a turn away: `refused` by a disk, or `unanswered` by a store that may answer the
 * next time.
 */
export type PutAway = 'away' | 'refused' | 'unanswered';

/**
 * The turn is in the memory: into the transcript, out of the journal. If the disk refuses, the
 * memory stands all the same, and the next start finds the turn applied and tidies up. One whose
 * line the store has not taken stays in the journal, for it is nowhere else. `warn` is told what did
 * not go well.
 */
export async function putAway(
  ports: Pick<Ports, 'store' | 'journal' | 'transcript'>,
  turn: Turn,
  wasSaved: WasSaved,
  warn: (error: unknown) => void,
): Promise<PutAway> {
  let outcome: PutAway = 'away';
  const append = () => appendLeft(ports, turn, wasSaved);
  for (const step of [append, () => ports.journal.remove(turn.user, turn.id)]) {
    try {
      await step();
    } catch (error) {
      warn(error);
      if (codeOf(error) === 'store-unavailable') return 'unanswered';
      outcome = 'refused';
    }
  }
  return outcome;
}
