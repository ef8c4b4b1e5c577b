import type { NewId } from './clock.ts';
import type { Turn } from './turn.ts';

/** What operations are checked against, and what they need to be written down. */
export interface Evidence {
  /** The turns that were read, oldest first. Turns that are in the memory already do not count. */
  turns: readonly Turn[];
  /** Now, ISO 8601 UTC. */
  now: string;
  newId: NewId;
  /** `ask`: what would be written waits for the user's yes instead. Default `auto`. */
  policy?: 'auto' | 'ask';
  /** Facts neither updated nor recalled for so many days are retired; default null: never. */
  retainDays?: number | null;
}
