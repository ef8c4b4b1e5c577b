import type { Flags } from '../config.ts';
import type { CommandTree } from './command-tree.ts';

export const OUTPUT_FORMATS = ['text', 'json', 'stream-json'] as const;

/** What `-p` prints: the reply; one JSON object; JSON lines as it goes on, see docs/stream-json.md. */
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

export interface ChatFlags extends Flags {
  /** The prompt of `-p`; true when it comes from standard input. */
  print?: string | true | undefined;
  json?: boolean | undefined;
  outputFormat?: OutputFormat | undefined;
  quiet?: boolean | undefined;
  debug?: boolean | undefined;
  color?: boolean | undefined;
}

export interface ReplayFlags extends Flags {
  script: string;
  record?: string | undefined;
  recorded?: string | undefined;
  json?: boolean | undefined;
}

/** Flags of the commands that look at what is kept, and print it. */
export interface ReportFlags extends Flags {
  json?: boolean | undefined;
  color?: boolean | undefined;
}

export interface MemoryFlags extends ReportFlags {
  debug?: boolean | undefined;
}

export interface McpFlags extends Flags {
  /** Writes of the host's model need no yes of the user. */
  trustHost?: boolean | undefined;
}

/** What `memchat memory` is asked to do. Texts are as they were typed, words of one joined by spaces. */
export type MemoryRequest =
  | { action: 'list'; all: boolean }
  | { action: 'show'; id: string }
  | { action: 'search'; query: string; limit: number }
  /** `text` "-": it comes from standard input. */
  | { action: 'add'; text: string; tag?: string; pin: boolean }
  | { action: 'edit'; id: string; text: string; edit: EditFlags }
  /** `value` null drops the preference. */
  | { action: 'prefer'; key: string; value: string | null }
  | { action: 'forget'; what: ForgetWhat }
  | { action: 'history'; limit: number }
  | { action: 'undo'; revision: number | null }
  | { action: 'restore'; revision: number | null }
  | { action: 'review'; review: ReviewRequest }
  | { action: 'tidy'; retainDays: number | null }
  | { action: 'verify' }
  | { action: 'stats' }
  /** `file` null: standard output. */
  | { action: 'export'; format: ExportFormat; file: string | null; force: boolean }
  /** `file` "-": standard input. */
  | { action: 'import'; file: string }
  | { action: 'import-transcript'; file: string };

export const EXPORT_FORMATS = ['json', 'markdown', 'html'] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface EditFlags {
  tag?: string;
  pinned?: boolean;
  /** A date, or null for never. */
  expiresAt?: string | null;
}

export type ForgetWhat =
  /** The words decide what is meant. */
  | { kind: 'words'; words: string }
  | { kind: 'query'; query: string }
  | { kind: 'preference'; key: string }
  | { kind: 'name' }
  | { kind: 'all' };

export type ReviewRequest =
  /** Goes through the list on a terminal, else lists it. */
  | { kind: 'default' }
  | { kind: 'list' }
  /** `which`: ids or places in the list; `all` of it otherwise. */
  | { kind: 'approve'; which: string[] | 'all'; text?: string }
  | { kind: 'decline'; which: string[] | 'all' };

/** What `memchat users` is asked to do. */
export type UsersRequest =
  | { action: 'list'; ids: boolean }
  | UsersSearch
  | { action: 'delete'; user: string };

/** Of all users; `limit` is how much is shown. */
export interface UsersSearch {
  action: 'search';
  words: string;
  where: SearchedIn;
  limit: number;
}

export const SEARCHED_IN = ['facts', 'conversations', 'both'] as const;

export type SearchedIn = (typeof SEARCHED_IN)[number];

/** What `memchat store` is asked to do. */
export type StoreRequest =
  | { action: 'migrate'; grant: string | null }
  /** A folder or an address each; null: what the configuration says. */
  | { action: 'copy'; from: string | null; to: string | null };

export interface StoreFlags extends ReportFlags {
  quiet?: boolean | undefined;
}

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

/** What the command line asks for. */
export type Invocation =
  | { command: 'chat'; flags: ChatFlags }
  | { command: 'replay'; flags: ReplayFlags }
  | { command: 'doctor'; flags: ReportFlags }
  | { command: 'mcp'; flags: McpFlags }
  | { command: 'users'; request: UsersRequest; flags: MemoryFlags }
  | { command: 'store'; request: StoreRequest; flags: StoreFlags }
  | { command: 'setup'; flags: ReportFlags }
  | { command: 'init'; flags: ReportFlags }
  | { command: 'completion'; shell: Shell; program: CommandTree }
  | { command: 'memory'; request: MemoryRequest; flags: MemoryFlags }
  /** Something to print, and that is all: help. */
  | { command: 'print'; text: string };
