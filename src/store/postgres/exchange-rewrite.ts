import { MemchatError } from '../../errors.ts';
import type { Exchange } from '../port.ts';
import type { Database } from './database.ts';
import { numberIn, type Row, textIn } from './driver.ts';
import { pageOf } from './exchange-pages.ts';
import { columnsOf, exchangeIn } from './exchange-rows.ts';
import { Json, type Sql, sql } from './sql.ts';

/** Tries for exchanges that others keep rewriting at the same time: never seen in practice. */
const MOST_TRIES = 100;

type Change = (exchange: Exchange) => Exchange | null;

/** What is to become of a row, unless somebody has written it since it was read. */
interface Rewritten {
  number: number;
  version: string;
  /** Null: it is deleted. */
  next: Exchange | null;
  /** False: it could not be read, and nobody was asked. */
  isChange: boolean;
}

/**
 * Rewrites the transcript as `Transcript.rewrite` says: a page at a time in the order of the numbers,
 * to the end, so that what is appended meanwhile has its turn as well.
 */
export async function rewriteExchanges(
  database: Database,
  user: string,
  change: Change,
): Promise<number> {
  let changed = 0;
  for (let from = 0; ; ) {
    const rows = await readRows(database, user, sql`number > ${from}`);
    const end = rows.at(-1);
    if (end === undefined) return changed;
    changed += await rewriteRows(database, user, rows, change);
    from = numberIn(end, 'number');
  }
}

/** How many of the rows were changed or deleted; those that others write meanwhile are read again. */
async function rewriteRows(
  database: Database,
  user: string,
  rows: readonly Row[],
  change: Change,
): Promise<number> {
  let changed = 0;
  let left = rows;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const wanted = left.flatMap((row) => rewritten(row, change) ?? []);
    if (wanted.length === 0) return changed;
    const done = await write(database, user, wanted);
    changed += wanted.filter(({ number, isChange }) => isChange && done.has(number)).length;
    const missed = wanted.flatMap(({ number }) => (done.has(number) ? [] : [String(number)]));
    if (missed.length === 0) return changed;
    left = await readRows(database, user, sql`number = ANY (${missed}::bigint[])`);
  }
  throw new MemchatError(
    `The transcript at ${database.place} was not rewritten: other processes kept rewriting it. Try again in a moment.`,
    'lock-busy',
  );
}

function readRows(database: Database, user: string, which: Sql): Promise<Row[]> {
  const order = sql`number`;
  return database.read(user, sql`${pageOf(user, which, order)} ORDER BY ${order}`);
}

/** Null for a row that stays as it is. */
function rewritten(row: Row, change: Change): Rewritten | null {
  const place = { number: numberIn(row, 'number'), version: textIn(row, 'version') };
  const exchange = exchangeIn(row);
  if (exchange === null) return { ...place, next: null, isChange: false };
  const given = { ...exchange };
  const next = change(given);
  return next === given ? null : { ...place, next, isChange: true };
}

/**
 * Writes what was not written by others meanwhile; the numbers of that. The row in `transcripts` is
 * taken first, as by those who append: who takes rows in one order never waits in a circle.
 */
async function write(
  database: Database,
  user: string,
  wanted: readonly Rewritten[],
): Promise<Set<number>> {
  const given = wanted.map(({ number, version, next }) => ({
    number,
    version,
    gone: next === null,
    ...(next !== null && columnsOf(next)),
  }));
  // Named beside the join, so that they are looked up whatever the server thinks of the table.
  const numbers = wanted.map(({ number }) => String(number));
  const meant = sql`old.user_id = ${user} AND old.number = ANY (${numbers}::bigint[])
    AND old.number = given.number AND old.version = given.version`;
  const rows = await database.write(user, [
    sql`UPDATE memchat.transcripts SET generation = gen_random_uuid() WHERE user_id = ${user}`,
    sql`WITH given AS (
      SELECT * FROM jsonb_to_recordset(${new Json(JSON.stringify(given))}) AS fields (number bigint,
        version uuid, gone boolean, session text, at text, speaker text, said text, typed text,
        reply text, status text)
    ), gone AS (
      DELETE FROM memchat.exchanges AS old USING given
      WHERE ${meant} AND given.gone
      RETURNING old.number
    ), written AS (
      UPDATE memchat.exchanges AS old SET version = gen_random_uuid(), session = given.session,
        at = given.at, speaker = given.speaker, said = given.said, typed = given.typed,
        reply = given.reply, status = given.status
      FROM given
      WHERE ${meant} AND NOT given.gone
      RETURNING old.number
    )
    SELECT number FROM gone UNION ALL SELECT number FROM written`,
  ]);
  return new Set(rows.map((row) => numberIn(row, 'number')));
}
