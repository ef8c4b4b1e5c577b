import type { OutputSchema } from '../prompt/structured.ts';
import type { ChatRequest, Model, ModelEvent, Structured, StructuredRequest } from './port.ts';

/** A model that is built when it is first asked: what `build` throws is thrown there. */
export class LateModel implements Model {
  readonly #build: () => Model;
  #model: Model | null = null;

  constructor(build: () => Model) {
    this.#build = build;
  }

  async *stream(request: ChatRequest): AsyncIterable<ModelEvent> {
    yield* this.#built().stream(request);
  }

  async structured<T>(request: StructuredRequest, schema: OutputSchema<T>): Promise<Structured<T>> {
    return this.#built().structured(request, schema);
  }

  #built(): Model {
    this.#model ??= this.#build();
    return this.#model;
  }
}
