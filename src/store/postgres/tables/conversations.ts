import { sql } from '../sql.ts';
import type { Table } from './table.ts';

/**
 * `transcripts` has one row a user with the number of the last exchange, so that numbers are given
 * out in the order in which exchanges become visible; another `generation` says that what was read
 * before is to be read anew. `year` is what a transcript is read in the order of: one without a year
 * is of the last. A `version` is another one with each writing of its row. A tsvector holds 1 MB at
 * most, so of very long texts only the beginning is searched by operators.
 */
export const CONVERSATION_TABLES: readonly Table[] = [
  {
    name: 'transcripts',
    statements: [
      sql`CREATE TABLE memchat.transcripts (
        user_id text COLLATE "C" PRIMARY KEY,
        generation uuid NOT NULL DEFAULT gen_random_uuid(),
        last bigint NOT NULL
      ) WITH (fillfactor = 70)`,
    ],
  },
  {
    name: 'exchanges',
    statements: [
      sql`CREATE TABLE memchat.exchanges (
        user_id text COLLATE "C" NOT NULL,
        number bigint NOT NULL,
        version uuid NOT NULL DEFAULT gen_random_uuid(),
        turn text COLLATE "C" NOT NULL,
        session text NOT NULL,
        at text COLLATE "C" NOT NULL,
        speaker text,
        said text NOT NULL,
        typed text,
        reply text,
        status text NOT NULL,
        year text COLLATE "C" NOT NULL GENERATED ALWAYS AS (
          CASE WHEN at ~ '^[0-9]{4}-' THEN left(at, 4) ELSE '9999' END
        ) STORED,
        words tsvector GENERATED ALWAYS AS (
          to_tsvector('simple', left(said, 100000) || ' ' || left(coalesce(reply, ''), 100000))
        ) STORED,
        PRIMARY KEY (user_id, number),
        UNIQUE (user_id, turn)
      )`,
      sql`CREATE INDEX exchanges_read ON memchat.exchanges (user_id, year, number)`,
      sql`CREATE INDEX exchanges_words ON memchat.exchanges USING gin (words)`,
    ],
  },
  {
    name: 'pending',
    statements: [
      sql`CREATE TABLE memchat.pending (
        user_id text COLLATE "C" NOT NULL,
        turn_id text COLLATE "C" NOT NULL,
        version uuid NOT NULL DEFAULT gen_random_uuid(),
        owner jsonb NOT NULL,
        touched_at timestamptz NOT NULL DEFAULT now(),
        turn jsonb NOT NULL,
        said text NOT NULL,
        words tsvector GENERATED ALWAYS AS (to_tsvector('simple', left(said, 200000))) STORED,
        PRIMARY KEY (user_id, turn_id)
      )`,
      sql`CREATE INDEX pending_words ON memchat.pending USING gin (words)`,
    ],
  },
  {
    name: 'inputs',
    statements: [
      sql`CREATE TABLE memchat.inputs (
        user_id text COLLATE "C" NOT NULL,
        number bigint GENERATED ALWAYS AS IDENTITY,
        entry jsonb NOT NULL,
        PRIMARY KEY (user_id, number)
      )`,
    ],
  },
];
