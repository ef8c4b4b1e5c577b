import { type HostRequest, suggest } from '../memory/suggest.ts';
import type { Outcome } from './outcome.ts';
import type { Ports } from './ports.ts';
import { write } from './write.ts';

export type { HostRequest };

/**
 * Takes what the model of another program asks to be written, in one commit: into the review list,
 * or into the memory where that program is trusted.
 * @throws MemchatError `usage` for a text that cannot be remembered, or a note that is not one fact;
 *   else as `update`.
 */
export async function suggestFact(
  ports: Pick<Ports, 'store' | 'clock' | 'newId'>,
  user: string,
  request: HostRequest,
  { isTrusted }: { isTrusted: boolean },
): Promise<Outcome> {
  const { newId } = ports;
  return write(ports, user, 'revised', (memory, now) =>
    suggest(memory, request, { now, newId, isTrusted }),
  );
}
