import { sql } from '../sql.ts';
import type { Table } from './table.ts';

/**
 * `memories` has one small row a user, which is the fence: a commit moves its revision from n - 1 to
 * n or does nothing. The memory itself is the row of that revision in `revisions`, written once: a
 * commit writes it once and not a second time for undo. `birth` tells a memory from another one that
 * the user has had, `purge_from` what a forgetting has still to delete; `last_seen` is what the memory
 * says, so that a list of users need not read it. `facts` is what operators search.
 */
export const MEMORY_TABLES: readonly Table[] = [
  {
    name: 'memories',
    statements: [
      sql`CREATE TABLE memchat.memories (
        user_id text COLLATE "C" PRIMARY KEY,
        birth uuid NOT NULL DEFAULT gen_random_uuid(),
        revision bigint NOT NULL,
        purge_from bigint,
        last_seen text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      ) WITH (fillfactor = 70)`,
    ],
  },
  {
    name: 'revisions',
    statements: [
      sql`CREATE TABLE memchat.revisions (
        user_id text COLLATE "C" NOT NULL,
        revision bigint NOT NULL,
        memory jsonb NOT NULL,
        at timestamptz NOT NULL,
        reason text NOT NULL,
        of_revision bigint,
        turn text,
        PRIMARY KEY (user_id, revision)
      )`,
    ],
  },
  {
    name: 'facts',
    statements: [
      sql`CREATE TABLE memchat.facts (
        user_id text COLLATE "C" NOT NULL,
        fact_id text COLLATE "C" NOT NULL,
        text text NOT NULL,
        words tsvector GENERATED ALWAYS AS (to_tsvector('simple', text)) STORED,
        PRIMARY KEY (user_id, fact_id)
      )`,
      sql`CREATE INDEX facts_words ON memchat.facts USING gin (words)`,
    ],
  },
];
