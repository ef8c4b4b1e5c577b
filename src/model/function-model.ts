import { MemchatError } from '../errors.ts';
import type { OutputSchema } from '../prompt/structured.ts';
import { readAnswer } from './anthropic/answer.ts';
import { ModelOutputError } from './output-error.ts';
import type { ChatRequest, Model, ModelEvent, Structured, StructuredRequest } from './port.ts';

/**
 * Asks any model for one answer as JSON. `prompt` is all that it has to be told, `schema` a JSON
 * Schema of the answer, for a model that takes one. Resolves to the value, or to a text with the
 * JSON in it. `signal` aborts when nobody waits any more.
 */
export type Extract = (
  prompt: string,
  schema: Record<string, unknown>,
  signal: AbortSignal | undefined,
) => Promise<unknown>;

/** What the answers cost is between the function and its model: no price is known for this name. */
const NAME = 'extract';

/** Times that an answer is asked for: once more with what was wrong with the first. */
const MOST_TRIES = 2;

/** A model that is a function, for the passes of the memory. It holds no conversation. */
export class FunctionModel implements Model {
  readonly #extract: Extract;

  constructor(extract: Extract) {
    this.#extract = extract;
  }

  /** @throws MemchatError `usage`, always. */
  stream(_request: ChatRequest): AsyncIterable<ModelEvent> {
    throw new MemchatError(
      'A function that extracts answers no message. Open the memory with a model or a client to chat.',
      'usage',
    );
  }

  /**
   * @throws MemchatError `model-output` when the second answer cannot be read either; else
   *   `api-unavailable` with what the function threw as the cause, or that itself where it is a
   *   MemchatError.
   */
  async structured<T>(request: StructuredRequest, schema: OutputSchema<T>): Promise<Structured<T>> {
    const prompt = [...request.system.map(({ text }) => text), request.prompt].join('\n\n');
    const form = `Answer with JSON only: one object that fits this JSON Schema.\n${JSON.stringify(schema.jsonSchema)}`;
    let asked = `${prompt}\n\n${form}`;
    for (let tries = 1; ; tries += 1) {
      const answer = await this.#ask(asked, schema, request.signal);
      const text = typeof answer === 'string' ? answer : (JSON.stringify(answer) ?? '');
      const reading = readAnswer(text, schema);
      const usage = { requests: tries, input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
      if (reading.ok) {
        return { value: reading.value, problems: reading.problems, usage, model: NAME };
      }
      if (tries === MOST_TRIES) {
        const what = `The ${schema.name} could not be read. Nothing is lost; it can be tried again.`;
        throw new ModelOutputError(what, usage, NAME);
      }
      asked = `${prompt}\n\nAn answer before could not be read: ${reading.problem}. ${form}`;
    }
  }

  async #ask(
    prompt: string,
    schema: OutputSchema<unknown>,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    try {
      return await this.#extract(prompt, schema.jsonSchema, signal);
    } catch (error) {
      if (error instanceof MemchatError) throw error;
      throw new MemchatError(
        `The function that was given for the ${schema.name} failed. Nothing is lost; it can be tried again.`,
        'api-unavailable',
        error,
      );
    }
  }
}
