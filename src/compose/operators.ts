import { type Copied, type CopyProgress, copyStore } from '../chat/copy.ts';
import type { PostgresChoice, StoreChoice } from '../config/store.ts';
import type { Config } from '../config.ts';
import { MemchatError } from '../errors.ts';
import type { Notice } from '../store/port.ts';
import type { Migrated } from '../store/postgres/migrate.ts';
import type { Found, SearchOptions } from '../store/postgres/search.ts';
import { systemClock } from './ids.ts';
import { composeStores, type Stores } from './stores.ts';

export type { Copied, CopyProgress } from '../chat/copy.ts';
export type { Migrated } from '../store/postgres/migrate.ts';
export type { Found, SearchOptions } from '../store/postgres/search.ts';

/**
 * The server of the configuration, for what only a server can do.
 * @throws MemchatError `usage` where memories are kept in files; `instead` says what to do then.
 */
function serverOf({ store }: Pick<Config, 'store'>, instead: string): PostgresChoice {
  if (store.kind === 'postgres') return store;
  throw new MemchatError(
    `Memories are kept in files here, not on PostgreSQL. Name the server with MEMCHAT_STORE or --store. ${instead}`,
    'usage',
  );
}

/** What came of a migration, and where. */
export interface MigratedAt extends Migrated {
  place: string;
}

/** Brings the tables of the server to this version; `role`, if any, gets the rights to use them. */
export async function composeMigration(
  config: Pick<Config, 'store'>,
  role: string | null,
): Promise<MigratedAt> {
  const server = serverOf(config, 'Files need no migration: they are read as they are.');
  const { migrateAt } = await import('./postgres.ts');
  return { ...(await migrateAt(server.url(), role)), place: server.place };
}

/** What all users have said, or are known by, that has these words. */
export async function* composeSearch(
  config: Pick<Config, 'store'>,
  words: string,
  options: SearchOptions,
): AsyncGenerator<Found> {
  const server = serverOf(
    config,
    'To search what is kept of one user in files: memchat memory search TEXT -u USER',
  );
  const { searchAt } = await import('./postgres.ts');
  yield* searchAt(server.url(), words, options);
}

export interface CopyRequest {
  from: CopyPlace;
  to: CopyPlace;
  /** Only what is kept of this one; null: of all. */
  user: string | null;
}

/** A folder or a server. */
export interface CopyPlace {
  /** As it may be shown. */
  place: string;
  store: StoreChoice;
  /** The folder itself, or the one of what waits for the server. */
  sessions: string;
}

/** Copies what is kept from one place to the other: see `copyStore`. */
export async function composeCopy(
  { from, to, user }: CopyRequest,
  options: {
    onNotice: (notice: Notice) => void;
    onProgress: (progress: CopyProgress) => void;
    signal: AbortSignal;
  },
): Promise<Copied> {
  const { onNotice, ...rest } = options;
  const source = await sideOf(from, onNotice, 'read-only');
  const target = await sideOf(to, onNotice, 'auto');
  try {
    return await copyStore({ from: source, to: target, user, ...rest });
  } finally {
    await source.end();
    await target.end();
  }
}

function sideOf(
  { store, sessions }: CopyPlace,
  onNotice: (notice: Notice) => void,
  memory: 'auto' | 'read-only',
): Promise<Stores> {
  const config = { store, sessions, memory, transcript: true, storeWithheld: null } as const;
  return composeStores(config, onNotice, systemClock);
}
