import type { RosterEntry } from '../roster.ts';
import type { Database } from './database.ts';
import { PostgresStore } from './postgres-store.ts';

// A placeholder of the same name and signature.
export async function rosterOf(database: Database): Promise<RosterEntry[]> {
  const store = new PostgresStore({ database, clock: () => '', onNotice: () => {} });
  const entries: RosterEntry[] = [];
  for await (const user of store.users()) {
    const memory = await store.read(user);
    entries.push({ user, file: database.place, memory, problem: null, bytes: 0 });
  }
  return entries;
}
