/** What a request to a model, or several of one kind, took. It holds no word of the conversation. */
export interface Spending {
  /** When, ISO 8601 UTC. */
  at: string;
  /** `chat` answers the user; `memory` reads what was said, and tidies up. */
  kind: 'chat' | 'memory';
  /** The model that answered, as the API names it. */
  model: string;
  usage: Tokens;
  /** US dollars; null for a model without a known price. */
  costUsd: number | null;
}

/** Tokens of one or more requests, as `Usage` of the model's port. */
export interface Tokens {
  requests: number;
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
}

/**
 * What was spent on each user. A kill at any moment loses nothing of what was recorded; a power cut
 * may take the last requests of the ledger, never anything of the memory.
 */
export interface Ledger {
  /**
   * Adds a request. Nothing is kept where nothing else is kept of the user: all was deleted meanwhile.
   * @throws MemchatError `store-unwritable`.
   */
  record(user: string, spending: Spending): Promise<void>;
  /**
   * All that was recorded, oldest first. What is older than some days is summed up by day, kind and
   * model, what is older than a year by month: its `at` is where that begins. Lines that cannot be
   * read are left out.
   * @throws MemchatError `memory-unreadable`.
   */
  read(user: string): Promise<Spending[]>;
}
