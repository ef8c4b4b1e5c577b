import type { Passage, Turn } from '../memory/turn.ts';
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
   * quarantined and unfinished files, and vectors. A purge that was cut short by a stop is finished by the next
   * commit when revision `from` was committed as `forgotten`.
   * @throws MemchatError `store-unwritable`.
   */
  purge(user: string, from: number): Promise<void>;
  /** Deletes everything that is kept of the user. Not an error when there is nothing. */
  remove(user: string): Promise<void>;
  /** The ids of the users with a memory, sorted. */
  users(): AsyncIterable<string>;
}

/** A store that takes over memories as they are kept in another one. */
export interface Archive {
  /**
   * Takes over a history, newest first: its first revision is the memory. Where no memory is kept of
   * the user, all of it; where one of these revisions is the memory here, what is newer, revision by
   * revision, and what is missing before it. What a stop cuts short, the same call finishes. Resolves
   * once it is durable. `conflict`: here is a memory that the history does not hold, a revision is
   * missing that comes after it, or others write here: then nothing of theirs was changed.
   * @throws MemchatError as `Store.commit`.
   */
  adoptHistory(user: string, history: AsyncIterable<PastRevision>): Promise<'adopted' | 'conflict'>;
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

/**
 * A past exchange: what the user said and what was replied; or an utterance of another chat that was
 * imported, in which nothing is the user's own words to memchat: `typed` is empty, `reply` null and
 * `status` answered.
 */
export interface Exchange {
  turn: string;
  session: string;
  /** When it was said, ISO 8601 UTC. */
  at: string;
  /** The user's whole message, or what was said in the other chat. */
  user: string;
  /** What of it the user typed; the rest was pasted, attached or piped in. */
  typed: string;
  reply: string | null;
  status: Turn['status'];
  /** Who said it in another chat that was imported; null: the user, to memchat. */
  speaker: string | null;
}

/**
 * How far a transcript was read: good for the next `read` of the same user, by any process. What is
 * in it is the transcript's own business.
 */
export type TranscriptCursor = string;

/** What was read of a transcript. */
export interface TranscriptReading {
  /** Oldest year first; within a year in the order in which they were written. Each turn once. */
  exchanges: Exchange[];
  cursor: TranscriptCursor;
  /** True: this is all there is, what was read before is to be let go. False: this is what is new. */
  isWhole: boolean;
}

/** Past exchanges, for recall. */
export interface Transcript {
  /** Adds the exchange as one line; a turn that is there already is not added again. */
  append(turn: Turn): Promise<void>;
  /**
   * Adds utterances of other chats durably, and leaves out those whose `turn` is there already.
   * Resolves to how many were added. What a stop leaves out, the same call again adds. Texts are
   * redacted by the caller before they get here.
   * @throws MemchatError `usage` where no transcript is kept; else as `append`.
   */
  import(user: string, exchanges: readonly Exchange[]): Promise<number>;
  /**
   * The newest `limit` exchanges with memchat, oldest first; unreadable lines and what was imported
   * are left out.
   */
  recent(user: string, limit: number): Promise<Exchange[]>;
  /**
   * What was added since the cursor; everything without one, and when something that was read before
   * was rewritten, moved or deleted. Costs next to nothing when nothing is new. A line that is not
   * written to its end is left for the next reading.
   *
   * Around a stop in the middle of an import or of the move of a past year a turn may be on disk
   * twice: inside one reading it is given once, and of a later one it may be a part again.
   */
  read(user: string, from: TranscriptCursor | null): Promise<TranscriptReading>;
  /**
   * Rewrites the exchanges, imported ones as well: `change` returns the same one to leave it, or null
   * to delete it. What other processes append meanwhile is kept. Lines that cannot be read go, for
   * nobody can tell what they hold. Resolves to the number of exchanges that were changed or deleted.
   */
  rewrite(user: string, change: (exchange: Exchange) => Exchange | null): Promise<number>;
}

/**
 * What the user has entered at the prompt, messages and commands, for the up arrow. Texts with
 * secrets are not given to it.
 */
export interface Inputs {
  /** Adds an entry behind those of all processes. One of more than 4,000 characters is let go. */
  append(user: string, entry: readonly Passage[]): Promise<void>;
  /** The newest `limit` entries, oldest first; unreadable lines are left out. */
  recent(user: string, limit: number): Promise<Passage[][]>;
  /**
   * Deletes the entries that `keep` says no to; `age` is 0 for the newest. Lines that cannot be read
   * go as well. What is appended at the same moment may be lost. Resolves to how many entries went.
   */
  retain(user: string, keep: (entry: readonly Passage[], age: number) => boolean): Promise<number>;
}

/** Something that the store did or found that a person should know, in words. */
export interface Notice {
  code:
    | 'quarantined'
    | 'edited'
    | 'imported'
    | 'weak-filesystem'
    | 'leftover'
    | 'journaled-here'
    | 'costs'
    | 'vectors-lost'
    | 'embeddings'
    | 'store';
  message: string;
}

/**
 * Vectors of texts, kept so that each text is embedded once. The texts are not kept, but a vector
 * can be turned back into something like its text: what is forgotten is cleared.
 */
export interface VectorCache {
  /**
   * The vectors that are kept of the texts of this user under this model, by the keys that they were
   * put under; copies. `model` is any text that names one.
   * @throws MemchatError `memory-unreadable`, `store-unwritable`.
   */
  get(user: string, model: string): Promise<Map<string, Float32Array>>;
  /**
   * Adds to what the last `get` of this cache gave. `cleared`: that was cleared since, by this process
   * or another one, or there was no `get`; then nothing is kept, for it may be of texts that are
   * forgotten. Keys are 32 lower-case hex digits, like the beginning of a text's SHA-256.
   * @throws MemchatError `store-unwritable`: what was kept before is intact; `usage` for another key
   *   or an empty vector.
   */
  put(
    user: string,
    model: string,
    vectors: ReadonlyMap<string, Float32Array>,
  ): Promise<'kept' | 'cleared'>;
  /**
   * Deletes all vectors of the user, of every model. Not an error when there are none.
   * @throws MemchatError `store-unwritable`.
   */
  clear(user: string): Promise<void>;
}
