import type { Config } from '../config.ts';
import { FileStore } from '../store/file-store.ts';
import { type RosterEntry, rosterOf } from '../store/roster.ts';
import { usersIn } from '../store/users.ts';

export type { RosterEntry } from '../store/roster.ts';

/** Everyone of whom something is kept where the configuration says; looks, and changes nothing. */
export async function composeRoster(config: Config): Promise<RosterEntry[]> {
  const directory = config.sessions;
  const clock = () => new Date().toISOString();
  const store = new FileStore({ directory, clock, onNotice: () => {}, writes: false });
  return rosterOf(directory, store);
}

/** The ids of the users with a memory, sorted; no memory is read but where its name does not tell. */
export async function composeIds({ sessions }: Pick<Config, 'sessions'>): Promise<string[]> {
  return usersIn(sessions);
}
