import { codeOf, MemchatError } from '../../errors.ts';
import type { Clock } from '../../memory/clock.ts';
import { encodeMemory } from '../../memory/codec.ts';
import type { Memory } from '../../memory/types.ts';
import { normalizeUser } from '../../memory/user-id.ts';
import { Lanes } from '../lanes.ts';
import type { Exclusive } from '../lock.ts';
import { appliedBy, PLAIN_COMMIT } from '../note.ts';
import { foreignMemory } from '../paths.ts';
import type { Archive, CommitNote, Notice, PastRevision, Store } from '../port.ts';
import { adoptHistory } from './adopt-history.ts';
import { type Base, Bases, baseOf } from './bases.ts';
import { commitFirst, commitNext, purgeFrom, type Written } from './commit.ts';
import type { Database } from './database.ts';
import { textIn } from './driver.ts';
import { newestMemory, pastRevisions } from './revisions.ts';
import { type Sql, sql } from './sql.ts';
import { deleteAll } from './tables/all.ts';

export interface PostgresStoreOptions {
  database: Database;
  /** Times of the history. */
  clock: Clock;
  /** Is told what a person should know; the same words only once. */
  onNotice: (notice: Notice) => void;
  /** Default true. false: what would write throws MemchatError `usage`. */
  writes?: boolean;
}

/** Users that are asked for at once. */
const PAGE = 1000;

/**
 * The store on a server that speaks PostgreSQL's protocol: for any number of processes on any number
 * of machines. A commit is one statement, which does nothing unless the revision is the one before.
 * A commit that the server had no time to answer may have been made or not: whoever asked is told so.
 */
export class PostgresStore implements Store, Archive, Exclusive {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #notify: (notice: Notice) => void;
  readonly #writes: boolean;
  readonly #bases = new Bases();
  /** Writers of this process do not race each other. */
  readonly #writers = new Lanes();

  constructor({ database, clock, onNotice, writes = true }: PostgresStoreOptions) {
    this.#database = database;
    this.#clock = clock;
    this.#writes = writes;
    const said = new Set<string>();
    this.#notify = (notice) => {
      if (said.has(notice.message)) return;
      said.add(notice.message);
      onNotice(notice);
    };
  }

  async read(user: string): Promise<Memory | null> {
    const id = normalizeUser(user);
    const found = await newestMemory(this.#database, id, this.#notify);
    if (found === null) return null;
    this.#bases.keep(id, baseOf(found.memory, found.birth, found.due));
    return found.memory;
  }

  async commit(
    user: string,
    memory: Memory,
    note: CommitNote = PLAIN_COMMIT,
  ): Promise<'committed' | 'conflict'> {
    const id = normalizeUser(user);
    if (memory.user.normalize('NFC') !== id) throw foreignMemory();
    this.#refuseIfReadOnly();
    const written = { text: encodeMemory(memory, 0), at: this.#clock(), note };
    if (memory.revision === 0) return this.#send(memory, written, commitFirst(memory, written));
    const base = this.#bases.take(id, memory.revision) ?? (await this.#currentBase(id));
    if (base?.revision !== memory.revision - 1) return 'conflict';
    const turn = appliedBy(memory, base);
    return this.#send(memory, written, commitNext(memory, base, turn, written));
  }

  async *history(user: string, from = Number.MAX_SAFE_INTEGER): AsyncIterable<PastRevision> {
    yield* pastRevisions(this.#database, normalizeUser(user), from);
  }

  async purge(user: string, from: number): Promise<void> {
    const id = normalizeUser(user);
    this.#refuseIfReadOnly();
    this.#bases.drop(id);
    await this.#database.write(id, [
      sql`DELETE FROM memchat.vector_caches WHERE user_id = ${id}`,
      sql`DELETE FROM memchat.revisions WHERE user_id = ${id} AND revision < LEAST(${from},
        (SELECT revision FROM memchat.memories WHERE user_id = ${id}))`,
      sql`UPDATE memchat.memories SET purge_from = NULL WHERE user_id = ${id} AND purge_from <= ${from}`,
    ]);
  }

  async adoptHistory(
    user: string,
    history: AsyncIterable<PastRevision>,
  ): Promise<'adopted' | 'conflict'> {
    const id = normalizeUser(user);
    this.#refuseIfReadOnly();
    return adoptHistory(this.#database, id, history, this.#notify);
  }

  async remove(user: string): Promise<void> {
    const id = normalizeUser(user);
    this.#refuseIfReadOnly();
    const [head] = await this.#database.read(
      id,
      sql`SELECT birth FROM memchat.memories WHERE user_id = ${id}`,
    );
    await this.#database.write(
      id,
      deleteAll(id, head === undefined ? null : textIn(head, 'birth')),
    );
  }

  /** Sorted by the numbers of their characters. */
  async *users(): AsyncIterable<string> {
    for (let last = ''; ; ) {
      const rows = await this.#database.readAll(
        sql`SELECT user_id FROM memchat.memories WHERE user_id > ${last} ORDER BY user_id LIMIT ${PAGE}`,
      );
      for (const row of rows) {
        last = textIn(row, 'user_id');
        yield last;
      }
      if (rows.length < PAGE) return;
    }
  }

  async exclusively<T>(user: string, work: () => Promise<T>): Promise<T> {
    return this.#writers.run(normalizeUser(user), work);
  }

  async #currentBase(user: string): Promise<Base | null> {
    const found = await newestMemory(this.#database, user, this.#notify);
    return found === null ? null : baseOf(found.memory, found.birth, found.due);
  }

  async #send(memory: Memory, written: Written, statement: Sql): Promise<'committed' | 'conflict'> {
    const id = normalizeUser(memory.user);
    try {
      const [head] = await this.#database.write(id, statement, 1);
      if (head === undefined) return 'conflict';
      const due = purgeFrom(memory.revision, written);
      this.#bases.keep(id, baseOf(memory, textIn(head, 'birth'), due));
      return 'committed';
    } catch (error) {
      // The server took it back because of what others did at the same time.
      if (codeOf(error) === 'lock-busy') return 'conflict';
      throw error;
    }
  }

  #refuseIfReadOnly(): void {
    if (this.#writes) return;
    throw new MemchatError(
      `The memory is read-only: nothing at ${this.#database.place} was changed. Start memchat without --memory read-only to change it.`,
      'usage',
    );
  }
}
