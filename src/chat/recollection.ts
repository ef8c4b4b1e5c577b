import { setImmediate as breathe } from 'node:timers/promises';
import type { Fact, Memory } from '../memory/types.ts';
import { fuse } from '../recall/fuse.ts';
import { RecallIndex, type RecallResult } from '../recall/index.ts';
import { type DateRange, timeRanges } from '../recall/time.ts';
import type { TranscriptCursor } from '../store/port.ts';
import type { Ports } from './ports.ts';
import {
  documentOf,
  documentOfFact,
  keyOf,
  type Passage,
  passagesOf,
  type Recalled,
} from './recalled.ts';
import type { Semantic, SemanticDocument } from './semantic-port.ts';
import { untilDone } from './until-done.ts';

export interface FindOptions {
  limit: number;
  /** ISO 8601, for "last March". */
  now: string;
  /** As in `SearchOptions`. */
  ranges?: readonly DateRange[];
  /** How long to wait, in ms, until what is new has a meaning as well. Default 0: it is found the next time. */
  patienceMs?: number;
}

/** Something that was found, and by what. */
export interface Found {
  recalled: Recalled;
  /** What the words alone have scored; 0 when only the meaning is near. */
  lexical: number;
  /** The cosine of meanings; null without a second ranker. */
  semantic: number | null;
}

/** Exchanges that are indexed before others have their turn. */
const AT_ONCE = 500;

/**
 * What a score counts: a fact says what it says in one sentence, a reply mostly repeats what the user
 * or a fact has said, and what the user has asked before is no answer.
 */
const COUNTS = { fact: 1.3, reply: 0.8, question: 0.6 } as const;

/** A fact's id among the keys of passages. */
const FACT = 'fact:';

/**
 * What can be recalled of one user: the facts of the memory, past ones as well, and the transcript.
 * Indexed when it is first searched, once a process; from then on only what is new is read.
 */
export class Recollection {
  readonly #ports: Pick<Ports, 'transcript'>;
  readonly #user: string;
  readonly #semantic: Semantic | null;
  readonly #onUnread: ((error: unknown) => void) | null;
  #turns = new RecallIndex();
  #passages = new Map<string, Passage>();
  #cursor: TranscriptCursor | null = null;
  /** Of the exchange that was read last. */
  #session = '';
  readonly #facts = new RecallIndex();
  readonly #factById = new Map<string, Fact>();
  /** Of the memory whose facts these are. */
  #forgottenAt: string | undefined;
  #reading: Promise<void> = Promise.resolve();
  /** The newest of what goes on in the background, where one comes after the other. */
  #learning: Promise<void> = Promise.resolve();

  private constructor(
    ports: Pick<Ports, 'transcript'>,
    user: string,
    semantic: Semantic | null,
    onUnread: ((error: unknown) => void) | null,
  ) {
    this.#ports = ports;
    this.#user = user;
    this.#semantic = semantic;
    this.#onUnread = onUnread;
  }

  /**
   * Nothing is read before it is needed. `onUnread` is told of a transcript that cannot be read: then a
   * search finds facts alone, and does not throw.
   */
  static async open(
    ports: Pick<Ports, 'transcript' | 'semantic'>,
    user: string,
    onUnread: ((error: unknown) => void) | null = null,
  ): Promise<Recollection> {
    return new Recollection(ports, user, (await ports.semantic?.(user)) ?? null, onUnread);
  }

  /** Stops what goes on in the background. */
  async close(): Promise<void> {
    await this.#semantic?.close();
  }

  /**
   * Takes in what the transcript got since the last time. Others have their turn meanwhile.
   * @throws MemchatError as `Transcript.read`.
   */
  refresh(): Promise<void> {
    const reading = this.#reading.then(() => this.#readOn());
    this.#reading = reading.catch(() => undefined);
    return reading;
  }

  /** How many passages of conversation there are, as far as was read. */
  get passages(): number {
    return this.#passages.size;
  }

