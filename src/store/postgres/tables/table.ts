import { Sql } from '../sql.ts';

/** A table with a column `user_id`, and what makes it. */
export interface Table {
  /** Without the schema. */
  name: string;
  statements: readonly Sql[];
}

/**
 * Row-level security: a transaction sees and writes the rows of the user that it names, also one of
 * the tables' owner; one that names nobody sees none; operators may read all.
 */
export function policiesOf(table: string): Sql[] {
  const name = `memchat.${table}`;
  return [
    `ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE ${name} FORCE ROW LEVEL SECURITY`,
    `CREATE POLICY own_rows ON ${name} USING (user_id = current_setting('memchat.user', true))`,
    `CREATE POLICY operators_read ON ${name} FOR SELECT USING (current_setting('memchat.scope', true) = 'all')`,
  ].map((text) => new Sql([text], []));
}
