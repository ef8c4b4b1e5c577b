import {
  addFact as add,
  type Dictated,
  editFact as edit,
  type FactEdit,
  setPreference as set,
} from '../memory/revise.ts';
import type { Outcome } from './outcome.ts';
import type { Ports } from './ports.ts';
import { write } from './write.ts';

export type { Dictated, FactEdit };

/**
 * Remembers what the user dictates: their word is enough, no model is asked. What is known already
 * is confirmed.
 * @throws MemchatError `usage` for a text that cannot be remembered; else as `update`.
 */
export async function addFact(
  ports: Pick<Ports, 'store' | 'clock' | 'newId'>,
  user: string,
  fact: Dictated,
): Promise<Outcome> {
  const { newId } = ports;
  return write(ports, user, 'revised', (memory, now) => add(memory, fact, { now, newId }));
}

/**
 * Changes an active fact. Another text makes a new fact that replaces the old one; the rest is
 * changed in place.
 * @throws MemchatError `usage` for an id that no active fact has, or a text that cannot be
 *   remembered; else as `update`.
 */
export async function editFact(
  ports: Pick<Ports, 'store' | 'clock' | 'newId'>,
  user: string,
  id: string,
  changed: FactEdit,
): Promise<Outcome> {
  const { newId } = ports;
  return write(ports, user, 'revised', (memory, now) => edit(memory, id, changed, { now, newId }));
}

/**
 * Sets a preference in the user's own name, or drops it (`value` null): a dropped one that was
 * inferred is not inferred again.
 * @throws MemchatError `usage` for a preference that is not there, or a value that cannot be one.
 */
export async function setPreference(
  ports: Pick<Ports, 'store' | 'clock'>,
  user: string,
  key: string,
  value: string | null,
): Promise<Outcome> {
  return write(ports, user, 'revised', (memory, now) => set(memory, key, value, { now }));
}
