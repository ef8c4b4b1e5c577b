import { MemchatError } from '../errors.ts';
import { ModelOutputError } from '../model/output-error.ts';
import type { Model, ModelEvent, Structured, StructuredRequest } from '../model/port.ts';
import { noUsage } from '../model/prices.ts';
import type { OutputSchema } from '../prompt/structured.ts';

/** A question to the memory model. */
export interface MemoryQuestion {
  /** What is to be done: the system prompt. */
  system: string;
  prompt: string;
  /** JSON Schema of the answer. */
  schema: Record<string, unknown>;
  /** Upper bound of output tokens, thinking included. */
  maxTokens: number;
}

/** Answers with the object, or with its JSON as text. What it throws is a failed pass: tried again. */
export type AskMemoryModel = (question: MemoryQuestion) => Promise<unknown>;

/** A memory model that is a function of the caller's. It answers questions and holds no conversation. */
export class FunctionModel implements Model {
  readonly #ask: AskMemoryModel;

  constructor(ask: AskMemoryModel) {
    this.#ask = ask;
  }

  stream(): AsyncIterable<ModelEvent> {
    throw new MemchatError('A function that reads exchanges holds no conversation.', 'usage');
  }

  async structured<T>(
    { system, prompt, maxTokens, model }: StructuredRequest,
    schema: OutputSchema<T>,
  ): Promise<Structured<T>> {
    const answer = await this.#ask({
      system: system.map(({ text }) => text).join('\n\n'),
      prompt,
      schema: schema.jsonSchema,
      maxTokens,
    });
    const read = schema.read(typeof answer === 'string' ? answer : (JSON.stringify(answer) ?? ''));
    if (!read.ok) {
      const message = `The ${schema.name} of the function that was given cannot be read: ${read.problem}.`;
      throw new ModelOutputError(message, noUsage(), model);
    }
    return { value: read.value, problems: read.problems, usage: noUsage(), model };
  }
}
