import type {
  ChatRequest,
  Model,
  ModelEvent,
  Structured,
  StructuredRequest,
} from '../model/port.ts';
import type { OutputSchema } from '../prompt/structured.ts';

/** Hands each request to the model that is in use when it is made. */
export class SwitchedModel implements Model {
  #model: Model;

  constructor(model: Model) {
    this.#model = model;
  }

  use(model: Model): void {
    this.#model = model;
  }

  stream(request: ChatRequest): AsyncIterable<ModelEvent> {
    return this.#model.stream(request);
  }

  structured<T>(request: StructuredRequest, schema: OutputSchema<T>): Promise<Structured<T>> {
    return this.#model.structured(request, schema);
  }
}
