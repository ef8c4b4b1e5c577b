import { MemchatError } from '../errors.ts';
import type { Usage } from './port.ts';

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
