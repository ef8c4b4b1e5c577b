import { type Sql, sql } from './sql.ts';
import { TABLES } from './tables/all.ts';
import { policiesOf, SEARCHED, searchPolicyOf } from './tables/table.ts';

/** One step of the tables, applied once and never changed afterwards. */
export interface Migration {
  name: string;
  statements: readonly Sql[];
}

/** In order; the version of the tables is how many of them were applied. */
export const MIGRATIONS: readonly Migration[] = [
  {
    name: 'memories, conversations and housekeeping, with their policies',
    statements: [
      ...TABLES.flatMap((table) => [...table.statements, ...policiesOf(table.name)]),
      ...SEARCHED.map(searchPolicyOf),
    ],
  },
];

/** The version of the tables, in a row that is not there before the first migration. */
export const VERSION = sql`SELECT max(version) AS version FROM memchat.migrations HAVING max(version) IS NOT NULL`;

/** What holds the versions themselves; harmless when it is there. */
export const VERSIONS: readonly Sql[] = [
  sql`CREATE SCHEMA IF NOT EXISTS memchat`,
  sql`CREATE TABLE IF NOT EXISTS memchat.migrations (
    version integer PRIMARY KEY,
    name text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
  )`,
];
