import fs from 'node:fs';
import path from 'node:path';
import { codeOf, errnoOf } from '../../errors.ts';
import { type Finding, finding } from '../../finding.ts';
import { isThisMachine } from './address.ts';
import { Database } from './database.ts';
import { numberIn, type Row, textIn } from './driver.ts';
import { MIGRATIONS, VERSION } from './schema.ts';
import { refuseOtherVersion } from './schema-version.ts';
import { sql } from './sql.ts';

export interface ServerExamination {
  url: string;
  /** What says that it is this server, in words: "as --store says". */
  why: string;
  /** Whether the command line held a password. */
  isSeen: boolean;
  /** The folder on this machine where turns wait while the server does not answer. */
  directory: string;
}

/** Who looks into it waits for an answer no longer (ms). */
const PATIENCE = 10_000;

/** Looks at a store on PostgreSQL and tells what is out of order. Nothing is changed. */
export async function examineServer(options: ServerExamination): Promise<Finding[]> {
  const { url, why, isSeen, directory } = options;
  const database = new Database({ url, connections: 1, answerWithin: PATIENCE });
  const where = finding('store-location', 'ok', `Memories are kept at ${database.place} (${why}).`);
  try {
    return [
      where,
      ...(isSeen ? [SEEN] : []),
      ...(await examined(database, url)),
      ...waitingFindings(directory),
    ];
  } finally {
    await database.close();
  }
}

const SEEN = finding(
  'permissions',
  'warning',
  'The address on the command line holds a password: other users of this machine see it, and the shell keeps it. Put it into MEMCHAT_STORE or ~/.pgpass.',
);

async function examined(database: Database, url: string): Promise<Finding[]> {
  let row: Row | undefined;
  try {
    [row] = await database.run(SERVER);
  } catch (error) {
    const mend = isDriverMissing(error) ? 'npm install pg' : null;
    return [finding('server', 'problem', messageOf(error), mend)];
  }
  if (row === undefined) throw new TypeError('A select without a table has one row.');
  const version = textIn(row, 'version').split(' ', 1)[0];
  return [
    finding('server', 'ok', `PostgreSQL ${version} answers.`),
    ...encryptionFindings(row, url),
    ...(await tableFindings(database)),
    ...roleFindings(row),
  ];
}

// What other engines do not have is null.
const SERVER = sql`SELECT current_setting('server_version') AS version, current_user::text AS role,
  (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user) AS bypasses,
  (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()) AS encrypted`;

function encryptionFindings({ encrypted }: Row, url: string): Finding[] {
  if (isThisMachine(url)) return [];
  if (encrypted === true) return [finding('encryption', 'ok', 'The connection is encrypted.')];
  const message =
    'The connection is not encrypted: what is remembered can be read on its way. Add ?sslmode=verify-full to the address.';
  return [finding('encryption', 'warning', message)];
}

async function tableFindings(database: Database): Promise<Finding[]> {
  try {
    const [row] = await database.run(VERSION);
    refuseOtherVersion(row, database.place);
    const [count] = await database.readAll(
      sql`SELECT (SELECT count(*) FROM memchat.memories) AS users,
        (SELECT count(*) FROM memchat.pending) AS pending`,
    );
    if (count === undefined) throw new TypeError('A count has one row.');
    const message = `The tables are of version ${MIGRATIONS.length}, which is this memchat's; users: ${numberIn(count, 'users')}, turns that wait: ${numberIn(count, 'pending')}.`;
    return [finding('tables', 'ok', message)];
  } catch (error) {
    const isNewer = codeOf(error) === 'memory-unreadable';
    const mend = isNewer ? 'npm install -g memchat@latest' : 'memchat store migrate';
    const isOurs = isNewer || codeOf(error) === 'config';
    return [finding('tables', 'problem', messageOf(error), isOurs ? mend : null)];
  }
}

function roleFindings(row: Row): Finding[] {
  const role = textIn(row, 'role');
  if (row.bypasses !== true) {
    return [
      finding('role', 'ok', `The role ${role} is bound by the policies that keep users apart.`),
    ];
  }
  const message = `The role ${role} is a superuser, or has BYPASSRLS: the policies that keep users apart do not bind it, and only memchat does. Make another role, give it the rights (memchat store migrate --grant ROLE), and let memchat log in as that one.`;
  return [finding('role', 'warning', message)];
}

function waitingFindings(directory: string): Finding[] {
  const waiting = waitingIn(directory);
  if (waiting === 0) return [];
  const message = `Turns that wait on this machine, in ${directory}: ${waiting}. They were said while the server did not answer; the next conversation of their user takes them up.`;
  return [finding('pending', 'warning', message)];
}

/** Turns of all users in the journal of this machine. */
function waitingIn(directory: string): number {
  const houses = namesIn(directory).filter((name) => name.startsWith('.'));
  return houses
    .flatMap((name) => namesIn(path.join(directory, name, 'pending')))
    .filter((name) => name.endsWith('.json')).length;
}

function namesIn(directory: string): string[] {
  try {
    return fs.readdirSync(directory);
  } catch (error) {
    const code = errnoOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

function isDriverMissing(error: unknown): boolean {
  return error instanceof Error && errnoOf(error.cause) === 'ERR_MODULE_NOT_FOUND';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
