import type { Clock } from '../../memory/clock.ts';
import { normalizeUser } from '../../memory/user-id.ts';
import { InMemoryLedger } from '../in-memory-ledger.ts';
import type { Ledger, Spending } from '../ledger.ts';
import { decodeLine, encodeLine } from '../ledger-lines.ts';
import { compactLedger } from './compact-ledger.ts';
import type { Database } from './database.ts';
import { numberIn, textIn } from './driver.ts';
import { Json, sql } from './sql.ts';

/** One of so many requests makes the ledger of its user shorter. */
const STEP = 512;
/** Spendings that are asked for at once. */
const PAGE = 5000;

export interface PostgresLedgerOptions {
  database: Database;
  clock: Clock;
  /** false: what is recorded is known to this process only. Default true. */
  writes?: boolean;
}

/** The ledger on a server, a row for each request. */
export class PostgresLedger implements Ledger {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #writes: boolean;
  readonly #unwritten = new InMemoryLedger();

  constructor({ database, clock, writes = true }: PostgresLedgerOptions) {
    this.#database = database;
    this.#clock = clock;
    this.#writes = writes;
  }

  /** Else kept of a user are a memory, a transcript, or a turn that is not in the memory yet. */
  async record(user: string, spending: Spending): Promise<void> {
    if (!this.#writes) return this.#unwritten.record(user, spending);
    const id = normalizeUser(user);
    const at = new Date(Date.parse(spending.at)).toISOString();
    const line = new Json(encodeLine({ ...spending, id: null }));
    // Locked, so that who deletes the user waits for this row, and deletes it as well.
    const [row] = await this.#database.write(
      id,
      sql`WITH kept AS (
        SELECT 1 FROM memchat.memories WHERE user_id = ${id} FOR KEY SHARE
      ), said AS (
        SELECT 1 FROM memchat.transcripts WHERE user_id = ${id} FOR KEY SHARE
      ), waiting AS (
        SELECT 1 FROM memchat.pending WHERE user_id = ${id} LIMIT 1 FOR KEY SHARE
      )
      INSERT INTO memchat.spendings (user_id, at, spending)
      SELECT ${id}, ${at}::timestamptz, ${line}
      WHERE EXISTS (TABLE kept) OR EXISTS (TABLE said) OR EXISTS (TABLE waiting)
      RETURNING number`,
    );
    if (row === undefined || numberIn(row, 'number') % STEP !== 0) return;
    await this.#database.write(id, compactLedger(id, this.#clock()));
  }

  async read(user: string): Promise<Spending[]> {
    const id = normalizeUser(user);
    const spendings: Spending[] = [];
    let last = { at: '-infinity', number: 0 };
    for (;;) {
      const rows = await this.#database.read(
        id,
        sql`SELECT at, number, spending FROM memchat.spendings
          WHERE user_id = ${id} AND (at, number) > (${last.at}::timestamptz, ${last.number})
          ORDER BY at, number LIMIT ${PAGE}`,
      );
      for (const row of rows) {
        last = { at: textIn(row, 'at'), number: numberIn(row, 'number') };
        const line = decodeLine(textIn(row, 'spending'));
        if (line === null) continue;
        const { id: _, ...spending } = line;
        spendings.push(spending);
      }
      if (rows.length < PAGE) break;
    }
    return [...spendings, ...(await this.#unwritten.read(user))];
  }
}
