import { setImmediate as breathe } from 'node:timers/promises';
import type { MemchatError } from '../errors.ts';
import type { Clock } from '../memory/clock.ts';
import type { Embedder } from '../model/embedder.ts';
import type { Ranked } from '../recall/fuse.ts';
import { hasDirection, VectorIndex } from '../recall/vectors.ts';
import type { VectorCache } from '../store/port.ts';
import { embedWithin } from './embed-within.ts';
import { KeptVectors } from './kept-vectors.ts';
import { Remission } from './remission.ts';
import { textKey } from './text-key.ts';

/** Texts that one sync embeds; the others wait for the next one. */
const MOST_NEW = 2000;
/** Texts that are embedded, and kept, at a time. */
const BATCH = 64;
/** Numbers that are held in memory, of four bytes each: 100,000 vectors of 400. */
const MOST_NUMBERS = 40_000_000;
/** Documents that are looked at before others have their turn. */
const AT_ONCE = 500;

/** Something to be found by its meaning. */
export interface SemanticDocument {
  id: string;
  /** As it may be sent to the embedder: redacted. A blank one is never found. */
  text: string;
}

export interface SemanticOptions {
  user: string;
  embedder: Embedder;
  vectors: VectorCache;
  clock: Clock;
  /** Is given one failure of the embedder, and one of the cache; later ones are not told. */
  onProblem: (problem: MemchatError) => void;
  /** The longest that a search waits for the embedder, in ms. Default 2,000. */
  patienceMs?: number | undefined;
}

interface Known {
  text: string;
  key: string;
}

/**
 * The second ranker of recall: documents of one user by the nearness of their meaning. Everything
 * that is asked of the embedder is redacted by the caller before. A failure is told once; then the
 * embedder is left alone for five minutes, and recall goes by words alone.
 */
