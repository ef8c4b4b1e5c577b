import type { Config } from '../config.ts';
import { FileStore } from '../store/file-store.ts';
import { type RosterEntry, type RosterRow, rosterOf } from '../store/roster.ts';
import { usersIn } from '../store/users.ts';

export type { RosterEntry } from '../store/roster.ts';

/** Everyone of whom something is kept where the configuration says; looks, and changes nothing. */
export async function composeRoster(config: Config): Promise<RosterRow[]> {
  if (config.store.kind === 'postgres') {
    const { rosterAt } = await import('./postgres.ts');
    return rosterAt(config.store.url());
  }
  const entries = await entriesOf(config);
  return entries.map(({ memory, ...entry }) => ({
    ...entry,
    facts: memory?.keyFacts.length ?? null,
    lastSeen: memory?.lastSeen ?? null,
  }));
}

/** The configured user, without looking at the others of a server; null: nothing is kept of them. */
export async function composeEntry(config: Config): Promise<RosterEntry | null> {
  const { store, user } = config;
  if (store.kind === 'files') {
    return (await entriesOf(config)).find((one) => one.user === user) ?? null;
  }
  const { entryAt } = await import('./postgres.ts');
  return entryAt(store.url(), user);
}

function entriesOf({ sessions: directory }: Config): Promise<RosterEntry[]> {
  const clock = () => new Date().toISOString();
  const store = new FileStore({ directory, clock, onNotice: () => {}, writes: false });
  return rosterOf(directory, store);
}

/**
 * The ids of the users with a memory, sorted; no memory is read but where its name does not tell. A
 * server is waited for no longer than who completes a name waits.
 */
export async function composeIds({
  sessions,
  store,
}: Pick<Config, 'sessions' | 'store'>): Promise<string[]> {
  if (store.kind === 'files') return usersIn(sessions);
  const { idsAt } = await import('./postgres.ts');
  return idsAt(store.url());
}
