import type { Turn } from '../../memory/turn.ts';
import { normalizeUser } from '../../memory/user-id.ts';
import { exchangeOf } from '../exchange.ts';
import { noTranscript } from '../failures.ts';
import type { Exchange, Transcript, TranscriptCursor, TranscriptReading } from '../port.ts';
import type { Database } from './database.ts';
import { numberIn } from './driver.ts';
import { readExchanges, recentExchanges } from './exchange-pages.ts';
import { rewriteExchanges } from './exchange-rewrite.ts';
import { addExchanges } from './exchange-rows.ts';

/** Utterances that are imported at once, and about so many characters. */
const BATCH = 500;
const BATCH_CHARACTERS = 512 * 1024;

/** The transcript on a server: a row for each exchange. */
export class PostgresTranscript implements Transcript {
  readonly #database: Database;
  readonly #appends: boolean;

  /** `appends` false: nothing is added; what is there from before can be read and forgotten. */
  constructor({ database, appends }: { database: Database; appends: boolean }) {
    this.#database = database;
    this.#appends = appends;
  }

  async append(turn: Turn): Promise<void> {
    if (this.#appends) await this.#add(normalizeUser(turn.user), [exchangeOf(turn)]);
  }

  async import(user: string, exchanges: readonly Exchange[]): Promise<number> {
    if (!this.#appends) throw noTranscript();
    const id = normalizeUser(user);
    let added = 0;
    for (const batch of batchesOf(exchanges)) added += await this.#add(id, batch);
    return added;
  }

  async recent(user: string, limit: number): Promise<Exchange[]> {
    return recentExchanges(this.#database, normalizeUser(user), limit);
  }

  async read(user: string, from: TranscriptCursor | null): Promise<TranscriptReading> {
    return readExchanges(this.#database, normalizeUser(user), from);
  }

  async rewrite(user: string, change: (exchange: Exchange) => Exchange | null): Promise<number> {
    return rewriteExchanges(this.#database, normalizeUser(user), change);
  }

  async #add(user: string, exchanges: readonly Exchange[]): Promise<number> {
    const [row] = await this.#database.write(user, addExchanges(user, exchanges));
    return row === undefined ? 0 : numberIn(row, 'count');
  }
}

/** Of each turn the first, in pieces of a bounded size. */
function* batchesOf(exchanges: readonly Exchange[]): Generator<Exchange[]> {
  const known = new Set<string>();
  let batch: Exchange[] = [];
  let characters = 0;
  for (const exchange of exchanges) {
    if (known.has(exchange.turn)) continue;
    known.add(exchange.turn);
    batch.push(exchange);
    characters += exchange.user.length + (exchange.reply?.length ?? 0);
    if (batch.length < BATCH && characters < BATCH_CHARACTERS) continue;
    yield batch;
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) yield batch;
}
