/** Which transcript of an agent: of a session, or, with `subpath`, of one of its subagents. */
export interface SessionKey {
  /** At most 1,024 characters, as the other two. */
  projectKey: string;
  sessionId: string;
  subpath?: string;
}

/** A line of such a transcript: an object of JSON, otherwise the agent's own business. */
export interface SessionEntry {
  type: string;
  /** An entry with the same one is the same entry. */
  uuid?: string;
  timestamp?: string;
  [field: string]: unknown;
}

/** What an agent lists of a session without reading it. */
export interface SessionSummary {
  sessionId: string;
  /** As in `listSessions`. */
  mtime: number;
  /** The agent's own business. */
  data: Record<string, unknown>;
}

/** Adds entries to a summary; pure. */
export type FoldSummary = (
  summary: SessionSummary | undefined,
  key: SessionKey,
  entries: SessionEntry[],
  options?: { mtime?: number },
) => SessionSummary;

/** The transcripts of agents. All methods reject with MemchatError `usage` for a key that is none. */
export interface AgentSessions {
  /**
   * Adds the entries durably, all or none of them, behind those that this process has added before
   * and those of others that it can see; one whose `uuid` is there already is not added again.
   * @throws MemchatError `store-unwritable`; `usage` for what is no entry, or too large.
   */
  append(key: SessionKey, entries: SessionEntry[]): Promise<void>;
  /**
   * All entries in order, each `uuid` once; null where nothing was ever added.
   * @throws MemchatError `memory-unreadable` for a damaged file: it is left as it is.
   */
  load(key: SessionKey): Promise<SessionEntry[] | null>;
  /** The sessions of a project, in no order; `mtime` in whole ms since 1970. */
  listSessions(projectKey: string): Promise<{ sessionId: string; mtime: number }[]>;
  /** The summaries of those sessions; none without a way to make them. */
  listSessionSummaries(projectKey: string): Promise<SessionSummary[]>;
  /** Deletes a session with its subagents, or with `subpath` that one transcript. */
  delete(key: SessionKey): Promise<void>;
  /** The subpaths of a session. */
  listSubkeys(key: { projectKey: string; sessionId: string }): Promise<string[]>;
}
