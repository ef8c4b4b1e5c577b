import type { Turn } from '../memory/turn.ts';
import type { Ports } from './ports.ts';

/** The turns as the journal has them: what was forgotten since they were said is not in them. */
export async function asTheyAre(
  { journal }: Pick<Ports, 'journal'>,
  turns: readonly Turn[],
): Promise<Turn[]> {
  const read: Turn[] = [];
  // One the disk refused is nowhere else.
  for (const turn of turns) read.push((await journal.read(turn.user, turn.id)) ?? turn);
  return read;
}

/**
 * A turn that is over, without what was forgotten while it ran: that was blotted out of the user's
 * words in the journal. The reply came from a prompt that may have had it still, so it is let go.
 */
export async function withoutForgotten(
  { store, journal }: Pick<Ports, 'store' | 'journal'>,
  turn: Turn,
): Promise<Turn> {
  const { forgottenAt = null } = (await store.read(turn.user)) ?? {};
  if (forgottenAt === null || Date.parse(forgottenAt) <= Date.parse(turn.at)) return turn;
  if (turn.reply === null) return turn;
  const written = await journal.read(turn.user, turn.id);
  return { ...turn, message: written?.message ?? turn.message, reply: null };
}

/**
 * Writes a turn into the transcript as it is left: also where it was blotted out while it was being
 * written, for who forgets goes through the journal first and through the transcript after it.
 */
export async function appendLeft(
  ports: Pick<Ports, 'journal' | 'transcript'>,
  turn: Turn,
): Promise<void> {
  const { transcript } = ports;
  const [before = turn] = await asTheyAre(ports, [turn]);
  await transcript.append(before);
  const [after = before] = await asTheyAre(ports, [before]);
  if (JSON.stringify(after) === JSON.stringify(before)) return;
  await transcript.rewrite(turn.user, (line) => (line.turn === turn.id ? null : line));
  await transcript.append(after);
}