  /**
   * What bears on the query, best first, in the memory as given and in the transcript as it is now.
   * @throws MemchatError as `refresh`.
   */
  async find(
    memory: Memory,
    query: string,
    { limit, now, ranges = [], patienceMs = 0 }: FindOptions,
  ): Promise<Found[]> {
    await this.#readOrLetGo();
    this.#takeFacts(memory);
    if (patienceMs > 0) await untilDone(this.#learning, patienceMs, undefined);
    const lexical = this.#byWords(query, { limit, now, ranges });
    const semantic = (await this.#semantic?.search(query, limit)) ?? null;
    if (semantic === null) {
      return lexical.slice(0, limit).flatMap((hit) => this.#found(hit, hit.score, null));
    }
    const words = new Map(lexical.map(({ id, score }) => [id, score]));
    const meanings = new Map(semantic.map(({ id, score }) => [id, score]));
    return fuse([lexical, semantic], { limit }).flatMap((hit) =>
      this.#found(hit, words.get(hit.id) ?? 0, meanings.get(hit.id) ?? 0),
    );
  }

  async #readOrLetGo(): Promise<void> {
    try {
      await this.refresh();
    } catch (error) {
      if (this.#onUnread === null) throw error;
      this.#onUnread(error);
      // What was read before may have been forgotten since.
      for (const key of this.#passages.keys()) this.#semantic?.remove(key);
      this.#turns = new RecallIndex();
      this.#passages = new Map();
      this.#cursor = null;
    }
  }

  #byWords(
    query: string,
    { limit, now, ranges = [] }: Omit<FindOptions, 'patienceMs'>,
  ): RecallResult[] {
    const within = [...timeRanges(query, now), ...ranges];
    const facts = this.#facts.searchWithin(query, within, limit).map(({ id, score }) => ({
      id: FACT + id,
      score: score * COUNTS.fact,
    }));
    const turns = this.#turns.searchWithin(query, within, 2 * limit);
    const weighed = turns.map(({ id, score }) => ({ id, score: score * this.#countOf(id) }));
    return [...facts, ...weighed].sort((a, b) => b.score - a.score);
  }

  #countOf(key: string): number {
    const { speaker, text } = this.#passages.get(key) ?? {};
    if (speaker === 'reply') return COUNTS.reply;
    return speaker === 'user' && /[?？]$/u.test(text?.trimEnd() ?? '') ? COUNTS.question : 1;
  }

  #found({ id, score }: RecallResult, lexical: number, semantic: number | null): Found[] {
    const fact = id.startsWith(FACT) ? this.#factById.get(id.slice(FACT.length)) : undefined;
    if (fact !== undefined) {
      const { id: name, text, validFrom } = fact;
      const recalled: Recalled = { kind: 'fact', id: name, text, date: validFrom, score, fact };
      return [{ recalled, lexical, semantic }];
    }
    const passage = this.#passages.get(id);
    return passage === undefined ? [] : [{ recalled: { ...passage, score }, lexical, semantic }];
  }

  async #readOn(): Promise<void> {
    const { exchanges, cursor, isWhole } = await this.#ports.transcript.read(
      this.#user,
      this.#cursor,
    );
    const turns = isWhole ? new RecallIndex() : this.#turns;
    const passages = isWhole ? new Map<string, Passage>() : this.#passages;
    const fresh: SemanticDocument[] = [];
    for (const [index, exchange] of exchanges.entries()) {
      // One string for all turns of a session, which each line of a file brings anew.
      if (exchange.session !== this.#session) this.#session = exchange.session;
      for (const passage of passagesOf({ ...exchange, session: this.#session })) {
        const key = keyOf(passage);
        turns.add(documentOf(passage));
        passages.set(key, passage);
        if (this.#semantic !== null) fresh.push({ id: key, text: passage.text });
      }
      if (index % AT_ONCE === AT_ONCE - 1) await breathe();
    }
    if (isWhole) for (const key of this.#passages.keys()) this.#semantic?.remove(key);
    this.#turns = turns;
    this.#passages = passages;
    this.#cursor = cursor;
    this.#learn(fresh.reverse());
  }

  #takeFacts({ keyFacts, retired, forgottenAt }: Memory): void {
    // Who forgets clears the vectors of all: they are asked for anew.
    if (forgottenAt !== this.#forgottenAt) this.#factById.clear();
    this.#forgottenAt = forgottenAt;
    const now = new Map([...retired, ...keyFacts].map((fact) => [fact.id, fact]));
    for (const id of this.#factById.keys()) {
      if (now.has(id)) continue;
      this.#facts.remove(id);
      this.#factById.delete(id);
      this.#semantic?.remove(FACT + id);
    }
    const fresh: SemanticDocument[] = [];
    for (const [id, fact] of now) {
      const known = this.#factById.get(id);
      this.#factById.set(id, fact);
      if (known !== undefined && isIndexedAs(known, fact)) continue;
      this.#facts.add(documentOfFact(fact));
      fresh.push({ id: FACT + id, text: fact.text });
    }
    this.#learn(fresh.reverse());
  }

  /** In the background: nobody waits for a meaning. */
  #learn(documents: readonly SemanticDocument[]): void {
    if (documents.length === 0 || this.#semantic === null) return;
    this.#learning = this.#semantic.sync(documents);
  }
}

function isIndexedAs(a: Fact, b: Fact): boolean {
  return (
    a.text === b.text && a.tag === b.tag && a.validFrom === b.validFrom && a.validTo === b.validTo
  );
}
