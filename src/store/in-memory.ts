import type { Turn } from '../memory/turn.ts';
import type { Memory } from '../memory/types.ts';
import { normalizeUser } from '../memory/user-id.ts';
import { meetHistory } from './adopted.ts';
import { asWritten } from './as-written.ts';
import { exchangeOf } from './exchange.ts';
import { noTranscript } from './failures.ts';
import { appliedBy, PLAIN_COMMIT } from './note.ts';
import { foreignMemory } from './paths.ts';
import { rewrittenTurn } from './pending.ts';
import type {
  Archive,
  CommitNote,
  Exchange,
  Journal,
  PastRevision,
  Store,
  Transcript,
  TranscriptCursor,
  TranscriptReading,
} from './port.ts';

/** Revisions that are kept of each user. */
const KEPT = 64;

/** A store that lives as long as the process and writes nothing: for `--memory off`, and tests. */
export class InMemoryStore implements Store, Archive {
  /** Of each user, the newest revision last. */
  readonly #revisions = new Map<string, PastRevision[]>();

  async read(user: string): Promise<Memory | null> {
    const newest = this.#revisions.get(normalizeUser(user))?.at(-1);
    return newest === undefined ? null : structuredClone(newest.memory);
  }

  async commit(
    user: string,
    memory: Memory,
    note: CommitNote = PLAIN_COMMIT,
  ): Promise<'committed' | 'conflict'> {
    const id = normalizeUser(user);
    if (memory.user.normalize('NFC') !== id) throw foreignMemory();
    const revisions = this.#revisions.get(id) ?? [];
    const newest = revisions.at(-1);
    const { revision } = memory;
    if (revision !== (newest === undefined ? 0 : newest.revision + 1)) return 'conflict';
    const turn = newest === undefined ? null : appliedBy(memory, newest.memory);
    const kept = structuredClone(memory);
    const added = { revision, at: memory.lastSeen, ...note, turn, memory: kept };
    this.#revisions.set(id, [...revisions.slice(1 - KEPT), added]);
    return 'committed';
  }

  async *history(user: string, from = Number.POSITIVE_INFINITY): AsyncIterable<PastRevision> {
    const revisions = this.#revisions.get(normalizeUser(user)) ?? [];
    for (const past of revisions.toReversed()) {
      if (past.revision <= from) yield structuredClone(past);
    }
  }

  async purge(user: string, from: number): Promise<void> {
    const id = normalizeUser(user);
    const revisions = this.#revisions.get(id);
    const newest = revisions?.at(-1);
    if (revisions === undefined || newest === undefined) return;
    const first = Math.min(from, newest.revision);
    this.#revisions.set(
      id,
      revisions.filter(({ revision }) => revision >= first),
    );
  }

  async adoptHistory(
    user: string,
    history: AsyncIterable<PastRevision>,
  ): Promise<'adopted' | 'conflict'> {
    const id = normalizeUser(user);
    const before = this.#revisions.get(id) ?? [];
    const met = await meetHistory(before.at(-1)?.memory ?? null, id, history);
    if (met === null) return 'conflict';
    const all = new Map([...met.newer, met.past].map((past) => [past.revision, past]));
    for await (const past of met.older) all.set(past.revision, past);
    for (const past of before) all.set(past.revision, past);
    if (this.#revisions.get(id)?.at(-1) !== before.at(-1)) return 'conflict';
    const sorted = [...all.values()].sort((a, b) => a.revision - b.revision);
    this.#revisions.set(id, structuredClone(sorted));
    return 'adopted';
  }

  async remove(user: string): Promise<void> {
    this.#revisions.delete(normalizeUser(user));
  }

  async *users(): AsyncIterable<string> {
    yield* [...this.#revisions.keys()].sort();
  }
}

/** A journal for one process: its turns end with it, so there is never one to adopt. */
export class InMemoryJournal implements Journal {
  /** Of each user, by id. */
  readonly #turns = new Map<string, Map<string, Turn>>();

  async save(turn: Turn): Promise<void> {
    const user = normalizeUser(turn.user);
    const turns = this.#turns.get(user) ?? new Map<string, Turn>();
    this.#turns.set(
      user,
      turns.set(turn.id, structuredClone(asWritten(turn, turns.get(turn.id) ?? null))),
    );
  }

  async remove(user: string, id: string): Promise<void> {
    this.#turns.get(normalizeUser(user))?.delete(id);
  }

  async adopt(_user: string): Promise<Turn[]> {
    return [];
  }

  async read(user: string, id: string): Promise<Turn | null> {
    const turn = this.#turns.get(normalizeUser(user))?.get(id);
    return turn === undefined ? null : structuredClone(turn);
  }

  async rewrite(user: string, change: (turn: Turn) => Turn): Promise<number> {
    let changed = 0;
    const turns = this.#turns.get(normalizeUser(user)) ?? new Map<string, Turn>();
    for (const [id, turn] of turns) {
      const given = structuredClone(turn);
      const next = change(given);
      if (next === given) continue;
      turns.set(id, structuredClone(rewrittenTurn(turn, next)));
      changed++;
    }
    return changed;
  }
}

