import type { Ports } from '../chat/ports.ts';
import { codeOf } from '../errors.ts';
import type { Finding } from '../finding.ts';
import type { Clock } from '../memory/clock.ts';
import type { WritePolicy } from '../memory/policy.ts';
import { normalizeUser } from '../memory/user-id.ts';
import type { Kept } from '../store/copy.ts';
import { FallbackJournal } from '../store/fallback-journal.ts';
import { FileJournal } from '../store/file-journal.ts';
import { InMemoryJournal } from '../store/in-memory.ts';
import type { Ledger } from '../store/ledger.ts';
import { currentOwner } from '../store/owner.ts';
import type { Inputs, Notice, VectorCache } from '../store/port.ts';
import { Database } from '../store/postgres/database.ts';
import { numberIn, textIn } from '../store/postgres/driver.ts';
import { examineServer, type ServerExamination } from '../store/postgres/examine.ts';
import { grantTo, type Migrated, migrate } from '../store/postgres/migrate.ts';
import { PostgresInputs } from '../store/postgres/postgres-inputs.ts';
import { PostgresJournal } from '../store/postgres/postgres-journal.ts';
import { PostgresLedger } from '../store/postgres/postgres-ledger.ts';
import { PostgresStore } from '../store/postgres/postgres-store.ts';
import { PostgresTranscript } from '../store/postgres/postgres-transcript.ts';
import { PostgresVectors } from '../store/postgres/postgres-vectors.ts';
import { rosterOf } from '../store/postgres/roster.ts';
import { type Found, type SearchOptions, searchAll } from '../store/postgres/search.ts';
import { sizesOf } from '../store/postgres/sizes.ts';
import { sql } from '../store/postgres/sql.ts';
import type { FileSizes, RosterEntry, RosterRow } from '../store/roster.ts';
import { Databases } from './databases.ts';

// All that is kept on PostgreSQL. Loaded only where a store is named by an address.

// The one state of a module: a server opens a memory for each of its users, and connections are dear
// to PostgreSQL. Nothing is shared but them.
const databases = new Databases();

export interface PostgresOptions {
  url: string;
  /** The folder on this machine where turns wait while the server does not answer. */
  directory: string;
  /** Anything but `off`. */
  policy: WritePolicy;
  /** Whether exchanges are kept. */
  transcript: boolean;
  clock: Clock;
  onNotice: (notice: Notice) => void;
}

export interface PostgresPorts extends Pick<Ports, 'store' | 'journal' | 'transcript'> {
  inputs: Inputs;
  ledger: Ledger;
  vectors: VectorCache;
  /** Which memory the user has, and its revision: one small query. Null: there is none. */
  head(user: string): Promise<Head | null>;
  /** The connections are not needed any more. */
  end(): Promise<void>;
}

export interface Head {
  /** Differs between two memories that a user has had one after the other. */
  birth: string;
  revision: number;
}

/** @throws MemchatError `config` for what is no address. Nothing is connected to yet. */
export function openPostgres(options: PostgresOptions): PostgresPorts {
  const { url, directory, policy, clock, onNotice } = options;
  const { database, end } = databases.lease(url);
  const writes = policy !== 'read-only';
  const appends = options.transcript && writes;
  const owner = currentOwner();
  const journal = (): FallbackJournal =>
    new FallbackJournal({
      remote: new PostgresJournal({ database, owner, clock, onNotice }),
      local: new FileJournal({ directory, owner, clock, onNotice }),
      onNotice,
    });
  return {
    store: new PostgresStore({ database, clock, onNotice, writes }),
    journal: writes ? journal() : new InMemoryJournal(),
    transcript: new PostgresTranscript({ database, appends }),
    inputs: new PostgresInputs({ database, appends }),
    ledger: new PostgresLedger({ database, clock, writes }),
    vectors: new PostgresVectors({ database, writes }),
    head: (user) => headOf(database, user),
    end,
  };
}

