import type { Turn } from '../memory/turn.ts';
import { exchangeLength } from '../prompt/extraction.ts';

/** What one extraction reads at most: turns, and characters of them (a single turn always fits). */
const MAX_TURNS = 20;
const MAX_CHARACTERS = 60_000;

/** The oldest turns together; one that failed before goes alone, so that it takes no other with it. */
export function nextBatch(queue: readonly Turn[]): Turn[] {
  const [first] = queue;
  if (first !== undefined && first.attempts > 0) return [first];
  const failed = queue.findIndex((turn) => turn.attempts > 0);
  const batch = queue.slice(0, Math.min(failed < 0 ? MAX_TURNS : failed, MAX_TURNS));
  while (batch.length > 1 && exchangeLength(batch) > MAX_CHARACTERS) batch.pop();
  return batch;
}
