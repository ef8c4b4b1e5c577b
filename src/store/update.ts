import { setTimeout as wait } from 'node:timers/promises';
import { MemchatError } from '../errors.ts';
import { emptyMemory } from '../memory/codec.ts';
import type { Memory } from '../memory/types.ts';
import type { Exclusive } from './lock.ts';
import type { CommitNote, Store } from './port.ts';

/** Lost races after which an update gives up: minutes of losing to others, never seen in practice. */
const MOST_TRIES = 1000;

/** How an update waits between tries; replaced where runs must repeat. */
export interface Pause {
  /** Resolves after so many milliseconds. */
  sleep(ms: number): Promise<unknown>;
  /** A number in [0, 1), so that writers who collided do not collide again. */
  random(): number;
}

export interface UpdateOptions {
  /** Goes into the history. */
  note?: CommitNote;
  pause?: Pause;
}

const PAUSE: Pause = { sleep: (ms) => wait(ms), random: Math.random };

/**
 * Reads the memory, hands it to `change` and commits what comes back as the next revision; from
 * the start again when another writer was first, so `change` may run several times and must have
 * no other effect. `change` returning null writes nothing. The revision is set here.
 *
 * Of a new user the empty memory is committed first, as revision 0, and the change as revision 1.
 *
 * @returns the committed memory, or null when nothing was written.
 * @throws MemchatError `lock-busy` after 1000 lost races, else what `read` and `commit` throw.
 */
export async function update(
  store: Store & Partial<Exclusive>,
  user: string,
  change: (current: Memory | null) => Memory | null,
  { note, pause = PAUSE }: UpdateOptions = {},
): Promise<Memory | null> {
  const attempt = () => attemptUpdate(store, user, change, note);
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const outcome = await (store.exclusively ? store.exclusively(user, attempt) : attempt());
    if (outcome !== 'conflict') return outcome;
    await pause.sleep(pause.random() * longestPause(tries));
  }
  throw new MemchatError(
    'The memory was not written: other processes kept writing it at the same time. Try again in a moment, with fewer memchat processes for this user.',
    'lock-busy',
  );
}

/** In milliseconds. Who has lost so often has many beside them, and each try costs the others time. */
function longestPause(tries: number): number {
  return tries <= 8 ? Math.min(tries, 4) : Math.min(2 ** (tries - 6), 64);
}

async function attemptUpdate(
  store: Store,
  user: string,
  change: (current: Memory | null) => Memory | null,
  note?: CommitNote,
): Promise<Memory | null | 'conflict'> {
  const current = await store.read(user);
  const changed = change(current);
  if (changed === null) return null;
  if (current === null) {
    const first = await store.commit(user, emptyMemory(user, changed.createdAt));
    if (first === 'conflict') return 'conflict';
  }
  const next = { ...changed, revision: (current?.revision ?? 0) + 1 };
  return (await store.commit(user, next, note)) === 'conflict' ? 'conflict' : next;
}
