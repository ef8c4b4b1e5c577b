import type { Turn } from '../../memory/turn.ts';
import { type DistantOwner, saidIn, turnJson } from './pending-rows.ts';
import { Json, type Sql, sql } from './sql.ts';

/** A turn that is to be written in place of the row that was read under this version. */
export interface PendingChange {
  id: string;
  version: string;
  /** Null: the row is deleted. */
  turn: Turn | null;
}

/**
 * Writes the turn, or replaces what is written of it in the way of `asWritten`, in one statement:
 * somebody may blot words out at the same time.
 */
export function saveTurn(user: string, turn: Turn, owner: DistantOwner): Sql {
  const given = sql`excluded.turn`;
  const known = sql`pending.turn`;
  return sql`INSERT INTO memchat.pending (user_id, turn_id, owner, turn, said)
    SELECT ${user}, ${turn.id}, ${new Json(JSON.stringify(owner))}, given.turn, ${saidIn(sql`given.turn`)}
    FROM (SELECT ${turnJson(turn)} AS turn) AS given
    ON CONFLICT (user_id, turn_id) DO UPDATE SET
      version = gen_random_uuid(), owner = excluded.owner, touched_at = now(),
      (turn, said) = (
        SELECT kept.turn, ${saidIn(sql`kept.turn`)} FROM (
          SELECT CASE WHEN jsonb_typeof(${known} -> 'message') IS DISTINCT FROM 'array' THEN ${given}
            ELSE ${given} || jsonb_build_object('message', ${known} -> 'message', 'reply',
              CASE WHEN ${given} ->> 'reply' IS NULL THEN NULL
                ELSE coalesce(${known} ->> 'reply', ${given} ->> 'reply') END)
            END AS turn
        ) AS kept
      )`;
}

/**
 * Writes what nobody has written since it was read, and gives a row with the id of each turn that it
 * was done to. `owner`: whose the turns are from now on; null: they stay whose they are.
 */
export function writeTurns(
  user: string,
  changes: readonly PendingChange[],
  owner: DistantOwner | null,
): Sql {
  const given = changes.map(({ id, version, turn }) => ({ id, version, turn }));
  const ids = changes.map(({ id }) => id);
  const meant = sql`old.user_id = ${user} AND old.turn_id = ANY (${ids})
    AND old.turn_id = given.id AND old.version = given.version`;
  const taken =
    owner === null ? sql`` : sql`, owner = ${new Json(JSON.stringify(owner))}, touched_at = now()`;
  return sql`WITH given AS (
    SELECT * FROM jsonb_to_recordset(${new Json(JSON.stringify(given))})
      AS fields (id text COLLATE "C", version uuid, turn jsonb)
  ), gone AS (
    DELETE FROM memchat.pending AS old USING given WHERE ${meant} AND given.turn IS NULL
    RETURNING old.turn_id
  ), written AS (
    UPDATE memchat.pending AS old
    SET version = gen_random_uuid(), turn = given.turn, said = ${saidIn(sql`given.turn`)}${taken}
    FROM given WHERE ${meant} AND given.turn IS NOT NULL
    RETURNING old.turn_id
  )
  SELECT turn_id FROM gone UNION ALL SELECT turn_id FROM written`;
}
