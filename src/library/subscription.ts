import { changesSince, type MemoryChange } from '../chat/changes-since.ts';
import type { Ports } from '../chat/ports.ts';
import type { Memory } from '../memory/types.ts';

/** What it throws, or rejects with, goes to `onWarning`. */
export type ChangeListener = (change: MemoryChange) => void | Promise<void>;

export interface SubscriptionOptions {
  ports: Pick<Ports, 'store' | 'clock'>;
  user: string;
  /** Changes whenever the memory may have changed, and costs next to nothing; null: it cannot tell. */
  signature: () => Promise<string | null>;
  intervalMs: number;
  listener: ChangeListener;
  /** Is told of what the listener threw, and once of a memory that cannot be read. */
  warn: (error: Error) => void;
}

/** Looks that a revision may take to come into the history, where its first is still being published. */
const MOST_LOOKS = 5;

/**
 * Looks for changes to a memory at an interval. Its timer does not keep the process alive. A look
 * that lasts longer than the interval is not joined by another.
 */
export class Subscription {
  readonly #options: SubscriptionOptions;
  #timer: NodeJS.Timeout | null = null;
  #isStopped = false;
  /** What was told up to; null: nothing is kept of the user. */
  #revision: number | null;
  #signature: string | null = null;
  #warned: string | null = null;
  /** Looks in a row that found a new revision, and no history of it. */
  #bareLooks = 0;

  constructor(options: SubscriptionOptions, revision: number | null) {
    this.#options = options;
    this.#revision = revision;
    this.#wait();
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #wait(): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      void this.#round();
    }, this.#options.intervalMs);
    this.#timer.unref();
  }

  async #round(): Promise<void> {
    await this.#look();
    this.#wait();
  }

  /** Never rejects. */
  async #look(): Promise<void> {
    try {
      const signature = await this.#options.signature();
      if (signature !== null && signature === this.#signature) return;
      for (const change of await this.#news()) {
        if (this.#isStopped) return;
        await this.#tell(change);
      }
      this.#signature = this.#bareLooks === 0 ? signature : null;
      this.#warned = null;
    } catch (error) {
      const problem = error instanceof Error ? error : new Error(String(error));
      if (problem.message !== this.#warned) this.#options.warn(problem);
      this.#warned = problem.message;
    }
  }

  async #news(): Promise<MemoryChange[]> {
    const { ports, user } = this.#options;
    const before = this.#revision;
    const memory = await ports.store.read(user);
    if (memory === null) {
      this.#revision = null;
      return before === null ? [] : [removed(ports.clock())];
    }
    if (memory.revision === before) return [];
    // Fewer than there were: it was deleted meanwhile, and began anew.
    const isNew = before !== null && memory.revision < before;
    const since = await changesSince(ports, user, isNew ? -1 : (before ?? -1));
    this.#bareLooks = since.length === 0 ? this.#bareLooks + 1 : 0;
    if (since.length === 0) {
      if (this.#bareLooks < MOST_LOOKS) return [];
      this.#bareLooks = 0;
      since.push(bare(memory));
    }
    this.#revision = since.at(-1)?.revision ?? memory.revision;
    return isNew ? [removed(ports.clock()), ...since] : since;
  }

  async #tell(change: MemoryChange): Promise<void> {
    try {
      await this.#options.listener(change);
    } catch (error) {
      this.#options.warn(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

/** A revision of which nothing but its number is known: somebody has deleted the history. */
function bare({ revision, lastSeen }: Memory): MemoryChange {
  return { revision, at: lastSeen, reason: 'commit', of: null, turn: null, changes: null };
}

function removed(at: string): MemoryChange {
  return { revision: null, at, reason: 'removed', of: null, turn: null, changes: null };
}
