import { isDeepStrictEqual } from 'node:util';
import { parseRecord } from '../../memory/json.ts';
import type { Turn } from '../../memory/turn.ts';
import { contended, MOST_TRIES } from '../generations.ts';
import { rewrittenTurn } from '../pending.ts';
import type { Database } from './database.ts';
import { textIn } from './driver.ts';
import { PAGE, type PendingRow, pendingRows } from './pending-rows.ts';
import { type PendingChange, writeTurns } from './pending-write.ts';
import { sql } from './sql.ts';

/** Rewrites the turns that wait, as `Journal.rewrite` says. */
export async function rewriteTurns(
  database: Database,
  user: string,
  change: (turn: Turn) => Turn,
): Promise<number> {
  const rows = await database.read(
    user,
    sql`SELECT turn_id FROM memchat.pending WHERE user_id = ${user} ORDER BY turn_id`,
  );
  const ids = rows.map((row) => textIn(row, 'turn_id'));
  let changed = 0;
  for (let from = 0; from < ids.length; from += PAGE) {
    changed += await rewritePage(database, user, ids.slice(from, from + PAGE), change);
  }
  return changed;
}

/** How many of these were changed; those that others write meanwhile are read again. */
async function rewritePage(
  database: Database,
  user: string,
  ids: readonly string[],
  change: (turn: Turn) => Turn,
): Promise<number> {
  let changed = 0;
  let left = ids;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const wanted = (await pendingRows(database, user, left)).flatMap(
      (row) => rewritten(row, change) ?? [],
    );
    if (wanted.length === 0) return changed;
    const done = new Set(
      (await database.write(user, writeTurns(user, wanted, null))).map((row) =>
        textIn(row, 'turn_id'),
      ),
    );
    changed += wanted.filter(({ id, isChanged }) => isChanged && done.has(id)).length;
    left = wanted.flatMap(({ id }) => (done.has(id) ? [] : [id]));
    if (left.length === 0) return changed;
  }
  throw contended();
}

/** Null for a row that stays as it is. What stands in it beside the turn goes. */
function rewritten(
  { id, version, text, turn }: PendingRow,
  change: (turn: Turn) => Turn,
): (PendingChange & { isChanged: boolean }) | null {
  if (turn === null) return { id, version, turn, isChanged: false };
  const given = structuredClone(turn);
  const next = change(given);
  const isChanged = next !== given;
  const kept = isChanged ? rewrittenTurn(turn, next) : turn;
  if (!isChanged && isDeepStrictEqual(parseRecord(text), turn)) return null;
  return { id, version, turn: kept, isChanged };
}
