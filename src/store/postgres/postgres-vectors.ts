import { createHash, randomUUID } from 'node:crypto';
import { MemchatError } from '../../errors.ts';
import { normalizeUser } from '../../memory/user-id.ts';
import type { VectorCache } from '../port.ts';
import { refuseUnkept } from '../vector-frames.ts';
import type { Database } from './database.ts';
import { maybeTextIn, type Row, textIn } from './driver.ts';
import { sql } from './sql.ts';
import { decodeVector } from './vector-bytes.ts';
import { batchesOf, beginCache, putBatch } from './vector-statements.ts';

/** About as many bytes of vectors are asked for at once; a message has twice as many. */
const PAGE_BYTES = 4 * 1024 * 1024;
/** Vectors of the first page, when nobody knows how long they are. */
const FIRST_PAGE = 100;
const LARGEST_PAGE = 10_000;
/** Tries before giving up on others who clear what is read. */
const MOST_TRIES = 100;

export interface PostgresVectorsOptions {
  database: Database;
  /**
   * False: what is put is let go as if it was kept; what is there from before can be read and
   * cleared. Default true.
   */
  writes?: boolean;
}

/**
 * The vectors on a server, a row for each. A cache that would hold more than 256 MiB is let go, and of
 * more than three models of a user those that were not added to for the longest time.
 */
export class PostgresVectors implements VectorCache {
  readonly #database: Database;
  readonly #writes: boolean;
  /** The marks of the caches that `get` read, by user and model. */
  readonly #marks = new Map<string, Map<string, string>>();

  constructor({ database, writes = true }: PostgresVectorsOptions) {
    this.#database = database;
    this.#writes = writes;
  }

  async get(user: string, model: string): Promise<Map<string, Float32Array>> {
    const id = normalizeUser(user);
    const name = nameOf(model);
    this.#marks.get(id)?.delete(name);
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const found = await this.#read(id, name);
      if (found === 'cleared') continue;
      if (found !== null) {
        const marks = this.#marks.get(id) ?? new Map<string, string>();
        this.#marks.set(id, marks.set(name, found.mark));
        return found.vectors;
      }
      if (!this.#writes) return new Map();
      await this.#database.write(id, beginCache(id, name, randomUUID()));
    }
    throw new MemchatError(
      `The vectors at ${this.#database.place} were not read: other processes kept clearing them. Try again in a moment.`,
      'lock-busy',
    );
  }

  async put(
    user: string,
    model: string,
    vectors: ReadonlyMap<string, Float32Array>,
  ): Promise<'kept' | 'cleared'> {
    const id = normalizeUser(user);
    const name = nameOf(model);
    const mark = this.#marks.get(id)?.get(name);
    refuseUnkept(vectors);
    if (!this.#writes) return 'kept';
    if (mark === undefined) return 'cleared';
    for (const batch of batchesOf(vectors)) {
      const rows = await this.#database.write(id, putBatch(id, name, mark, batch));
      if (rows.length > 0) continue;
      this.#marks.get(id)?.delete(name);
      return 'cleared';
    }
    return 'kept';
  }

  async clear(user: string): Promise<void> {
    const id = normalizeUser(user);
    this.#marks.delete(id);
    await this.#database.write(id, sql`DELETE FROM memchat.vector_caches WHERE user_id = ${id}`);
  }

  /** Null: there is no cache. `cleared`: there was one when it began to be read. */
  async #read(
    user: string,
    model: string,
  ): Promise<{ mark: string; vectors: Map<string, Float32Array> } | 'cleared' | null> {
    const vectors = new Map<string, Float32Array>();
    let mark: string | null = null;
    let last = '';
    for (let page = FIRST_PAGE; ; ) {
      const rows = await this.#page(user, model, last, page);
      const now = rows[0] === undefined ? null : textIn(rows[0], 'mark');
      if (mark !== null && now !== mark) return 'cleared';
      if (now === null) return null;
      mark = now;
      let bytes = 0;
      for (const row of rows) {
        const key = maybeTextIn(row, 'key');
        // A cache of which nothing is left to read is one row without a vector.
        if (key === null || !(row.vector instanceof Uint8Array)) continue;
        vectors.set(key, decodeVector(row.vector));
        bytes += row.vector.length;
        last = key;
      }
      if (rows.length < page || bytes === 0) return { mark, vectors };
      page = Math.max(1, Math.min(LARGEST_PAGE, Math.floor((PAGE_BYTES * rows.length) / bytes)));
    }
  }

  #page(user: string, model: string, last: string, most: number): Promise<Row[]> {
    return this.#database.read(
      user,
      sql`SELECT cache.mark, page.key, page.vector FROM memchat.vector_caches AS cache
        LEFT JOIN LATERAL (
          SELECT key, vector FROM memchat.vectors AS kept
          WHERE kept.user_id = cache.user_id AND kept.model = cache.model AND key > ${last}
          ORDER BY key LIMIT ${most}
        ) AS page ON true
        WHERE cache.user_id = ${user} AND cache.model = ${model}
        ORDER BY page.key`,
    );
  }
}

/** What a model goes by in a key: its own name may be of any length. */
function nameOf(model: string): string {
  return createHash('sha256').update(model).digest('hex').slice(0, 32);
}
