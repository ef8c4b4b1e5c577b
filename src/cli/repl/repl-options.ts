import type { Clock } from '../../memory/clock.ts';
import type { Dialogue } from '../dialogue.ts';
import type { LedgerCosts } from '../output/cost.ts';
import type { CommandTable } from './commands.ts';

export interface ReplOptions {
  /** No receipts, except of what went wrong. Default false. */
  quiet?: boolean;
  /** Receipts also say what was not kept, and why. Default false. */
  debug?: boolean;
  /** Where notices come from: what it calls the listener with is shown without hurting the line. */
  onNotice?: (listener: (message: string) => void) => void;
  /** Asked before a message is sent; false: the person would rather not, and it is not. */
  mayGoOn?: (dialogue: Pick<Dialogue, 'ask'>) => Promise<boolean>;
  /** For /cost: what the user has cost so far. Default: not known. */
  costs?: () => Promise<LedgerCosts>;
  /** Ends the REPL at once when it aborts: there is nothing to talk to. */
  signal?: AbortSignal;
  /** What starts with `/`, loaded when it is first needed. */
  commands: () => Promise<CommandTable>;
  clock: Clock;
  /** The command line of the person's own editor. Default null: they have none. */
  editor?: string | null;
  /** For /status: what this run was started with, safe for a terminal. Default nothing. */
  about?: readonly (readonly [name: string, value: string])[];
}
