import { MemchatError } from '../../errors.ts';
import type { Clock } from '../../memory/clock.ts';
import { endTurn, type Turn } from '../../memory/turn.ts';
import { normalizeUser } from '../../memory/user-id.ts';
import { isGone, type Owner, processSpace } from '../owner.ts';
import { isTurnId } from '../pending.ts';
import type { Journal, Notice } from '../port.ts';
import type { Database } from './database.ts';
import { numberIn, textIn } from './driver.ts';
import { rewriteTurns } from './pending-rewrite.ts';
import {
  type DistantOwner,
  distantOwnerIn,
  PAGE,
  type PendingRow,
  pendingRows,
} from './pending-rows.ts';
import { type PendingChange, saveTurn, writeTurns } from './pending-write.ts';
import { sql } from './sql.ts';

export interface PostgresJournalOptions {
  database: Database;
  /** This process: `currentOwner()`. */
  owner: Owner;
  /** As for the other journals; ages are measured by the server's, which is the same for all. */
  clock: Clock;
  onNotice: (notice: Notice) => void;
  /**
   * Milliseconds after which a turn counts as left behind that a process elsewhere wrote last, by
   * the clock of the server. Default 15 minutes, where the journal in files waits for a day: a
   * machine comes back to its folder, but a container under its name never does, and a reply takes
   * minutes at most. Where the owner lives after all no harm is done: a turn is applied once.
   */
  patience?: number;
}

const PATIENCE = 15 * 60 * 1000;

/** The journal on a server: a row for each turn, with the process that owns it. */
export class PostgresJournal implements Journal {
  readonly #options: PostgresJournalOptions;
  readonly #owner: DistantOwner;
  /** Turns of which a person knows that they cannot be read. */
  readonly #told = new Set<string>();

  constructor(options: PostgresJournalOptions) {
    this.#options = options;
    this.#owner = { ...options.owner, space: processSpace() };
  }

  async save(turn: Turn): Promise<void> {
    if (!isTurnId(turn.id)) throw new MemchatError('A turn has an id that is not valid.', 'usage');
    const user = normalizeUser(turn.user);
    await this.#database.write(user, saveTurn(user, turn, this.#owner));
  }

  async remove(user: string, id: string): Promise<void> {
    const of = normalizeUser(user);
    await this.#database.write(
      of,
      sql`DELETE FROM memchat.pending WHERE user_id = ${of} AND turn_id = ${id}`,
    );
  }

  async read(user: string, id: string): Promise<Turn | null> {
    const [row] = await pendingRows(this.#database, normalizeUser(user), [id]);
    return row?.turn ?? null;
  }

  async rewrite(user: string, change: (turn: Turn) => Turn): Promise<number> {
    return rewriteTurns(this.#database, normalizeUser(user), change);
  }

  async adopt(user: string): Promise<Turn[]> {
    const of = normalizeUser(user);
    const left = await this.#leftBehind(of);
    const turns: Turn[] = [];
    try {
      for (let from = 0; from < left.length; from += PAGE) {
        turns.push(...(await this.#claim(of, left.slice(from, from + PAGE))));
      }
    } catch (error) {
      // The turns that were claimed are this process's now: the others must not cost them.
      if (turns.length === 0) throw error;
      this.#tell(
        `Some turns of an earlier session are not remembered yet: ${error instanceof Error ? error.message : String(error)}`,
        'leftover',
      );
    }
    return turns.sort((a, b) => compareText(a.at, b.at) || compareText(a.id, b.id));
  }

  get #database(): Database {
    return this.#options.database;
  }

  /** The turns whose owner is gone, and the versions that say so. */
  async #leftBehind(user: string): Promise<Left[]> {
    const rows = await this.#database.read(
      user,
      sql`SELECT turn_id, version, owner, (extract(epoch FROM now() - touched_at) * 1000)::float8 AS age
        FROM memchat.pending WHERE user_id = ${user} ORDER BY turn_id`,
    );
    return rows.flatMap((row) => {
      const id = textIn(row, 'turn_id');
      const owner = distantOwnerIn(textIn(row, 'owner'));
      return this.#isGone(owner, numberIn(row, 'age'))
        ? [{ id, version: textIn(row, 'version') }]
        : [];
    });
  }

  /**
   * Only where the numbers of processes are the same ones may one be looked for: two containers may
   * have one name for their host, and a process 1 each. `owner` null: it cannot be read.
   */
  #isGone(owner: DistantOwner | null, age: number): boolean {
    const { patience = PATIENCE } = this.#options;
    if (owner === null || owner.space !== this.#owner.space) return age > patience;
    return isGone(owner, age, patience);
  }

  /** Those of the turns that nobody else was faster with; their rows name us as the owner then. */
  async #claim(user: string, left: readonly Left[]): Promise<Turn[]> {
    const versions = new Map(left.map(({ id, version }) => [id, version]));
    const wanted: (PendingChange & { turn: Turn })[] = [];
    for (const row of await pendingRows(this.#database, user, [...versions.keys()])) {
      const { id, version, turn } = row;
      // Written since: its owner is another one now, or lives.
      if (version !== versions.get(id)) continue;
      if (turn === null) this.#tellUnreadable(user, id);
      else wanted.push({ id, version, turn: endTurn(turn, 'interrupted', turn.reply) });
    }
    if (wanted.length === 0) return [];
    const rows = await this.#database.write(user, writeTurns(user, wanted, this.#owner));
    const claimed = new Set(rows.map((row) => textIn(row, 'turn_id')));
    return wanted.flatMap(({ id, turn }) => (claimed.has(id) ? [turn] : []));
  }

  #tellUnreadable(user: string, id: string): void {
    const key = `${user} ${id}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#tell(
      `A turn that was not remembered yet cannot be read. It stays as it is: turn ${id} in memchat.pending at ${this.#database.place}.`,
      'quarantined',
    );
  }

  #tell(message: string, code: Notice['code']): void {
    this.#options.onNotice({ code, message });
  }
}

/** A turn that is left behind, as its row was when that was seen. */
type Left = Pick<PendingRow, 'id' | 'version'>;

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
