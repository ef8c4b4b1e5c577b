import { MemchatError } from '../errors.ts';
import type { Usage } from './port.ts';

/** A reply broke off. What came of it was paid for. */
export class BrokenReplyError extends MemchatError {
  /** As far as the API told it before. */
  readonly usage: Usage;
  readonly model: string;

  constructor(failure: MemchatError, usage: Usage, model: string) {
    super(failure.message, failure.code, failure.cause);
    this.usage = usage;
    this.model = model;
  }
}

/** The model answered, but not in the form asked for. The tokens are spent all the same. */
export class ModelOutputError extends MemchatError {
  /** Of all requests that it took. */
  readonly usage: Usage;
  /** The model that answered, as the API names it. */
  readonly model: string;

  constructor(message: string, usage: Usage, model: string) {
    super(message, 'model-output');
    this.usage = usage;
    this.model = model;
  }
}
