import { type Decision, decide as decideAbout } from '../memory/review.ts';
import type { Outcome } from './outcome.ts';
import type { Ports } from './ports.ts';
import { write } from './write.ts';

export type { Decision };

/**
 * Carries out what the user decided about proposals, in one commit.
 * @throws MemchatError `usage` for a proposal that does not wait (any more), or a text that cannot
 *   be remembered (empty, more than 300 characters); else as `update`. Then nothing was written.
 */
export async function decide(
  ports: Pick<Ports, 'store' | 'clock' | 'newId'>,
  user: string,
  decisions: readonly Decision[],
): Promise<Outcome> {
  const { newId } = ports;
  return write(ports, user, 'revised', (memory, now) =>
    decideAbout(memory, decisions, { now, newId }),
  );
}
