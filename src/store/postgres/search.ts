import { MemchatError } from '../../errors.ts';
import type { Database } from './database.ts';
import { maybeTextIn, type Row, textIn } from './driver.ts';
import { joined, type Sql, sql } from './sql.ts';
import { wordsQuery } from './words-query.ts';

export interface SearchOptions {
  /** What is looked through: facts, or past exchanges and turns that are not remembered yet. */
  in: 'facts' | 'conversations' | 'both';
  /** Most that is found. */
  limit: number;
  /** The `position` of what was found last; what comes behind it is found. */
  after?: string;
}

/** Something that a user said or is known by. */
export interface Found {
  user: string;
  /** `pending`: a turn that is not in the memory yet. */
  kind: 'fact' | 'exchange' | 'pending';
  /** Whole: of an exchange what was said and, on the next line, the reply. */
  text: string;
  /** When it was said, ISO 8601 UTC; null for a fact. */
  at: string | null;
  /** The id of the turn; null for a fact. */
  turn: string | null;
  /** Good for `after` of the same search. */
  position: string;
}

/** What is asked for at once: exchanges may have 400,000 characters each. */
const PAGE = 20;

/**
 * What is kept of all users and holds all of the words, by user; of each user facts, then exchanges,
 * the newest first, then what is pending. `"two words"` must stand beside each other, `-word` must
 * not be there. Words are told apart as by PostgreSQL's configuration `simple`: in any case, no
 * stems, and texts without spaces between words are one word. Read page by page, as it is asked for.
 * @throws MemchatError `usage` for words with nothing to look for, or an `after` that is no position;
 *   as `Database.readAll`.
 */
export async function* searchAll(
  database: Database,
  words: string,
  { in: where, limit, after }: SearchOptions,
): AsyncGenerator<Found> {
  const query = wordsQuery(words);
  let last = after === undefined ? START : positionIn(after);
  for (let left = limit; left > 0; ) {
    const most = Math.min(left, PAGE);
    const rows = await database.readMatching(query, pageOf(where, last, most));
    for (const row of rows) {
      const found = foundIn(row);
      yield found;
      last = positionIn(found.position);
    }
    if (rows.length < most) return;
    left -= rows.length;
  }
}

/** The user, and the kind and key of what was found of them. */
type Position = readonly [user: string, kind: string, key: string];

const START: Position = ['', '', ''];
const KINDS = { '1': 'fact', '2': 'exchange', '3': 'pending' } as const;

/** The statement that asks for the next `most` of them. */
export function pageOf(where: SearchOptions['in'], last: Position, most: number): Sql {
  const parts = [
    ...(where === 'conversations' ? [] : [factsAfter(last, most)]),
    ...(where === 'facts' ? [] : [exchangesAfter(last, most), pendingAfter(last, most)]),
  ];
  return sql`SELECT * FROM (${joined(parts, ' UNION ALL ')}) AS found
    ORDER BY user_id, kind, key LIMIT ${most}`;
}

const HOLDS = sql`words @@ current_setting('memchat.search')::tsquery`;

function factsAfter(last: Position, most: number): Sql {
  return sql`(SELECT user_id, '1' AS kind, fact_id AS key, text, NULL AS reply, NULL AS at, NULL AS turn
    FROM memchat.facts WHERE ${HOLDS} AND ${behind(last, '1', sql`fact_id`)}
    ORDER BY user_id, fact_id LIMIT ${most})`;
}

/** Counted down, the newest number is the first in the order of texts as well. */
const COUNTED_DOWN = sql`to_char(9223372036854775807 - number, 'FM0000000000000000000') COLLATE "C"`;

function exchangesAfter(last: Position, most: number): Sql {
  return sql`(SELECT user_id, '2' AS kind, ${COUNTED_DOWN} AS key, said AS text, reply, at, turn
    FROM memchat.exchanges WHERE ${HOLDS} AND ${behind(last, '2', COUNTED_DOWN)}
    ORDER BY user_id, number DESC LIMIT ${most})`;
}

function pendingAfter(last: Position, most: number): Sql {
  return sql`(SELECT user_id, '3' AS kind, turn_id AS key, said AS text, NULL AS reply,
      turn ->> 'at' AS at, turn_id AS turn
    FROM memchat.pending WHERE ${HOLDS} AND ${behind(last, '3', sql`turn_id`)}
    ORDER BY user_id, turn_id LIMIT ${most})`;
}

/** That a row of this kind comes behind a position. */
function behind([user, kind, key]: Position, own: string, column: Sql): Sql {
  if (own < kind) return sql`user_id > ${user}`;
  if (own > kind) return sql`user_id >= ${user}`;
  return sql`(user_id, ${column}) > (${user}, ${key})`;
}

function foundIn(row: Row): Found {
  const user = textIn(row, 'user_id');
  const kind = textIn(row, 'kind');
  const reply = maybeTextIn(row, 'reply');
  const said = textIn(row, 'text');
  return {
    user,
    kind: kind === '1' || kind === '2' ? KINDS[kind] : KINDS['3'],
    text: reply === null ? said : `${said}\n${reply}`,
    at: maybeTextIn(row, 'at'),
    turn: maybeTextIn(row, 'turn'),
    position: JSON.stringify([user, kind, textIn(row, 'key')]),
  };
}

function positionIn(text: string): Position {
  const parts: unknown = parsed(text);
  if (Array.isArray(parts) && parts.length === 3 && parts.every(isText)) {
    const [user = '', kind = '', key = ''] = parts;
    return [user, kind, key];
  }
  throw new MemchatError('A search was to go on from a place that is none.', 'usage');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isText(part: unknown): part is string {
  return typeof part === 'string';
}
