import type { Eraser } from '../memory/eraser.ts';
import { redact } from '../memory/privacy.ts';
import { messageText, type Passage } from '../memory/turn.ts';
import type { Ports } from './ports.ts';

type InputPorts = Pick<Ports, 'inputs'>;

/** Entries that are kept. */
const MOST_INPUTS = 10_000;
/** So many more may gather before the oldest are deleted: that writes the file anew. */
const SLACK = 500;

/**
 * Keeps what was entered at the prompt. One with a secret or an ID number is let go as a whole: with
 * a mark in its place it would be of no use to send again.
 * @throws MemchatError as the store does.
 */
export async function keepInput(
  { inputs }: InputPorts,
  user: string,
  entry: readonly Passage[],
): Promise<void> {
  const text = messageText({ message: [...entry] });
  if (redact(text) === text) await inputs?.append(user, entry);
}

/**
 * The newest 10,000 entries, oldest first; with `trims`, what is older is deleted where there is much
 * of it.
 * @throws MemchatError as the store does.
 */
export async function recentInputs(
  { inputs }: InputPorts,
  user: string,
  trims: boolean,
): Promise<Passage[][]> {
  const entries = (await inputs?.recent(user, MOST_INPUTS + SLACK)) ?? [];
  if (trims && entries.length >= MOST_INPUTS + SLACK) {
    await inputs?.retain(user, (_, age) => age < MOST_INPUTS);
  }
  return entries.slice(-MOST_INPUTS);
}

/** How many entries the eraser finds something in; nothing where there are none. */
export async function linesOf(
  { inputs }: InputPorts,
  user: string,
  eraser: Eraser,
): Promise<{ lines?: number }> {
  const entries = (await inputs?.recent(user, Number.MAX_SAFE_INTEGER)) ?? [];
  const lines = entries.filter((entry) => speaksOf(entry, eraser)).length;
  return lines > 0 ? { lines } : {};
}

/** Deletes the entries that the eraser finds something in; how many, or nothing for none. */
export async function eraseLines(
  { inputs }: InputPorts,
  user: string,
  eraser: Eraser,
): Promise<{ lines?: number }> {
  const lines = (await inputs?.retain(user, (entry) => !speaksOf(entry, eraser))) ?? 0;
  return lines > 0 ? { lines } : {};
}

function speaksOf(entry: readonly Passage[], eraser: Eraser): boolean {
  return eraser.speaksOf(messageText({ message: [...entry] }));
}
