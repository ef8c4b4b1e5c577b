import type { Passage } from '../../memory/turn.ts';
import { normalizeUser } from '../../memory/user-id.ts';
import { decodeInput, encodeInput, isTooLong } from '../input-line.ts';
import type { Inputs } from '../port.ts';
import type { Database } from './database.ts';
import { numberIn, textIn } from './driver.ts';
import { Json, type Sql, sql } from './sql.ts';

/** Entries that are asked for at once; each has a few thousand characters at most. */
const PAGE = 500;
/** Entries of a user that are kept: twice as many as a prompt goes back to. */
const MOST_ENTRIES = 20_000;
/** About so many entries are added until the oldest are deleted. */
const PRUNED_EVERY = 256;

interface Entry {
  number: number;
  /** Null for one that cannot be read. */
  passages: Passage[] | null;
}

/** What was entered, on a server: a row for each entry. */
export class PostgresInputs implements Inputs {
  readonly #database: Database;
  readonly #appends: boolean;

  /** `appends` false: nothing is added; what is there from before can be read and forgotten. */
  constructor({ database, appends }: { database: Database; appends: boolean }) {
    this.#database = database;
    this.#appends = appends;
  }

  async append(user: string, entry: readonly Passage[]): Promise<void> {
    if (!this.#appends || isTooLong(entry)) return;
    const id = normalizeUser(user);
    await this.#database.write(
      id,
      sql`WITH added AS (
        INSERT INTO memchat.inputs (user_id, entry) VALUES (${id}, ${new Json(encodeInput(entry))})
        RETURNING number
      )
      DELETE FROM memchat.inputs USING added
      WHERE user_id = ${id} AND added.number % ${PRUNED_EVERY} = 0 AND inputs.number <= (
        SELECT number FROM memchat.inputs WHERE user_id = ${id}
        ORDER BY number DESC OFFSET ${MOST_ENTRIES} LIMIT 1
      )`,
    );
  }

  async recent(user: string, limit: number): Promise<Passage[][]> {
    const recent: Passage[][] = [];
    for await (const { passages } of this.#newest(normalizeUser(user), limit)) {
      if (passages !== null) recent.push(passages);
    }
    return recent.reverse();
  }

  async retain(
    user: string,
    keep: (entry: readonly Passage[], age: number) => boolean,
  ): Promise<number> {
    const id = normalizeUser(user);
    const leaving: string[] = [];
    let gone = 0;
    let age = 0;
    for await (const { number, passages } of this.#newest(id, Number.POSITIVE_INFINITY)) {
      const isKept = passages !== null && keep(passages, age);
      age += 1;
      if (isKept) continue;
      leaving.push(String(number));
      if (passages !== null) gone += 1;
    }
    if (leaving.length > 0) await this.#database.write(id, deleteEntries(id, leaving));
    return gone;
  }

  /** The newest entries, the newest first. */
  async *#newest(user: string, limit: number): AsyncGenerator<Entry> {
    let left = limit;
    for (let before = Number.MAX_SAFE_INTEGER; left > 0; ) {
      const rows = await this.#database.read(
        user,
        sql`SELECT number, entry FROM memchat.inputs
          WHERE user_id = ${user} AND number < ${before}
          ORDER BY number DESC LIMIT ${Math.min(left, PAGE)}`,
      );
      for (const row of rows) {
        before = numberIn(row, 'number');
        yield { number: before, passages: decodeInput(textIn(row, 'entry')) };
      }
      if (rows.length < PAGE) return;
      left -= rows.length;
    }
  }
}

function deleteEntries(user: string, numbers: readonly string[]): Sql {
  return sql`DELETE FROM memchat.inputs
    WHERE user_id = ${user} AND number = ANY (${numbers}::bigint[])`;
}
