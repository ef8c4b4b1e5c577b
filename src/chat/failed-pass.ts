import type { Turn } from '../memory/turn.ts';
import { MAX_ATTEMPTS, putAside } from './dead-letter.ts';
import { asTheyAre, putAway, type WasSaved } from './journaled.ts';
import type { Ports } from './ports.ts';

export interface FailureMeans {
  wasSaved: WasSaved;
  /** Puts a turn in another's place among those that wait; null: it waits no more. */
  replace: (turn: Turn, by: Turn | null) => void;
  warn: (error: unknown) => void;
}

/**
 * Counts an extraction that could not be read against its turns. After three of them a turn waits
 * for a person instead of a model: returns those that do so now. What the disk refuses is told.
 */
export async function countFailure(
  ports: Ports,
  batch: readonly Turn[],
  { wasSaved, replace, warn }: FailureMeans,
): Promise<Turn[]> {
  const given: Turn[] = [];
  for (const turn of batch) {
    try {
      // As it is left: what is forgotten meanwhile is not to be written again.
      const [left] = await asTheyAre(ports, [turn], wasSaved);
      if (left === undefined) {
        replace(turn, null);
        continue;
      }
      const tried = { ...left, attempts: turn.attempts + 1 };
      if (tried.attempts >= MAX_ATTEMPTS) {
        await putAside(ports, tried, wasSaved);
        await putAway(ports, tried, wasSaved, warn);
        replace(turn, null);
        given.push(tried);
      } else {
        replace(turn, tried);
        await ports.journal.save(tried);
      }
    } catch (error) {
      warn(error);
    }
  }
  return given;
}
