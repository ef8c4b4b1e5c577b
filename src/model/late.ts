import type { OutputSchema } from '../prompt/structured.ts';
import type { ChatRequest, Model, ModelEvent, Structured, StructuredRequest } from './port.ts';

/**
 * A model that is built when it is first asked, or warmed: what `build` throws is thrown there, and
 * it is built anew the next time.
 */
export class LateModel implements Model {
  readonly #build: () => Warmed | Promise<Warmed>;
  #model: Promise<Warmed> | null = null;

  constructor(build: () => Warmed | Promise<Warmed>) {
    this.#build = build;
  }

  async warm(): Promise<void> {
    await (await this.#built()).warm?.();
  }

  async *stream(request: ChatRequest): AsyncIterable<ModelEvent> {
    yield* (await this.#built()).stream(request);
  }

  async structured<T>(request: StructuredRequest, schema: OutputSchema<T>): Promise<Structured<T>> {
    return (await this.#built()).structured(request, schema);
  }

  #built(): Promise<Warmed> {
    this.#model ??= this.#begin().catch((error: unknown) => {
      this.#model = null;
      throw error;
    });
    return this.#model;
  }

  async #begin(): Promise<Warmed> {
    return this.#build();
  }
}

/** A model that may load what its first request needs before there is one. */
type Warmed = Model & { warm?(): Promise<void> };
