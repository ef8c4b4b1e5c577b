import { setTimeout as wait } from 'node:timers/promises';
import type { Pool, QueryResult } from 'pg';
import { placeOf } from './address.ts';
import { openPool, parserOf, type Row } from './driver.ts';
import { failure, kindOf } from './failures.ts';
import { VERSION } from './schema.ts';
import { refuseOtherVersion } from './schema-version.ts';
import { Silence } from './silence.ts';
import { joined, render, Sql, sql } from './sql.ts';

export interface DatabaseOptions {
  /** `postgres://user@host:port/database`, or with `?host=/folder` for a socket. */
  url: string;
  /** Connections at most. Default 10. */
  connections?: number;
  /** Milliseconds to wait for a connection. Default 5,000. */
  connectWithin?: number;
  /** Milliseconds that a statement may take. Default 15,000. */
  answerWithin?: number;
}

/** Tries of a statement that lost to others, and of one that only reads and lost its connection. */
const MOST_TRIES = 10;

/**
 * A server that speaks PostgreSQL's protocol. Each call is one message to it, and one transaction:
 * behind it may stand a pooler that gives a connection to another client after each. The rows that a
 * statement can see are those of the user that it is for: see the policies in `schema.ts`.
 */
export class Database {
  /** Where it is, without a password. */
  readonly place: string;
  readonly #options: DatabaseOptions;
  readonly #silence = new Silence();
  #pool: Promise<Pool> | null = null;
  /** That the tables are those of this memchat. */
  #checked: Promise<void> | null = null;

  constructor(options: DatabaseOptions) {
    this.#options = options;
    this.place = placeOf(options.url);
  }

  /** Runs what changes nothing; once more when the connection was lost. The rows of the last one. */
  async read(user: string, ...statements: readonly Sql[]): Promise<Row[]> {
    await this.#check();
    return this.#run([this.#as(user), ...statements], 'read', MOST_TRIES);
  }

  /**
   * Runs statements that belong together; all of them take effect, or none. The rows of the last one.
   * `tries`: after losing to others so often it gives up. Default 10.
   * @throws MemchatError `lock-busy` then.
   */
  async write(user: string, statement: Sql | readonly Sql[], tries = MOST_TRIES): Promise<Row[]> {
    await this.#check();
    const statements = statement instanceof Sql ? [statement] : statement;
    return this.#run([this.#as(user), ...statements], 'write', tries);
  }

  /** Reads the rows of all users: for operators. */
  async readAll(...statements: readonly Sql[]): Promise<Row[]> {
    await this.#check();
    const scope = sql`SELECT set_config('memchat.scope', 'all', true)`;
    return this.#run([scope, ...statements], 'read', MOST_TRIES);
  }

  /**
   * Reads the rows of all users that hold the words of `query`, a `tsquery`, in the tables that are
   * searched: for operators. Statements find it as `current_setting('memchat.search')::tsquery`.
   */
  async readMatching(query: Sql, ...statements: readonly Sql[]): Promise<Row[]> {
    await this.#check();
    const search = sql`SELECT set_config('memchat.search', (${query})::text, true)`;
    return this.#run([search, ...statements], 'read', MOST_TRIES);
  }

  /** Runs statements as they are, in one transaction: for migrations. */
  async run(...statements: readonly Sql[]): Promise<Row[]> {
    return this.#run(statements, 'write', 1);
  }

  /** Ends the connections; what is asked afterwards opens new ones. */
  async close(): Promise<void> {
    const opened = this.#pool;
    this.#pool = null;
    this.#checked = null;
    const pool = await opened?.catch(() => null);
    await pool?.end();
  }

  /**
   * Tells the policies of the tables whose rows may be seen, and the server to end what takes too
   * long: both for this transaction only.
   */
  #as(user: string): Sql {
    const within = String(this.#options.answerWithin ?? ANSWER_WITHIN);
    return sql`SELECT set_config('memchat.user', ${user}, true), set_config('statement_timeout', ${within}, true)`;
  }

  async #check(): Promise<void> {
    this.#checked ??= this.#run([VERSION], 'read', MOST_TRIES).then(([row]) =>
      refuseOtherVersion(row, this.place),
    );
    const checked = this.#checked;
    try {
      await checked;
    } catch (error) {
      if (this.#checked === checked) this.#checked = null;
      throw error;
    }
  }

  async #run(statements: readonly Sql[], doing: 'read' | 'write', tries: number): Promise<Row[]> {
    for (let tried = 1; ; tried++) {
      let begun = Number.POSITIVE_INFINITY;
      try {
        const pool = await this.#open();
        begun = this.#silence.begin();
        const rows = await send(pool, render(joined(statements, '; ')));
        this.#silence.answered();
        return rows;
      } catch (error) {
        if (this.#silence.failed(begun, error)) throw failure(error, this.place, doing);
        const kind = kindOf(error);
        // A connection may be a stale one, of a server that was started anew: the next one is not.
        const most = kind === 'serialization' ? tries : kind === 'lost' && doing === 'read' ? 2 : 1;
        if (tried >= most) throw failure(error, this.place, doing);
        await wait(Math.random() * Math.min(tried, 4));
      }
    }
  }

  #open(): Promise<Pool> {
    const { url, connections, connectWithin, answerWithin } = this.#options;
    this.#pool ??= openPool(url, {
      connections: connections ?? CONNECTIONS,
      connectWithin: connectWithin ?? CONNECT_WITHIN,
      answerWithin: answerWithin ?? ANSWER_WITHIN,
    });
    return this.#pool;
  }
}

/** Sends one message; the rows of its last statement. */
async function send(pool: Pool, text: string): Promise<Row[]> {
  const client = await pool.connect();
  let isBroken = true;
  try {
    const types = { getTypeParser: parserOf };
    const result: QueryResult<Row> | QueryResult<Row>[] = await client.query<Row>({ text, types });
    isBroken = false;
    const last = Array.isArray(result) ? result.at(-1) : result;
    return last?.rows ?? [];
  } catch (error) {
    isBroken = kindOf(error) === 'lost' || kindOf(error) === 'unknown';
    throw error;
  } finally {
    client.release(isBroken);
  }
}

const ANSWER_WITHIN = 15_000;
const CONNECT_WITHIN = 5000;
const CONNECTIONS = 10;
