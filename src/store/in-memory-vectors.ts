import { normalizeUser } from '../memory/user-id.ts';
import type { VectorCache } from './port.ts';
import { refuseUnkept } from './vector-frames.ts';

/** Vectors that live as long as the process. */
export class InMemoryVectors implements VectorCache {
  /** Of each user and model, since they were last cleared. */
  readonly #users = new Map<string, Map<string, Map<string, Float32Array>>>();

  async get(user: string, model: string): Promise<Map<string, Float32Array>> {
    const id = normalizeUser(user);
    const models = this.#users.get(id) ?? new Map<string, Map<string, Float32Array>>();
    const vectors = models.get(model) ?? new Map<string, Float32Array>();
    this.#users.set(id, models.set(model, vectors));
    return copyOf(vectors);
  }

  async put(
    user: string,
    model: string,
    vectors: ReadonlyMap<string, Float32Array>,
  ): Promise<'kept' | 'cleared'> {
    refuseUnkept(vectors);
    const kept = this.#users.get(normalizeUser(user))?.get(model);
    if (kept === undefined) return 'cleared';
    for (const [key, vector] of copyOf(vectors)) kept.set(key, vector);
    return 'kept';
  }

  async clear(user: string): Promise<void> {
    this.#users.delete(normalizeUser(user));
  }
}

function copyOf(vectors: ReadonlyMap<string, Float32Array>): Map<string, Float32Array> {
  return new Map([...vectors].map(([key, vector]) => [key, vector.slice()]));
}
