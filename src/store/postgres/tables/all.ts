import { Sql, sql } from '../sql.ts';
import { CONVERSATION_TABLES } from './conversations.ts';
import { HOUSEKEEPING_TABLES } from './housekeeping.ts';
import { MEMORY_TABLES } from './memories.ts';
import type { Table } from './table.ts';

/** All tables with rows of users. The first one holds the row that a commit waits for. */
export const TABLES: readonly Table[] = [
  ...MEMORY_TABLES,
  ...CONVERSATION_TABLES,
  ...HOUSEKEEPING_TABLES,
];

/**
 * Deletes all that is kept of a user whose memory is the one with this birth; null: of whom there is
 * none. Where another has begun meanwhile nothing is deleted: the statements may have waited.
 */
export function deleteAll(user: string, birth: string | null): Sql[] {
  const first =
    birth === null
      ? sql`SELECT set_config('memchat.removes', (NOT EXISTS (
          SELECT 1 FROM memchat.memories WHERE user_id = ${user}
        ))::text, true)`
      : sql`WITH deleted AS (
          DELETE FROM memchat.memories WHERE user_id = ${user} AND birth = ${birth} RETURNING 1
        ) SELECT set_config('memchat.removes', (EXISTS (SELECT 1 FROM deleted))::text, true)`;
  const rest = TABLES.filter(({ name }) => name !== HEAD);
  return [
    first,
    ...rest.map(
      ({ name }) => sql`DELETE FROM ${new Sql([`memchat.${name}`], [])}
        WHERE user_id = ${user} AND current_setting('memchat.removes') = 'true'`,
    ),
  ];
}

const HEAD = 'memories';
