import type { RosterRow } from '../roster.ts';
import type { Database } from './database.ts';
import { maybeNumberIn, maybeTextIn, numberIn, type Row, textIn } from './driver.ts';
import { Sql, sql } from './sql.ts';

/** Users that are asked for at once. */
const PAGE = 500;

/**
 * Everyone of whom a memory, a transcript or a turn that waits is kept, by id, asked for some at a
 * time. No memory is read: facts are counted by what operators search, and of what cannot be read only
 * a missing row is noticed. `bytes` are those that the server keeps of the texts, compressed, and of
 * the vectors. `file` is the place of the store.
 * @throws MemchatError as `Database.readAll`.
 */
export async function* rosterOf(database: Database): AsyncGenerator<RosterRow> {
  for (let last = ''; ; ) {
    const rows = await database.readAll(pageAfter(last));
    for (const row of rows) {
      last = textIn(row, 'user_id');
      yield rosterRow(row, database.place);
    }
    if (rows.length < PAGE) return;
  }
}

function rosterRow(row: Row, place: string): RosterRow {
  const revision = maybeNumberIn(row, 'revision');
  const isMissing = revision !== null && row.is_there !== true;
  return {
    user: textIn(row, 'user_id'),
    file: place,
    facts: revision === null || isMissing ? null : numberIn(row, 'facts'),
    lastSeen: isMissing ? null : maybeTextIn(row, 'last_seen'),
    problem: isMissing ? `Row ${revision} of memchat.revisions is missing.` : null,
    bytes: numberIn(row, 'bytes'),
  };
}

function pageAfter(last: string): Sql {
  return sql`WITH page AS (
    SELECT user_id FROM (
      (SELECT user_id FROM memchat.memories WHERE user_id > ${last} ORDER BY user_id LIMIT ${PAGE})
      UNION
      (SELECT user_id FROM memchat.transcripts WHERE user_id > ${last} ORDER BY user_id LIMIT ${PAGE})
      UNION
      (SELECT DISTINCT user_id FROM memchat.pending WHERE user_id > ${last} ORDER BY user_id LIMIT ${PAGE})
    ) AS someone ORDER BY user_id LIMIT ${PAGE}
  )
  SELECT page.user_id, head.revision, head.last_seen, newest.revision IS NOT NULL AS is_there,
    (SELECT count(*) FROM memchat.facts AS one WHERE one.user_id = page.user_id) AS facts,
    (${sizeOf('revisions', sql`pg_column_size(memory)`)}
      + ${sizeOf('exchanges', sql`pg_column_size(said) + coalesce(pg_column_size(reply), 0)`)}
      + ${sizeOf('pending', sql`pg_column_size(turn)`)}
      + ${sizeOf('inputs', sql`pg_column_size(entry)`)}
      + ${sizeOf('spendings', sql`pg_column_size(spending)`)}
      + ${sizeOf('vector_caches', sql`bytes`)})::bigint AS bytes
  FROM page
  LEFT JOIN memchat.memories AS head ON head.user_id = page.user_id
  LEFT JOIN memchat.revisions AS newest
    ON newest.user_id = page.user_id AND newest.revision = head.revision
  ORDER BY page.user_id`;
}

type Sized = 'revisions' | 'exchanges' | 'pending' | 'inputs' | 'spendings' | 'vector_caches';

/** What a table keeps of the user of a row, as it lies there: nothing is unpacked for it. */
function sizeOf(table: Sized, size: Sql): Sql {
  return sql`(SELECT coalesce(sum(${size}), 0) FROM memchat.${new Sql([table], [])} AS one
    WHERE one.user_id = page.user_id)`;
}