async function headOf(database: Database, user: string): Promise<Head | null> {
  const id = normalizeUser(user);
  const [row] = await database.read(
    id,
    sql`SELECT birth, revision FROM memchat.memories WHERE user_id = ${id}`,
  );
  if (row === undefined) return null;
  return { birth: textIn(row, 'birth'), revision: numberIn(row, 'revision') };
}

/** All that a server keeps, and nothing that waits for it on this machine. */
export function keptAt({
  url,
  clock,
  onNotice,
  writes,
}: Pick<PostgresOptions, 'url' | 'clock' | 'onNotice'> & { writes: boolean }): Required<Kept> & {
  end(): Promise<void>;
} {
  const { database, end } = databases.lease(url);
  return {
    store: new PostgresStore({ database, clock, onNotice, writes }),
    journal: new PostgresJournal({ database, owner: currentOwner(), clock, onNotice }),
    transcript: new PostgresTranscript({ database, appends: writes }),
    inputs: new PostgresInputs({ database, appends: writes }),
    ledger: new PostgresLedger({ database, clock, writes }),
    end,
  };
}

/** As `examineServer`. */
export function examineAt(examination: ServerExamination): Promise<Finding[]> {
  return examineServer(examination);
}

/** Everyone of whom something is kept at an address. */
export async function rosterAt(url: string): Promise<RosterRow[]> {
  return using(databases.lease(url), async ({ database }) => {
    const rows: RosterRow[] = [];
    for await (const row of rosterOf(database)) rows.push(row);
    return rows;
  });
}

/** A user at an address; null: nothing is kept of them. */
export async function entryAt(url: string, user: string): Promise<RosterEntry | null> {
  return using(databases.lease(url), async ({ database }) => {
    const sizes = Object.values(await sizesOf(database, user));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    if (bytes === 0) return null;
    const entry = { user, file: database.place, bytes };
    try {
      const store = new PostgresStore({ database, clock: () => '', onNotice: () => {} });
      return { ...entry, memory: await store.read(user), problem: null };
    } catch (error) {
      if (codeOf(error) !== 'memory-unreadable' || !(error instanceof Error)) throw error;
      return { ...entry, memory: null, problem: error.message };
    }
  });
}

/** Who completes a name waits for it (ms). */
const AT_ONCE = 1_000;

/** The ids of the users, sorted; given up after 1 s. */
export async function idsAt(url: string): Promise<string[]> {
  const database = new Database({ url, connectWithin: AT_ONCE, answerWithin: AT_ONCE });
  const store = new PostgresStore({ database, clock: () => '', onNotice: () => {} });
  return using({ end: () => database.close() }, async () => {
    const ids: string[] = [];
    for await (const id of store.users()) ids.push(id);
    return ids;
  });
}

/** What is kept of a user in bytes, by what it is. */
export async function sizesAt(url: string, user: string): Promise<FileSizes> {
  return using(databases.lease(url), ({ database }) => sizesOf(database, user));
}

/** As `searchAll`, at an address. */
export async function* searchAt(
  url: string,
  words: string,
  options: SearchOptions,
): AsyncGenerator<Found> {
  const { database, end } = databases.lease(url);
  try {
    yield* searchAll(database, words, options);
  } finally {
    await end();
  }
}

/** A change of large tables takes its time (ms). */
const MIGRATION = 6 * 60 * 60 * 1_000;

/** As `migrate`; then `role` gets the rights that memchat needs. */
export async function migrateAt(url: string, role: string | null): Promise<Migrated> {
  const database = new Database({ url, connections: 1, answerWithin: MIGRATION });
  return using({ end: () => database.close() }, async () => {
    const migrated = await migrate(database);
    if (role !== null) await grantTo(database, role);
    return migrated;
  });
}

async function using<L extends { end(): Promise<void> }, T>(
  lease: L,
  work: (lease: L) => Promise<T>,
): Promise<T> {
  try {
    return await work(lease);
  } finally {
    await lease.end();
  }
}
