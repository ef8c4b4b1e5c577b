import { STATUSES } from '../exchange.ts';
import type { Exchange } from '../port.ts';
import { maybeTextIn, type Row, textIn } from './driver.ts';
import { Json, type Sql, sql } from './sql.ts';

/** The columns of an exchange; `typed` is left out where it is the whole message. */
export const COLUMNS = sql`turn, session, at, speaker, said, typed, reply, status`;

/** Null for a row that is no exchange: of a newer memchat, or written by hand. */
export function exchangeIn(row: Row): Exchange | null {
  const status = STATUSES.find((known) => known === row.status);
  if (status === undefined) return null;
  const user = textIn(row, 'said');
  return {
    turn: textIn(row, 'turn'),
    session: textIn(row, 'session'),
    at: textIn(row, 'at'),
    user,
    typed: maybeTextIn(row, 'typed') ?? user,
    reply: maybeTextIn(row, 'reply'),
    status,
    speaker: maybeTextIn(row, 'speaker'),
  };
}

/** An exchange under the names of its columns. */
export function columnsOf(exchange: Exchange) {
  const { turn, session, at, user, typed, reply, status, speaker } = exchange;
  return {
    turn,
    session,
    at,
    speaker,
    said: user,
    typed: typed === user ? null : typed,
    reply,
    status,
  };
}

/**
 * Adds those whose turn is not there yet, behind all others, and gives a row with how many. Whoever
 * adds holds the row of the user in `transcripts` until it is done, so that numbers become visible in
 * their order. Each turn once in `exchanges`. Turns are looked up one by one: a join is planned by
 * statistics that a server has not of what was added just now, and may read all that is there.
 */
export function addExchanges(user: string, exchanges: readonly Exchange[]): Sql {
  const rows = new Json(JSON.stringify(exchanges.map(columnsOf)));
  return sql`WITH given AS (
    SELECT row_number() OVER () AS place, fields.*
    FROM jsonb_to_recordset(${rows}) AS fields (turn text COLLATE "C", session text, at text, speaker text,
      said text, typed text, reply text, status text)
  ), fresh AS (
    SELECT given.*, row_number() OVER (ORDER BY place) AS rank, count(*) OVER () AS total FROM given
    WHERE (
      SELECT number FROM memchat.exchanges AS known
      WHERE known.user_id = ${user} AND known.turn = given.turn
    ) IS NULL
  ), head AS (
    INSERT INTO memchat.transcripts (user_id, last) SELECT ${user}, max(total) FROM fresh
    HAVING max(total) > 0
    ON CONFLICT (user_id) DO UPDATE SET last = transcripts.last + excluded.last
    RETURNING last
  ), added AS (
    INSERT INTO memchat.exchanges (user_id, number, ${COLUMNS})
    SELECT ${user}, head.last - total + rank, ${COLUMNS} FROM fresh, head
    ON CONFLICT (user_id, turn) DO NOTHING
    RETURNING number
  )
  SELECT count(*) AS count FROM added`;
}
