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
  const rows: RosterRow[] = [];
  // Of all the memories only one at a time is held.
  for await (const { memory, ...entry } of entriesOf(config)) {
    const { keyFacts, lastSeen = null } = memory ?? {};
    rows.push({ ...entry, facts: keyFacts?.length ?? null, lastSeen });
  }
  return rows;
}

/** The configured user, without looking at the others of a server; null: nothing is kept of them. */
export async function composeEntry(config: Config): Promise<RosterEntry | null> {
  const { store, user } = config;
  if (store.kind === 'files') {
    for await (const entry of entriesOf(config)) if (entry.user === user) return entry;
    return null;
  }
  const { entryAt } = await import('./postgres.ts');
  return entryAt(store.url(), user);
}

function entriesOf({ sessions: directory }: Config): AsyncGenerator<RosterEntry> {
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
