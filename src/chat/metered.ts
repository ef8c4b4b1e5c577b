import type { Clock } from '../memory/clock.ts';
import { BrokenReplyError, ModelOutputError } from '../model/output-error.ts';
import type {
  ChatRequest,
  Model,
  ModelEvent,
  Structured,
  StructuredRequest,
  Usage,
} from '../model/port.ts';
import type { OutputSchema } from '../prompt/structured.ts';
import type { Ledger, Spending } from '../store/ledger.ts';
import type { Budget } from './budget.ts';
import type { Ports } from './ports.ts';

export interface MeteredOptions {
  user: string;
  ledger: Pick<Ledger, 'record'>;
  /** Null: there is no limit. */
  budget: Pick<Budget, 'check'> | null;
  price: Ports['price'];
  clock: Clock;
  /** Is told when something that was spent could not be written down; the conversation goes on. */
  onProblem: (error: unknown) => void;
}

/**
 * A model whose requests are written into the ledger, also those that failed and were paid for, and
 * are refused with `over-budget` when the day's budget is spent.
 */
export class MeteredModel implements Model {
  readonly #model: Model;
  readonly #options: MeteredOptions;

  constructor(model: Model, options: MeteredOptions) {
    this.#model = model;
    this.#options = options;
  }

  async *stream(request: ChatRequest): AsyncGenerator<ModelEvent> {
    await this.#options.budget?.check();
    try {
      for await (const event of this.#model.stream(request)) {
        if (event.type === 'end') await this.#spent('chat', event);
        yield event;
      }
    } catch (error) {
      if (error instanceof BrokenReplyError) await this.#spent('chat', error);
      throw error;
    }
  }

  async structured<T>(request: StructuredRequest, schema: OutputSchema<T>): Promise<Structured<T>> {
    await this.#options.budget?.check();
    try {
      const answer = await this.#model.structured(request, schema);
      await this.#spent('memory', answer);
      return answer;
    } catch (error) {
      if (error instanceof ModelOutputError) await this.#spent('memory', error);
      throw error;
    }
  }

  async #spent(
    kind: Spending['kind'],
    { model, usage }: { model: string; usage: Usage },
  ): Promise<void> {
    const { ledger, user, price, clock, onProblem } = this.#options;
    if (usage.requests === 0) return;
    const costUsd = price(model, usage);
    try {
      await ledger.record(user, { at: clock(), kind, model, usage, costUsd });
    } catch (error) {
      onProblem(error);
    }
  }
}
