import type { PostgresChoice, StoreChoice } from '../config/store.ts';
import type { Config } from '../config.ts';
import { MemchatError } from '../errors.ts';
import { type CopyProgress, copyStore, type Kept } from '../store/copy.ts';
import { FileInputs } from '../store/file-inputs.ts';
import { FileJournal } from '../store/file-journal.ts';
import { FileLedger } from '../store/file-ledger.ts';
import { FileStore } from '../store/file-store.ts';
import { FileTranscript } from '../store/file-transcript.ts';
import { currentOwner } from '../store/owner.ts';
import type { Notice } from '../store/port.ts';
import type { Migrated } from '../store/postgres/migrate.ts';
import type { Found, SearchOptions } from '../store/postgres/search.ts';
import { systemClock } from './ids.ts';

export type { CopyProgress } from '../store/copy.ts';
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

/** How many users there were of each kind, and who is not as at the source. */
export interface Copied {
  copied: number;
  /** All of it was there already. */
  equal: number;
  /** They kept changing meanwhile: what is there is older. */
  changed: string[];
  refused: { user: string; why: string }[];
  /** Whether it was stopped before it was through. */
  isStopped: boolean;
}

export interface CopyOptions {
  onNotice: (notice: Notice) => void;
  onProgress: (progress: CopyProgress) => void;
  /** Stops it behind the users that are being copied. */
  signal: AbortSignal;
}

/** Copies what is kept from one place to the other: see `copyStore`. */
export async function composeCopy(
  { from, to, user }: CopyRequest,
  { onNotice, onProgress, signal }: CopyOptions,
): Promise<Copied> {
  const source = await sideOf(from, onNotice, false);
  const target = await sideOf(to, onNotice, true);
  const copied: Copied = { copied: 0, equal: 0, changed: [], refused: [], isStopped: false };
  try {
    await copyStore({
      from: source,
      to: target,
      ...(user !== null && { user }),
      onProgress: (progress) => {
        count(copied, progress);
        onProgress(progress);
        signal.throwIfAborted();
      },
    });
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    copied.isStopped = true;
  } finally {
    await source.end();
    await target.end();
  }
  return copied;
}

function count(copied: Copied, { user, outcome }: CopyProgress): void {
  if (outcome.state === 'refused') copied.refused.push({ user, why: outcome.why });
  else if (outcome.state === 'changed') copied.changed.push(user);
  else copied[outcome.state] += 1;
}

interface Side extends Kept {
  end(): Promise<void>;
}

/** Without the journal of this machine that stands in for a server's: only what is at that place. */
async function sideOf(
  { store, sessions: directory }: CopyPlace,
  onNotice: (notice: Notice) => void,
  writes: boolean,
): Promise<Side> {
  const clock = systemClock;
  if (store.kind === 'postgres') {
    const { keptAt } = await import('./postgres.ts');
    return keptAt({ url: store.url(), clock, onNotice, writes });
  }
  return {
    store: new FileStore({ directory, clock, onNotice, writes }),
    journal: new FileJournal({ directory, owner: currentOwner(), clock, onNotice }),
    transcript: new FileTranscript({ directory, appends: writes }),
    inputs: new FileInputs({ directory, appends: writes }),
    ledger: new FileLedger({ directory, clock, writes }),
    end: async () => {},
  };
}