export class SemanticIndex {
  readonly #options: SemanticOptions;
  readonly #remission: Remission;
  readonly #kept: KeptVectors;
  readonly #stop = new AbortController();
  #index = new VectorIndex();
  /** Everything that is to be found, by id. */
  readonly #known = new Map<string, Known>();
  /** Of them what has no vector yet, newest first. */
  #waiting = new Map<string, Known>();
  /** Vectors of the cache that no document has asked for; null before it was read. */
  #cached: Map<string, Float32Array> | null = null;
  /** Counts how often everything was taken out. */
  #epoch = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(options: SemanticOptions) {
    const { user, embedder, vectors, clock, onProblem } = options;
    this.#options = options;
    this.#remission = new Remission(clock, onProblem);
    this.#kept = new KeptVectors(vectors, { user, model: embedder.id }, onProblem);
  }

  /**
   * Adds documents, newest first, or replaces those whose text has changed; those that are known cost
   * little, so it may be given all of them again, and after others have cleared the cache it must be.
   * At most 2,000 new texts are embedded at a time. Resolves when that is done, in the background:
   * nobody needs to wait. The documents are read after the cache, so that a generator gives none
   * that was forgotten before. Rejects with nothing but what `documents` throws.
   */
  sync(documents: Iterable<SemanticDocument>): Promise<void> {
    const work = this.#work.then(() => this.#sync(documents));
    this.#work = work.catch(() => undefined);
    return work;
  }

  /**
   * The documents nearest to the query by cosine, best first; null when recall has to do without:
   * nothing is embedded yet, the embedder fails or has failed, or it takes too long. Never rejects.
   */
  async search(query: string, limit: number): Promise<Ranked[] | null> {
    if (this.#index.size === 0 || query.trim() === '') return null;
    if (this.#stop.signal.aborted || this.#remission.isResting('search')) return null;
    const { embedder, patienceMs = 2000 } = this.#options;
    const answer = await embedWithin(embedder, query, patienceMs, this.#stop.signal);
    if (answer instanceof Error) {
      if (!this.#stop.signal.aborted) this.#remission.failed(answer, 'search');
      return null;
    }
    if (!hasDirection(answer)) return null;
    // Meanwhile everything may have been cleared, or another model may answer under the same name.
    if (answer.length !== this.#index.dimension) return null;
    return this.#index.search(answer, limit);
  }

  /** Takes a document out. Not an error when it is not there. */
  remove(id: string): void {
    this.#known.delete(id);
    this.#waiting.delete(id);
    this.#index.remove(id);
  }

  /**
   * Takes everything out, and clears the cache: something is forgotten.
   * @throws MemchatError `store-unwritable`.
   */
  async clear(): Promise<void> {
    this.#reset();
    await this.#kept.clear();
  }

  /** Stops what goes on in the background; resolves when it has ended. Nothing is found any more. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#work;
  }

  #reset(): void {
    this.#epoch += 1;
    this.#index = new VectorIndex();
    this.#known.clear();
    this.#waiting = new Map();
    this.#cached = null;
  }

  async #sync(documents: Iterable<SemanticDocument>): Promise<void> {
    if (this.#stop.signal.aborted) return;
    const epoch = this.#epoch;
    const cached = this.#cached ?? (await this.#kept.read());
    if (epoch !== this.#epoch) return;
    this.#cached = cached;
    await this.#take(documents, cached);
    for (let left = MOST_NEW; left > 0; left -= BATCH) {
      if (this.#stop.signal.aborted || this.#remission.isResting('sync')) return;
      if (!(await this.#embedNext(Math.min(left, BATCH)))) return;
    }
  }

  async #take(
    documents: Iterable<SemanticDocument>,
    cached: Map<string, Float32Array>,
  ): Promise<void> {
    const epoch = this.#epoch;
    const fresh = new Map<string, Known>();
    const used = new Set<string>();
    let looked = 0;
    try {
      for (const { id, text } of documents) {
        if (++looked % AT_ONCE === 0) await breathe();
        // What else there is may be what was forgotten.
        if (epoch !== this.#epoch) return;
        if (this.#known.get(id)?.text === text || text.trim() === '') continue;
        this.remove(id);
        const known = { text, key: textKey(text) };
        this.#known.set(id, known);
        const vector = cached.get(known.key);
        if (vector !== undefined && this.#add(id, vector)) used.add(known.key);
        else fresh.set(id, known);
      }
    } finally {
      if (epoch === this.#epoch) this.#waiting = new Map([...fresh, ...this.#waiting]);
    }
    // They would be held twice: the index has a copy.
    for (const key of used) cached.delete(key);
  }

  /** Embeds the next documents that wait; false when there is nothing more to do now. */
  async #embedNext(count: number): Promise<boolean> {
    const batch: [string, Known][] = [];
    for (const entry of this.#waiting) if (batch.push(entry) === count) break;
    if (batch.length === 0 || this.#isFull()) return false;
    const texts = new Map(batch.map(([, { key, text }]) => [key, text]));
    let vectors: Float32Array[];
    try {
      const { embedder } = this.#options;
      vectors = await embedder.embed([...texts.values()], this.#stop.signal);
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#remission.failed(error, 'sync');
      return false;
    }
    const made = new Map([...texts.keys()].map((key, at) => [key, vectors[at] ?? NONE]));
    const put = new Map<string, Float32Array>();
    for (const [id, known] of batch) {
      // What was removed or changed meanwhile is not kept.
      if (this.#waiting.get(id) !== known) continue;
      this.#waiting.delete(id);
      const vector = made.get(known.key) ?? NONE;
      if (vector.length === 0) continue;
      put.set(known.key, vector);
      if (hasDirection(vector) && !this.#add(id, vector)) {
        // The model behind this name has changed: its vectors go, and the next sync begins anew.
        this.#reset();
        await this.#kept.drop();
        return false;
      }
    }
    if ((await this.#kept.add(put)) === 'kept') return true;
    // Another process has forgotten something, and nobody knows whether it is among these.
    this.#reset();
    return false;
  }

  /** False for a vector that does not fit the others. */
  #add(id: string, vector: Float32Array): boolean {
    const { dimension } = this.#index;
    if (dimension !== null && vector.length !== dimension) return false;
    if (hasDirection(vector) && !this.#isFull()) this.#index.add(id, vector);
    return true;
  }

  #isFull(): boolean {
    const { size, dimension } = this.#index;
    return (size + 1) * (dimension ?? 0) > MOST_NUMBERS;
  }
}

const NONE = new Float32Array(0);
