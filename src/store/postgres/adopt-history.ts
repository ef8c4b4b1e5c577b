import { encodeMemory } from '../../memory/codec.ts';
import { meetHistory } from '../adopted.ts';
import type { Notice, PastRevision } from '../port.ts';
import { type Base, baseOf } from './bases.ts';
import { commitFirst, commitNext, type Written } from './commit.ts';
import type { Database } from './database.ts';
import { textIn } from './driver.ts';
import { newestMemory } from './revisions.ts';
import { Json, joined, type Sql, sql } from './sql.ts';

/** Characters of memories that a message has about, and rows at most. */
const BATCH = 2 * 1024 * 1024;
const BATCH_ROWS = 100;

/**
 * Takes over a history as `Archive.adoptHistory` says: first the memory with its newest revision, then
 * the revisions behind it, some in each message, as long as the memory stays that one.
 */
export async function adoptHistory(
  database: Database,
  user: string,
  history: AsyncIterable<PastRevision>,
  notify: (notice: Notice) => void,
): Promise<'adopted' | 'conflict'> {
  const found = await newestMemory(database, user, notify);
  const met = await meetHistory(found?.memory ?? null, user, history);
  if (met === null) return 'conflict';
  const { past, newer } = met;
  let base: Base;
  if (found === null) {
    const first = commitFirst(past.memory, writtenOf(past), past.turn);
    const [head] = await database.write(user, first);
    if (head === undefined) return 'conflict';
    base = baseOf(past.memory, textIn(head, 'birth'), null);
  } else {
    base = baseOf(found.memory, found.birth, found.due);
  }
  for (const next of newer.toReversed()) {
    const statement = commitNext(next.memory, base, next.turn, writtenOf(next));
    const [head] = await database.write(user, statement);
    if (head === undefined) return 'conflict';
    base = baseOf(next.memory, base.birth, null);
  }
  for await (const batch of batchesOf(met.older)) {
    const [head] = await database.write(user, addOlder(user, base, batch));
    if (head === undefined) return 'conflict';
  }
  return 'adopted';
}

function writtenOf({ memory, at, reason, of }: PastRevision): Written {
  return { text: encodeMemory(memory), at, note: { reason, of } };
}

async function* batchesOf(older: AsyncIterable<PastRevision>): AsyncGenerator<Sql[]> {
  let rows: Sql[] = [];
  let characters = 0;
  for await (const past of older) {
    const { text, at } = writtenOf(past);
    if (rows.length > 0 && (characters + text.length > BATCH || rows.length === BATCH_ROWS)) {
      yield rows;
      rows = [];
      characters = 0;
    }
    characters += text.length;
    rows.push(
      sql`(${past.revision}, ${new Json(text)}, ${at}::timestamptz, ${past.reason}, ${past.of}::bigint, ${past.turn}::text)`,
    );
  }
  if (rows.length > 0) yield rows;
}

/**
 * One row if the memory still is the one of `base`, which is held fast meanwhile: of a forgetting at
 * the same time nothing comes back.
 */
function addOlder(user: string, base: Base, rows: readonly Sql[]): Sql {
  return sql`WITH head AS (
    SELECT user_id FROM memchat.memories
    WHERE user_id = ${user} AND revision = ${base.revision} AND birth = ${base.birth}
    FOR SHARE
  ), added AS (
    INSERT INTO memchat.revisions (user_id, revision, memory, at, reason, of_revision, turn)
    SELECT head.user_id, past.* FROM head, (VALUES ${joined(rows, ', ')}) AS past
    ON CONFLICT (user_id, revision) DO NOTHING
  )
  SELECT user_id FROM head`;
}
