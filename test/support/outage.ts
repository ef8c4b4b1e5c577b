import { MemchatError } from '../../src/errors.ts';

/** What a server does that keeps a store: it answers, or it does not. */
export class Outage {
  /** Why it does not answer; null: it does. */
  code: 'store-unavailable' | 'store-unwritable' | null = null;
  /** Calls that it did not answer. */
  refused = 0;

  /** The same thing, of which the methods that are named reject during the outage. */
  over<T extends object>(stored: T, methods: readonly (keyof T)[]): T {
    return new Proxy(stored, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        const isAffected = methods.some((method) => method === name);
        return (...given: unknown[]): unknown => {
          if (this.code === null || !isAffected) return value.apply(target, given);
          this.refused += 1;
          return Promise.reject(this.error);
        };
      },
    });
  }

  get error(): MemchatError {
    return new MemchatError('The store at postgres://db does not answer.', this.code ?? 'other');
  }
}
