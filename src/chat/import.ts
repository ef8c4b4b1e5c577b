import type { ImportedMemory } from '../memory/import/import.ts';
import { takeIn } from '../memory/import/take-in.ts';
import type { Outcome } from './outcome.ts';
import type { Ports } from './ports.ts';
import { write } from './write.ts';

/**
 * Takes in another memory: each part waits in review, or with `yes` is written at once as
 * `imported`. Secrets are redacted; what is known already, too long or empty is refused with its
 * reason; what reads like an order to the assistant waits in review even with `yes`. One commit
 * (`imported`).
 * @throws MemchatError as `update`.
 */
export async function importMemory(
  ports: Pick<Ports, 'store' | 'clock' | 'newId'>,
  user: string,
  imported: ImportedMemory,
  { yes }: { yes: boolean },
): Promise<Outcome> {
  const { newId } = ports;
  return write(ports, user, 'imported', (memory, now) =>
    takeIn(memory, imported, { yes, now, newId }),
  );
}
