import type { Clock } from '../../memory/clock.ts';
import type { Passage } from '../../memory/turn.ts';
import type { Dialogue } from '../dialogue.ts';
import type { LedgerCosts } from '../output/cost.ts';
import type { Signs } from '../output/signs.ts';
import type { Option } from './completion.ts';
import type { Conversation } from './conversation.ts';
import type { SessionRecord } from './record.ts';

/** Where a command runs: what it prints was asked for by the person, and goes to stdout. */
export interface CommandContext extends Dialogue {
  conversation: Pick<
    Conversation,
    'own' | 'why' | 'models' | 'useModel' | 'startAnew' | 'retract' | 'settle'
  >;
  /** What was said and spent in this session. */
  record: SessionRecord;
  /** What this run was started with, for /status: names and values, safe for a terminal. */
  about: readonly (readonly [name: string, value: string])[];
  /** What the user has cost so far; null: not known. @throws MemchatError as the ledger. */
  costs(): Promise<LedgerCosts | null>;
  clock: Clock;
  colour: boolean;
  signs: Signs;
  /** Width of the terminal, in columns. */
  columns: number;
  /** Waits until what was said so far is in the memory, or the person skips that. */
  remembered(): Promise<void>;
  /** Something was forgotten: nothing that was said or entered before is brought back. */
  forgotten(): Promise<void>;
  /** The text as the person leaves it in an editor of theirs. @throws MemchatError `usage`. */
  write(text: string): Promise<string>;
}

/** What comes after a command: the next prompt, the end, or a message that is said now. */
export type Outcome =
  | 'stay'
  | 'leave'
  /** `isNew`: the up arrow does not know it yet. */
  | { say: readonly Passage[]; isNew: boolean };

export interface Command {
  /** Without the slash; the first is the one that is listed. */
  names: readonly [string, ...string[]];
  /** What is to be written behind the name, for the help; `[…]` may be left out. Default nothing. */
  argument?: string;
  summary: string;
  /** What may stand behind the name, once `typed` stands there; what does not go on with it is left out. */
  complete?(
    conversation: Pick<Conversation, 'own' | 'models'>,
    typed: string,
    signs: Signs,
  ): Promise<readonly Option[]>;
  /** `rest`: what stands behind the name, without white space around it. */
  run(context: CommandContext, rest: string): Promise<Outcome>;
}
