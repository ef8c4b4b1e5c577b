/**
 * The memory of one user: what `sessions/<user>.json` holds. Times are ISO 8601 in UTC.
 * Fields that memchat does not know are kept when the file is rewritten.
 */
export interface Memory {
  version: 1;
  /** The user id, as given (normalised to NFC). */
  user: string;
  /** +1 with every commit; 0 is the empty memory that is published first. */
  revision: number;
  name: string | null;
  /** At most 3 sentences and 600 characters; empty when there is nothing to sum up. */
  summary: string;
  /** By key: "answer length", "tone" … */
  preferences: Record<string, Preference>;
  /** Facts that hold now. */
  keyFacts: Fact[];
  /** Superseded or expired facts: never in the prompt; they answer "as of" questions. */
  retired: Fact[];
  /** What waits for the user's yes. */
  review: Proposal[];
  /** The last 6 messages, whole turns only, oldest first. */
  recentMessages: Message[];
  /** +1 for each process that chats, not for each turn. */
  sessionCount: number;
  createdAt: string;
  lastSeen: string;
  /** The last 256 turn ids that were applied: a replayed turn is applied once. */
  appliedTurns: string[];
  /** When something was last forgotten; absent until then. What was read before may hold it still. */
  forgottenAt?: string;
  /** The newest turn from which preferences were inferred; absent until then. */
  preferencesReadTo?: string;
  /** The number of active facts that the last consolidation left; absent until then. */
  tidiedTo?: number;
}

export type FactKind = 'semantic' | 'episodic' | 'procedural';

/** How a fact came to be known. */
export type FactOrigin = 'stated' | 'confirmed' | 'inferred' | 'imported';

/** Where a fact was said: the turn, who said it, and the words. */
export interface Source {
  turn: string;
  role: 'user' | 'assistant';
  quote: string;
}

export interface Fact {
  id: string;
  kind: FactKind;
  /** One topic slug: work, home, editor, diet … */
  tag: string;
  /** One sentence, at most 300 characters. */
  text: string;
  source: Source;
  origin: FactOrigin;
  /** When it was true: from, and to (null while it holds). */
  validFrom: string;
  validTo: string | null;
  /** When it was written, and last changed or confirmed. */
  recordedAt: string;
  updatedAt: string;
  expiresAt: string | null;
  lastRecalledAt: string | null;
  recallCount: number;
  pinned: boolean;
  /** The id of the fact that replaced this one. */
  supersededBy: string | null;
}

/**
 * How a preference came to be known. `declined`: the user dropped it, and it is not inferred again;
 * its value is empty and it is in no prompt.
 */
export type PreferenceOrigin = 'stated' | 'confirmed' | 'inferred' | 'imported' | 'declined';

export interface Preference {
  value: string;
  origin: PreferenceOrigin;
  source: Source;
  updatedAt: string;
}

/** Something that would be written if the user said yes. */
export interface Proposal {
  id: string;
  at: string;
  turn: string;
  /** Why it was not written at once, in words for the user. */
  reason: string;
  /** What would be remembered, or a note (when `operation` is null). */
  text: string;
  operation: ProposedOperation | null;
}

/** What is done when the user says yes to a proposal. */
export type ProposedOperation =
  | FactOperation
  /** `value` null removes the preference. */
  | { op: 'preference'; key: string; value: string | null; quote: string }
  | { op: 'name'; value: string; quote: string }
  | { op: 'summary'; value: string; quote: string };

/** One message of the conversation; a turn is a user message and, mostly, a reply. */
export interface Message {
  role: 'user' | 'assistant';
  text: string;
  at: string;
  turn: string;
  /** Only on a reply that is not whole: why it ends where it does. */
  status?: 'interrupted' | 'refused' | 'truncated' | 'failed';
}

/**
 * One change to the facts. `target` is the id of the fact it is about (null for `add`);
 * `happenedOn` is an ISO date or date-time, `expiresInDays` counts from the turn.
 */
export interface FactOperation {
  op: 'add' | 'replace' | 'retire' | 'confirm';
  target: string | null;
  kind: FactKind;
  tag: string;
  text: string | null;
  /** The user's own words that say so. */
  quote: string;
  /** The assistant's words that `quote` says yes to, else null. */
  answers: string | null;
  happenedOn: string | null;
  expiresInDays: number | null;
}

export interface PreferenceOperation {
  key: string;
  /** null removes the preference. */
  value: string | null;
  quote: string;
}

/** What one extraction asks for. Code decides what becomes of it: see `apply`. */
export interface Operations {
  /** null: unchanged. */
  summary: string | null;
  name: { value: string; quote: string } | null;
  facts: FactOperation[];
  preferences: PreferenceOperation[];
}
