import { errnoOf, MemchatError } from '../errors.ts';

/**
 * What a session has told of what went wrong. A disk that is full is one thing to tell, however
 * many files it keeps from being written, until it takes them again.
 */
export class ToldProblems {
  readonly #told = new Set<string>();
  /** By the reason that the disk gave. */
  readonly #disk = new Map<string, Error>();

  /** The error as it is to be told; `told`: it was told before, and need not be again. */
  tell(error: unknown): { problem: Error; told: boolean } {
    const problem = error instanceof Error ? error : new Error(String(error));
    const reason = diskReason(problem);
    if (reason === null) {
      const told = this.#told.has(problem.message);
      this.#told.add(problem.message);
      return { problem, told };
    }
    const known = this.#disk.get(reason);
    this.#disk.set(reason, known ?? problem);
    return { problem: known ?? problem, told: known !== undefined };
  }

  /** As `tell`; only what the disk says counts as told, for the rest may have changed meanwhile. */
  tellAnew(error: unknown): { problem: Error; told: boolean } {
    const { problem, told } = this.tell(error);
    return { problem, told: told && diskReason(problem) !== null };
  }

  /** The disk takes everything again. */
  mended(): void {
    this.#disk.clear();
  }
}

/** The system's code of a disk that could not be written; null for any other problem. */
function diskReason(problem: Error): string | null {
  const isDisk = problem instanceof MemchatError && problem.code === 'store-unwritable';
  return isDisk ? (errnoOf(problem.cause) ?? problem.message) : null;
}
