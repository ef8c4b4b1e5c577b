import { errnoOf, MemchatError } from '../../errors.ts';
import type { Database } from './database.ts';
import { MIGRATIONS, VERSION, VERSIONS } from './schema.ts';
import { refuseNewer, versionIn } from './schema-version.ts';
import { identifier, type Sql, sql } from './sql.ts';

export interface Migrated {
  /** The version that was found; 0: no tables. */
  from: number;
  to: number;
  /** The names of the migrations that this call applied. */
  applied: string[];
  /** Whether the role that asked is above row-level security: then only memchat keeps users apart. */
  bypassesPolicies: boolean;
}

/**
 * Brings the tables to the version of this memchat; changes nothing when they are. Each migration is
 * one transaction that begins with its row in `migrations`: of several processes that want to apply
 * it one goes on, and the others wait for it there and leave it out.
 * @throws MemchatError `memory-unreadable` when the tables are newer; `config` without the right to
 *   make tables.
 */
export async function migrate(database: Database): Promise<Migrated> {
  const from = await foundIn(database);
  refuseNewer(from, database.place);
  if (from === 0) {
    // Each alone: what another process has made meanwhile must not take the others back.
    for (const statement of VERSIONS) await unlessMadeMeanwhile(database, [statement]);
  }
  const applied: string[] = [];
  for (const [index, { name, statements }] of MIGRATIONS.entries()) {
    if (index < from) continue;
    const row = sql`INSERT INTO memchat.migrations (version, name) VALUES (${index + 1}, ${name})`;
    if (await unlessMadeMeanwhile(database, [row, ...statements])) applied.push(name);
  }
  const [role] = await database.run(
    sql`SELECT rolsuper OR rolbypassrls AS bypasses FROM pg_roles WHERE rolname = current_user`,
  );
  return { from, to: MIGRATIONS.length, applied, bypassesPolicies: role?.bypasses === true };
}

/** Gives a role the rights that memchat needs, and no others: not those to change the tables. */
export async function grantTo(database: Database, role: string): Promise<void> {
  const name = identifier(role);
  await database.run(
    sql`GRANT USAGE ON SCHEMA memchat TO ${name}`,
    sql`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA memchat TO ${name}`,
    sql`REVOKE INSERT, UPDATE, DELETE ON memchat.migrations FROM ${name}`,
  );
}

/** undefined_table, invalid_schema_name: SQLSTATE of PostgreSQL, appendix A. */
const NOT_THERE = /^(?:42P01|3F000)$/;

/** The version of the tables; 0 where there are none. One that only reads them may ask. */
async function foundIn(database: Database): Promise<number> {
  try {
    const [found] = await database.run(VERSION);
    return versionIn(found);
  } catch (error) {
    if (!NOT_THERE.test(sqlstateOf(error) ?? '')) throw error;
    return 0;
  }
}

/** unique_violation, duplicate_schema, duplicate_table, duplicate_object (the type of a table): as above. */
const MADE_MEANWHILE = /^(?:23505|42P06|42P07|42710)$/;

/** False: another process has made it, and all of this was taken back. */
async function unlessMadeMeanwhile(
  database: Database,
  statements: readonly Sql[],
): Promise<boolean> {
  try {
    await database.run(...statements);
    return true;
  } catch (error) {
    const state = sqlstateOf(error) ?? '';
    if (MADE_MEANWHILE.test(state)) return false;
    if (state === NOT_ALLOWED) throw mayNotMakeTables(database.place, error);
    throw error;
  }
}

/** insufficient_privilege. */
const NOT_ALLOWED = '42501';

function mayNotMakeTables(place: string, cause: unknown): MemchatError {
  return new MemchatError(
    `The role of ${place} may not make tables there (42501). Migrate as the owner of the database, or let its owner say: GRANT CREATE ON DATABASE … TO …`,
    'config',
    cause,
  );
}

function sqlstateOf(error: unknown): string | undefined {
  return error instanceof Error ? errnoOf(error.cause) : undefined;
}
