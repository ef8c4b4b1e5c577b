import { normalizeUser } from '../../memory/user-id.ts';
import type { FileSizes } from '../roster.ts';
import type { Database } from './database.ts';
import { numberIn } from './driver.ts';
import { sql } from './sql.ts';

/** What the rows of a user take in bytes, as the server keeps them, without indexes. */
export async function sizesOf(database: Database, user: string): Promise<FileSizes> {
  const id = normalizeUser(user);
  const [row] = await database.read(
    id,
    sql`SELECT
      (SELECT coalesce(sum(pg_column_size(newest.*)), 0) FROM memchat.revisions AS newest
        JOIN memchat.memories AS head USING (user_id, revision) WHERE user_id = ${id}) AS memory,
      (SELECT coalesce(sum(pg_column_size(each.*)), 0) FROM memchat.revisions AS each
        WHERE user_id = ${id}) AS revisions,
      (SELECT coalesce(sum(pg_column_size(each.*)), 0) FROM memchat.exchanges AS each
        WHERE user_id = ${id}) AS transcript,
      (SELECT coalesce(sum(pg_column_size(each.*)), 0) FROM memchat.pending AS each
        WHERE user_id = ${id}) AS pending,
      (SELECT coalesce(sum(pg_column_size(each.*)), 0) FROM memchat.spendings AS each
        WHERE user_id = ${id}) AS costs,
      (SELECT coalesce(sum(pg_column_size(each.*)), 0) FROM memchat.vectors AS each
        WHERE user_id = ${id}) AS vectors,
      (SELECT coalesce(sum(pg_column_size(each.*)), 0) FROM memchat.inputs AS each
        WHERE user_id = ${id}) AS inputs`,
  );
  if (row === undefined) throw new TypeError('A select without a table has one row.');
  const memory = numberIn(row, 'memory');
  return {
    memory,
    revisions: numberIn(row, 'revisions') - memory,
    transcript: numberIn(row, 'transcript'),
    pending: numberIn(row, 'pending'),
    costs: numberIn(row, 'costs'),
    other: numberIn(row, 'vectors') + numberIn(row, 'inputs'),
  };
}
