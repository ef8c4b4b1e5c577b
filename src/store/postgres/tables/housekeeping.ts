import { sql } from '../sql.ts';
import type { Table } from './table.ts';

/**
 * Vectors of texts, kept so that each is embedded once, and what requests have cost. `mark` tells a
 * cache from another one that the user has had of that model, `bytes` counts what was put into it.
 * Numbers of vectors are 32-bit floats, the lowest byte first, and are not compressed: nothing is
 * saved by it. `at` is when a spending was made, or where the day or month begins that it sums up.
 */
export const HOUSEKEEPING_TABLES: readonly Table[] = [
  {
    name: 'vector_caches',
    statements: [
      sql`CREATE TABLE memchat.vector_caches (
        user_id text COLLATE "C" NOT NULL,
        model text COLLATE "C" NOT NULL,
        mark text NOT NULL,
        bytes bigint NOT NULL DEFAULT 0,
        used_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (user_id, model)
      )`,
    ],
  },
  {
    name: 'vectors',
    statements: [
      sql`CREATE TABLE memchat.vectors (
        user_id text COLLATE "C" NOT NULL,
        model text COLLATE "C" NOT NULL,
        key text COLLATE "C" NOT NULL,
        vector bytea NOT NULL,
        PRIMARY KEY (user_id, model, key),
        FOREIGN KEY (user_id, model) REFERENCES memchat.vector_caches ON DELETE CASCADE
      )`,
      sql`ALTER TABLE memchat.vectors ALTER COLUMN vector SET STORAGE EXTERNAL`,
    ],
  },
  {
    name: 'spendings',
    statements: [
      sql`CREATE TABLE memchat.spendings (
        user_id text COLLATE "C" NOT NULL,
        number bigint GENERATED ALWAYS AS IDENTITY,
        at timestamptz NOT NULL,
        spending jsonb NOT NULL,
        PRIMARY KEY (user_id, number)
      )`,
    ],
  },
];
