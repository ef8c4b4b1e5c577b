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

/** Deletes all that is kept of a user. */
export function deleteAll(user: string): Sql[] {
  return TABLES.map(
    ({ name }) => sql`DELETE FROM ${new Sql([`memchat.${name}`], [])} WHERE user_id = ${user}`,
  );
}
