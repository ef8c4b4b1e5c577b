import {
  type AgentSessions,
  composeAgentSessions,
  type FoldSummary,
  type SessionEntry,
  type SessionKey,
  type SessionSummary,
} from '../compose/agent-sessions.ts';
import { sessionsFolder } from './options.ts';

export interface FileSessionStoreOptions {
  /** The folder of the memories; default as on the command line. */
  sessions?: string;
  /**
   * The SDK's function of this name, for lists that need not read whole sessions. Without it
   * `listSessionSummaries` gives none, and the SDK reads the sessions.
   */
  foldSessionSummary?: FoldSummary;
}

/**
 * A session store for the options of `query()`: transcripts lie beside the memories, so that a
 * session is resumed by any process, and on any machine that shares the folder: in files, also where
 * the memories themselves are on a server. They hold what was
 * said as it was said, secrets included, until `delete`: forgetting a memory does not reach them.
 */
export class FileSessionStore implements AgentSessions {
  readonly #options: FileSessionStoreOptions;
  #sessions: Promise<AgentSessions> | null = null;

  constructor(options: FileSessionStoreOptions = {}) {
    this.#options = options;
  }

  async append(key: SessionKey, entries: SessionEntry[]): Promise<void> {
    return (await this.#opened()).append(key, entries);
  }

  async load(key: SessionKey): Promise<SessionEntry[] | null> {
    return (await this.#opened()).load(key);
  }

  async listSessions(projectKey: string): Promise<{ sessionId: string; mtime: number }[]> {
    return (await this.#opened()).listSessions(projectKey);
  }

  async listSessionSummaries(projectKey: string): Promise<SessionSummary[]> {
    return (await this.#opened()).listSessionSummaries(projectKey);
  }

  async delete(key: SessionKey): Promise<void> {
    return (await this.#opened()).delete(key);
  }

  async listSubkeys(session: { projectKey: string; sessionId: string }): Promise<string[]> {
    return (await this.#opened()).listSubkeys(session);
  }

  #opened(): Promise<AgentSessions> {
    this.#sessions ??= this.#open().catch((error: unknown) => {
      // What was wrong may be mended before the next call.
      this.#sessions = null;
      throw error;
    });
    return this.#sessions;
  }

  async #open(): Promise<AgentSessions> {
    const { sessions, foldSessionSummary } = this.#options;
    return composeAgentSessions(await sessionsFolder(sessions), foldSessionSummary);
  }
}

/** All methods reject with MemchatError: `usage`, `store-unwritable`, `memory-unreadable`. */
export function fileSessionStore(options: FileSessionStoreOptions = {}): FileSessionStore {
  return new FileSessionStore(options);
}
