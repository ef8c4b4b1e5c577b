import { parseRecord } from '../../memory/json.ts';
import type { Turn } from '../../memory/turn.ts';
import type { Owner } from '../owner.ts';
import { ownerIn, turnIn } from '../pending.ts';
import type { Database } from './database.ts';
import { type Row, textIn } from './driver.ts';
import { Json, type Sql, sql } from './sql.ts';

/** Turns that are read or written at once: each may be as long as a message and its reply. */
export const PAGE = 20;

/** The process that works on a turn, wherever it runs. */
export interface DistantOwner extends Owner {
  /** What process numbers are numbers of: see `processSpace`. */
  space: string | null;
}

/** A row of `pending` as it was read. */
export interface PendingRow {
  id: string;
  /** Another one with each writing of the row. */
  version: string;
  /** As JSON: more may stand in it than what a turn has. */
  text: string;
  /** Null for one that cannot be read. */
  turn: Turn | null;
}

/** The rows of these turns that are there. */
export async function pendingRows(
  database: Database,
  user: string,
  ids: readonly string[],
): Promise<PendingRow[]> {
  const rows = await database.read(
    user,
    sql`SELECT turn_id, version, turn FROM memchat.pending
      WHERE user_id = ${user} AND turn_id = ANY (${ids}) ORDER BY turn_id`,
  );
  return rows.map((row) => pendingIn(row, user));
}

function pendingIn(row: Row, user: string): PendingRow {
  const id = textIn(row, 'turn_id');
  const text = textIn(row, 'turn');
  return { id, version: textIn(row, 'version'), text, turn: turnIn(parseRecord(text), user, id) };
}

/** Null for what is no owner. Never throws. */
export function distantOwnerIn(text: string): DistantOwner | null {
  const value = parseRecord(text);
  const owner = ownerIn(value);
  if (owner === null) return null;
  return { ...owner, space: typeof value?.space === 'string' ? value.space : null };
}

export function turnJson(turn: Turn): Json {
  return new Json(JSON.stringify(turn));
}

/**
 * What operators search of a turn, in SQL: the message and the reply. Asked of the turn as it is
 * kept, which may have other words than the one that is saved.
 */
export function saidIn(turn: Sql): Sql {
  return sql`concat_ws(E'\n', (
    SELECT string_agg(passage ->> 'text', '' ORDER BY place)
    FROM jsonb_array_elements(${turn} -> 'message') WITH ORDINALITY AS message (passage, place)
  ), ${turn} ->> 'reply')`;
}
