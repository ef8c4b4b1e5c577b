import { afterAll, afterEach, beforeAll } from 'vitest';
import { Database, type DatabaseOptions } from '../../../src/store/postgres/database.ts';
import { migrate } from '../../../src/store/postgres/migrate.ts';
import { TABLES } from '../../../src/store/postgres/tables/all.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres.ts';

/** A server for the tests of a file, and a database with memchat's tables on it. */
export interface PostgresWorld {
  server(): PostgresServer;
  /** The address of the database. */
  url(): string;
  /** Another connection to it, as another process has one; closed after the test. */
  open(options?: Partial<DatabaseOptions>): Database;
  /** As `open`, with empty tables. */
  empty(): Promise<Database>;
}

/** Something in front of a server, such as a pooler. */
export interface Front {
  /** The folder of its socket. */
  folder: string;
  stop(): Promise<void>;
}

/** `front`: starts what all connections go through. */
export function postgresWorld(front?: (server: PostgresServer) => Promise<Front>): PostgresWorld {
  let running: PostgresServer | null = null;
  let before: Front | null = null;
  let url = '';
  const opened: Database[] = [];
  const server = (): PostgresServer => {
    if (running === null) throw new Error('The server runs only during the tests.');
    return running;
  };
  const open = (options: Partial<DatabaseOptions> = {}): Database => {
    const way = before === null ? url : url.replace(server().folder, before.folder);
    const database = new Database({ url: way, ...options });
    opened.push(database);
    return database;
  };

  beforeAll(async () => {
    running = await startPostgres('fsync=off');
    url = await running.database();
    const database = new Database({ url });
    await migrate(database);
    await database.close();
    before = (await front?.(running)) ?? null;
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((database) => database.close()));
  });
  afterAll(async () => {
    await before?.stop();
    await running?.remove();
  });

  return {
    server,
    url: () => url,
    open,
    empty: async () => {
      const all = TABLES.map(({ name }) => `memchat.${name}`).join(', ');
      await server().asSuperuser(url, `TRUNCATE ${all}`);
      return open();
    },
  };
}
