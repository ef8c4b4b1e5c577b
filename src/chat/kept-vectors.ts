import { MemchatError } from '../errors.ts';
import type { VectorCache } from '../store/port.ts';

/**
 * A cache of one user's vectors of one model that may fail: that is told once, and costs no more than
 * that texts are embedded again.
 */
export class KeptVectors {
  readonly #cache: VectorCache;
  readonly #user: string;
  readonly #model: string;
  readonly #onProblem: (problem: MemchatError) => void;
  #isTold = false;
  /** What could not be read is not added to. */
  #isReadable = false;

  constructor(
    cache: VectorCache,
    about: { user: string; model: string },
    onProblem: (problem: MemchatError) => void,
  ) {
    this.#cache = cache;
    this.#user = about.user;
    this.#model = about.model;
    this.#onProblem = onProblem;
  }

  /** What is kept; nothing when that cannot be read. Never rejects. */
  async read(): Promise<Map<string, Float32Array>> {
    const vectors = await this.#told(this.#cache.get(this.#user, this.#model));
    this.#isReadable = vectors !== null;
    return vectors ?? new Map();
  }

  /** `cleared` as `VectorCache.put` says; a failure counts as kept. Never rejects. */
  async add(vectors: ReadonlyMap<string, Float32Array>): Promise<'kept' | 'cleared'> {
    if (!this.#isReadable || vectors.size === 0) return 'kept';
    return (await this.#told(this.#cache.put(this.#user, this.#model, vectors))) ?? 'kept';
  }

  /** @throws MemchatError `store-unwritable`. */
  async clear(): Promise<void> {
    await this.#cache.clear(this.#user);
  }

  /** As `clear`, where the vectors are only of no use any more. Never rejects. */
  async drop(): Promise<void> {
    await this.#told(this.clear());
  }

  async #told<T>(asked: Promise<T>): Promise<T | null> {
    try {
      return await asked;
    } catch (error) {
      const problem = error instanceof Error ? error : new Error(String(error));
      const code = problem instanceof MemchatError ? problem.code : 'other';
      const message = `Vectors for recall are not kept. ${problem.message}`;
      if (!this.#isTold) this.#onProblem(new MemchatError(message, code, problem));
      this.#isTold = true;
      return null;
    }
  }
}
