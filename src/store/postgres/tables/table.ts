import { Sql } from '../sql.ts';

/** A table with a column `user_id`, and what makes it. */
export interface Table {
  /** Without the schema. */
  name: string;
  statements: readonly Sql[];
}

/**
 * Row-level security: a transaction sees and writes the rows of the user that it names, also one of
 * the tables' owner; one that names nobody sees none; operators may read all. All of them compare the
 * column, so that a policy in front of an index does not keep the planner from it.
 */
export function policiesOf(table: string): Sql[] {
  const name = `memchat.${table}`;
  return [
    `ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE ${name} FORCE ROW LEVEL SECURITY`,
    `CREATE POLICY own_rows ON ${name} USING (user_id = current_setting('memchat.user', true))`,
    `CREATE POLICY operators_read ON ${name} FOR SELECT USING (user_id >= CASE WHEN current_setting('memchat.scope', true) = 'all' THEN '' END)`,
  ].map((text) => new Sql([text], []));
}

/** The tables with a column `words`, which operators search. */
export const SEARCHED = ['facts', 'exchanges', 'pending'] as const;

/**
 * A transaction that names words sees the rows that hold them, of all users. The words stand in the
 * policy, and not in the statement alone: `@@` is not leakproof, so behind a policy the planner uses
 * no index for it, and reads the whole table. In the policy it may. Words of nobody: no rows.
 */
export function searchPolicyOf(table: (typeof SEARCHED)[number]): Sql {
  const policy = `CREATE POLICY operators_search ON memchat.${table} FOR SELECT USING (words @@ nullif(current_setting('memchat.search', true), '')::tsquery)`;
  return new Sql([policy], []);
}
