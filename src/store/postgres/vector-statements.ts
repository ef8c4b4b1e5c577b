import { joined, type Sql, sql } from './sql.ts';
import { encodeVector } from './vector-bytes.ts';

/** A cache into which more was put is let go, in bytes: 170,000 vectors of 384 numbers. */
const LARGEST = 256 * 1024 * 1024;
/** Models of a user whose vectors are kept. */
const MOST_MODELS = 3;
/** Of a message: bytes of vectors, of which it has twice as many, and rows. */
const BATCH_BYTES = 1024 * 1024;
const BATCH_ROWS = 1000;

/** Keys and vectors that go together. */
export type Batch = [key: string, vector: Float32Array][];

/** The vectors in batches of a bounded size; at least one, which may be empty. */
export function* batchesOf(vectors: ReadonlyMap<string, Float32Array>): Generator<Batch> {
  let batch: Batch = [];
  let bytes = 0;
  for (const entry of vectors) {
    const size = entry[1].byteLength;
    if (batch.length > 0 && (bytes + size > BATCH_BYTES || batch.length === BATCH_ROWS)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(entry);
    bytes += size;
  }
  yield batch;
}

/** Begins a cache, unless another process is faster, and lets the longest unused go. */
export function beginCache(user: string, model: string, mark: string): Sql[] {
  return [
    sql`INSERT INTO memchat.vector_caches (user_id, model, mark) VALUES (${user}, ${model}, ${mark})
      ON CONFLICT (user_id, model) DO NOTHING`,
    sql`DELETE FROM memchat.vector_caches WHERE user_id = ${user} AND model IN (
      SELECT model FROM memchat.vector_caches WHERE user_id = ${user} AND model <> ${model}
      ORDER BY used_at DESC, model OFFSET ${MOST_MODELS - 1})`,
  ];
}

/** One row if the cache still is the one with this mark, and has room; else nothing is kept. */
export function putBatch(user: string, model: string, mark: string, batch: Batch): Sql[] {
  const bytes = batch.reduce((sum, [, vector]) => sum + vector.byteLength, 0);
  const rows = batch.map(([key, vector]) => sql`(${key}, ${encodeVector(vector)})`);
  const kept = sql`, kept AS (
    INSERT INTO memchat.vectors (user_id, model, key, vector)
    SELECT cache.user_id, cache.model, given.key, given.vector
    FROM cache, (VALUES ${joined(rows, ', ')}) AS given (key, vector)
    ON CONFLICT (user_id, model, key) DO UPDATE SET vector = excluded.vector
  )`;
  return [
    sql`DELETE FROM memchat.vector_caches
      WHERE user_id = ${user} AND model = ${model} AND mark = ${mark} AND bytes + ${bytes} > ${LARGEST}`,
    sql`WITH cache AS (
      UPDATE memchat.vector_caches SET used_at = now(), bytes = bytes + ${bytes}
      WHERE user_id = ${user} AND model = ${model} AND mark = ${mark}
      RETURNING user_id, model
    )${rows.length > 0 ? kept : sql``}
    SELECT model FROM cache`,
  ];
}
