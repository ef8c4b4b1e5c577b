import { MemchatError } from '../../errors.ts';
import type { Exchange, TranscriptCursor, TranscriptReading } from '../port.ts';
import type { Database } from './database.ts';
import { numberIn, type Row, textIn } from './driver.ts';
import { COLUMNS, exchangeIn } from './exchange-rows.ts';
import { type Sql, sql } from './sql.ts';

/** Rows of one message, at most; the first of them as far as they stay under so many bytes. */
const PAGE = 1000;
const PAGE_BYTES = 4 * 1024 * 1024;
/** Readings that begin anew because somebody rewrote what was read: never seen in practice. */
const MOST_TRIES = 100;

/** How far a transcript was read: up to exchange `last` of a generation. */
interface Mark {
  generation: string;
  last: number;
}

/** Of a user without a transcript. */
const NOTHING: Mark = { generation: 'none', last: 0 };

/** Reads the transcript as `Transcript.read` says. */
export async function readExchanges(
  database: Database,
  user: string,
  from: TranscriptCursor | null,
): Promise<TranscriptReading> {
  let since = from === null ? null : markIn(from);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const read = await readSince(database, user, since);
    if (read !== null) {
      const cursor = `${read.mark.generation} ${read.mark.last}`;
      return { exchanges: read.exchanges, cursor, isWhole: since === null };
    }
    since = null;
  }
  throw new MemchatError(
    `The transcript at ${database.place} was not read: other processes kept rewriting it. Try again in a moment.`,
    'lock-busy',
  );
}

/** What stands behind `since`, all there is without one; null when it was rewritten meanwhile. */
async function readSince(
  database: Database,
  user: string,
  since: Mark | null,
): Promise<{ exchanges: Exchange[]; mark: Mark } | null> {
  const exchanges: Exchange[] = [];
  let mark: Mark | null = null;
  const behind = sql`number > ${since?.last ?? 0}`;
  let next = sql``;
  for (;;) {
    const upTo: Sql = mark === null ? sql`` : sql`AND number <= ${mark.last}`;
    const page = await readPage(database, user, sql`${behind} ${upTo} ${next}`);
    if (!isContinued(mark ?? since, page.mark)) return null;
    mark ??= page.mark;
    for (const row of page.rows) {
      const exchange = exchangeIn(row);
      if (exchange !== null) exchanges.push(exchange);
    }
    const end = page.rows.at(-1);
    if (end === undefined || page.isLast) return { exchanges, mark };
    next = sql`AND (year, number) > (${textIn(end, 'year')}, ${numberIn(end, 'number')})`;
  }
}

function isContinued(before: Mark | null, now: Mark): boolean {
  return before === null || (before.generation === now.generation && before.last <= now.last);
}

interface Page {
  mark: Mark;
  rows: Row[];
  /** There is nothing behind it. */
  isLast: boolean;
}

/** One message: how far the transcript goes, and the first of its exchanges that are asked for. */
async function readPage(database: Database, user: string, which: Sql): Promise<Page> {
  const order = sql`year, number`;
  const rows = await database.read(
    user,
    sql`SELECT head.generation, head.last, page.* FROM memchat.transcripts AS head
      LEFT JOIN LATERAL (${pageOf(user, sql`number <= head.last AND ${which}`, order)}) AS page ON true
      WHERE head.user_id = ${user} ORDER BY ${order}`,
  );
  const [first] = rows;
  if (first === undefined) return { mark: NOTHING, rows: [], isLast: true };
  const mark = { generation: textIn(first, 'generation'), last: numberIn(first, 'last') };
  if (first.number === null) return { mark, rows: [], isLast: true };
  return { mark, rows, isLast: rows.length === numberIn(first, 'found') && rows.length < PAGE };
}

/** The first rows in an order, as far as they are of a bounded size, and one at least. */
export function pageOf(user: string, which: Sql, order: Sql, limit = PAGE): Sql {
  return sql`SELECT * FROM (
    SELECT *, count(*) OVER () AS found, sum(bytes) OVER (ORDER BY ${order}) - bytes AS before FROM (
      SELECT number, version, year, ${COLUMNS}, octet_length(said) + coalesce(octet_length(reply), 0)
        + coalesce(octet_length(typed), 0) AS bytes
      FROM memchat.exchanges WHERE user_id = ${user} AND ${which}
      ORDER BY ${order} LIMIT ${Math.min(limit, PAGE)}
    ) AS first
  ) AS measured WHERE before < ${PAGE_BYTES}`;
}

/** The newest `limit` exchanges with memchat, as `Transcript.recent` says. */
export async function recentExchanges(
  database: Database,
  user: string,
  limit: number,
): Promise<Exchange[]> {
  const recent: Exchange[] = [];
  const order = sql`year DESC, number DESC`;
  let next = sql`speaker IS NULL`;
  while (recent.length < limit) {
    const page = pageOf(user, next, order, limit - recent.length);
    const rows = await database.read(user, sql`${page} ORDER BY ${order}`);
    const end = rows.at(-1);
    if (end === undefined) break;
    recent.push(...rows.flatMap((row) => exchangeIn(row) ?? []));
    next = sql`speaker IS NULL AND (year, number) < (${textIn(end, 'year')}, ${numberIn(end, 'number')})`;
  }
  return recent.reverse();
}

/** Null for what is no cursor of ours. */
function markIn(cursor: TranscriptCursor): Mark | null {
  const [, generation, last] = /^([0-9a-f-]{36}|none) (\d{1,15})$/.exec(cursor) ?? [];
  return generation === undefined ? null : { generation, last: Number(last) };
}
