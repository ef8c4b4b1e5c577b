import type { Turn } from '../memory/turn.ts';
import type { Memory } from '../memory/types.ts';

/** Where memories are kept. Every store passes the contract suite in `test/store/contract.ts`. */
export interface Store {
  /**
   * The newest memory of the user, or null if there is none.
   * @throws MemchatError `memory-unreadable` for a file that is newer, or that is broken and has no
   *   good revision behind it; `usage` for an id that is not valid; `store-unwritable` never.
   */
  read(user: string): Promise<Memory | null>;
  /**
   * Publishes `memory` if its revision is the current one + 1 (0 when there is none); resolves once
   * it is durable. `conflict`: another writer was first and nothing was written. `note` goes into
   * the history.
   * @throws MemchatError `store-unwritable` when the disk says no: the old memory stands.
   */
  commit(user: string, memory: Memory, note?: CommitNote): Promise<'committed' | 'conflict'>;
  /**
   * The revisions that are kept, newest first, from number `from` down; read one by one as they are
   * asked for, and what is pruned or unreadable is left out. At least the newest 64 are kept.
   * @throws MemchatError as `read`.
   */
  history(user: string, from?: number): AsyncIterable<PastRevision>;
  /**
   * Deletes what may hold what the memory of revision `from` does not: all revisions before it,
   * quarantined and unfinished files. A purge that was cut short by a stop is finished by the next
   * commit when revision `from` was committed as `forgotten`.
   * @throws MemchatError `store-unwritable`.
   */
  purge(user: string, from: number): Promise<void>;
  /** Deletes everything that is kept of the user. Not an error when there is nothing. */
  remove(user: string): Promise<void>;
  /** The ids of the users with a memory, sorted. */
  users(): AsyncIterable<string>;
}

/**
 * Why a commit was made; `of` is the revision that it undid or restored. `commit`: turns taught it,
 * the default; `revised`: the user changed it by a command; `tidied`: a pass over what is known;
 * `imported`: from another file; `forgotten`: what was before it must not be kept.
 */
export type CommitNote =
  | { reason: 'commit' | 'revised' | 'tidied' | 'imported' | 'forgotten'; of: null }
  | { reason: 'undone' | 'restored'; of: number };

/** A memory as it once was, and how it came to be. */
export interface PastRevision {
  revision: number;
  /** When it was written, ISO 8601 UTC. */
  at: string;
  /** `edited`: by its owner, in the file. `imported`: a file that had no revisions behind it. */
  reason: CommitNote['reason'] | 'edited';
  /** The revision that it undid or restored; null for the other reasons. */
  of: number | null;
  /** The turn that it applied; null if it was something else. */
  turn: string | null;
  memory: Memory;
}

/**
 * The turns that are not in the memory yet. What `save` was given survives the process.
 * Texts are redacted by the caller before they get here.
 */
export interface Journal {
  /**
   * Writes the turn, or replaces what was written of it; resolves once it is durable. Words that are
   * written already stay as they are: somebody may have blotted something out of them.
   */
  save(turn: Turn): Promise<void>;
  /** Takes the turn out: it is in the memory now. Not an error when it is not there. */
  remove(user: string, id: string): Promise<void>;
  /**
   * Turns that other processes left behind: those whose owner is gone become this process's own.
   * Each turn is handed to one process only. Oldest first. An unreadable file is set aside.
   */
  adopt(user: string): Promise<Turn[]>;
  /** The turn as it is written now, for somebody may have rewritten it; null if it is not there. */
  read(user: string, id: string): Promise<Turn | null>;
  /**
   * Rewrites the turns that wait, whichever process owns them: `change` returns the same turn to
   * leave it as it is. Owners and the states of turns stay. Unfinished files are deleted, and so
   * are files that cannot be read. Resolves to the number of turns that were changed.
   */
  rewrite(user: string, change: (turn: Turn) => Turn): Promise<number>;
}

/** A past exchange: what the user said and what was replied. */
export interface Exchange {
  turn: string;
  session: string;
  /** When the user said it, ISO 8601 UTC. */
  at: string;
  /** The user's whole message. */
  user: string;
  /** What of it the user typed; the rest was pasted, attached or piped in. */
  typed: string;
  reply: string | null;
  status: Turn['status'];
}

/** Past exchanges, for recall. */
export interface Transcript {
  /** Adds the exchange as one line; a turn that is there already is not added again. */
  append(turn: Turn): Promise<void>;
  /** The newest `limit` exchanges, oldest first; unreadable lines are left out. */
  recent(user: string, limit: number): Promise<Exchange[]>;
  /**
   * Rewrites the exchanges: `change` returns the same one to leave it, or null to delete it. What
   * other processes append meanwhile is kept. Lines that cannot be read go, for nobody can tell
   * what they hold. Resolves to the number of exchanges that were changed or deleted.
   */
  rewrite(user: string, change: (exchange: Exchange) => Exchange | null): Promise<number>;
}

/** Something that the store did or found that a person should know, in words. */
export interface Notice {
  code: 'quarantined' | 'edited' | 'imported' | 'weak-filesystem' | 'leftover' | 'costs';
  message: string;
}