/** A transcript that lives as long as the process. */
export class InMemoryTranscript implements Transcript {
  /** Of each user, by turn, oldest first. */
  readonly #exchanges = new Map<string, Map<string, Exchange>>();
  /** How often those of a user were rewritten: what was read before is then read anew. */
  readonly #rewritings = new Map<string, number>();

  async append(turn: Turn): Promise<void> {
    this.#add(turn.user, [exchangeOf(turn)]);
  }

  async import(user: string, exchanges: readonly Exchange[]): Promise<number> {
    return this.#add(user, exchanges);
  }

  async recent(user: string, limit: number): Promise<Exchange[]> {
    const own = this.#of(user).filter(({ speaker }) => speaker === null);
    return structuredClone(limit > 0 ? own.slice(-limit) : []);
  }

  async read(user: string, from: TranscriptCursor | null): Promise<TranscriptReading> {
    const exchanges = this.#of(user);
    const rewritings = this.#rewritings.get(normalizeUser(user)) ?? 0;
    const cursor = `${rewritings} ${exchanges.length}`;
    const [before, read] = (from ?? '').split(' ').map(Number);
    const isWhole = read === undefined || before !== rewritings || read > exchanges.length;
    return { exchanges: structuredClone(exchanges.slice(isWhole ? 0 : read)), cursor, isWhole };
  }

  async rewrite(user: string, change: (exchange: Exchange) => Exchange | null): Promise<number> {
    const id = normalizeUser(user);
    let changed = 0;
    const kept = new Map<string, Exchange>();
    for (const exchange of this.#of(user)) {
      const given = structuredClone(exchange);
      const next = change(given);
      if (next !== given) changed++;
      if (next !== null) kept.set(exchange.turn, next === given ? exchange : structuredClone(next));
    }
    this.#exchanges.set(id, kept);
    if (changed > 0) this.#rewritings.set(id, (this.#rewritings.get(id) ?? 0) + 1);
    return changed;
  }

  #of(user: string): Exchange[] {
    return [...(this.#exchanges.get(normalizeUser(user))?.values() ?? [])];
  }

  /** Adds what is not there yet; how many that were. */
  #add(user: string, exchanges: readonly Exchange[]): number {
    const id = normalizeUser(user);
    const there = this.#exchanges.get(id) ?? new Map<string, Exchange>();
    const before = there.size;
    for (const exchange of exchanges) {
      if (!there.has(exchange.turn)) there.set(exchange.turn, structuredClone(exchange));
    }
    this.#exchanges.set(id, there);
    return there.size - before;
  }
}

/** The transcript of a user who wants none (`--no-transcript`): what is appended is let go. */
export class NoTranscript implements Transcript {
  async append(_turn: Turn): Promise<void> {}

  async import(_user: string, _exchanges: readonly Exchange[]): Promise<number> {
    throw noTranscript();
  }

  async recent(_user: string, _limit: number): Promise<Exchange[]> {
    return [];
  }

  async read(_user: string, from: TranscriptCursor | null): Promise<TranscriptReading> {
    return { exchanges: [], cursor: '', isWhole: from === null };
  }

  async rewrite(_user: string, _change: (one: Exchange) => Exchange | null): Promise<number> {
    return 0;
  }
}
