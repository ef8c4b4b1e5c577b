import { codeOf, errnoOf } from '../errors.ts';

/**
 * What a session has told of what went wrong. A disk that is full, or a server that does not answer,
 * is one thing to tell, however much it keeps from being read and written, until it does again.
 */
export class ToldProblems {
  readonly #told = new Set<string>();
  /** By the reason why the store fails. */
  readonly #store = new Map<string, Error>();

  /** The error as it is to be told; `told`: it was told before, and need not be again. */
  tell(error: unknown): { problem: Error; told: boolean } {
    const problem = error instanceof Error ? error : new Error(String(error));
    const reason = reasonOf(problem);
    if (reason === null) {
      const told = this.#told.has(problem.message);
      this.#told.add(problem.message);
      return { problem, told };
    }
    const known = this.#store.get(reason);
    this.#store.set(reason, known ?? problem);
    return { problem: known ?? problem, told: known !== undefined };
  }

  /** As `tell`; only what the store says counts as told, for the rest may have changed meanwhile. */
  tellAnew(error: unknown): { problem: Error; told: boolean } {
    const { problem, told } = this.tell(error);
    return { problem, told: told && reasonOf(problem) !== null };
  }

  /** The store takes everything again. */
  mended(): void {
    this.#store.clear();
  }
}

/** Why the store fails, a disk by the code of the system; null for any other problem. */
function reasonOf(problem: Error): string | null {
  const code = codeOf(problem);
  if (code === 'store-unavailable') return code;
  return code === 'store-unwritable' ? (errnoOf(problem.cause) ?? problem.message) : null;
}
