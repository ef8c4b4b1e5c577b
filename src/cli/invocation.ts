import type { Flags } from '../config.ts';

export interface ChatFlags extends Flags {
  /** The prompt of `-p`; true when it comes from standard input. */
  print?: string | true | undefined;
  json?: boolean | undefined;
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
  /** The revision that is meant; null: the command's own choice. */
  revision: number | null;
  /** How many revisions `history` shows at most. */
  limit: number;
}

/** What the command line asks for. */
export type Invocation =
  | { command: 'chat'; flags: ChatFlags }
  | { command: 'replay'; flags: ReplayFlags }
  | { command: 'doctor'; flags: ReportFlags }
  | { command: 'memory'; action: 'history' | 'undo' | 'restore'; flags: MemoryFlags }
  /** Something to print, and that is all: help. */
  | { command: 'print'; text: string };
