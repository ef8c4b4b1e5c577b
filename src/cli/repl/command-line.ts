import { MemchatError } from '../../errors.ts';
import type { Clock } from '../../memory/clock.ts';
import { signsOf } from '../output/signs.ts';
import type { Terminal } from '../output/terminal.ts';
import type { CommandContext, Outcome } from './command.ts';
import type { CommandTable } from './commands.ts';
import type { Completion } from './completion.ts';
import type { Conversation } from './conversation.ts';
import type { SessionRecord } from './record.ts';

/** What commands stand on; the table itself is loaded when it is needed first. */
export interface CommandLineParts
  extends Pick<CommandContext, 'ask' | 'remembered' | 'forgotten' | 'write' | 'about' | 'costs'> {
  conversation: Conversation;
  terminal: Terminal;
  record: SessionRecord;
  clock: Clock;
  commands: () => Promise<CommandTable>;
}

/** Runs the lines that start with `/`, and completes them. */
export class CommandLine {
  readonly #parts: CommandLineParts;

  constructor(parts: CommandLineParts) {
    this.#parts = parts;
  }

  /** @throws MemchatError as the command does, and `usage` for one that is not there. */
  async run(line: string): Promise<Outcome> {
    const { commands, terminal, ...parts } = this.#parts;
    const found = (await commands()).find(line);
    if ('suggestion' in found) throw new MemchatError(found.suggestion, 'usage');
    const { stdout, colour, columns } = terminal;
    const print = (text: string): void => {
      stdout.write(`${text}\n`);
    };
    return found.command.run(
      { ...parts, colour, signs: signsOf(terminal), columns: columns(), print },
      found.rest,
    );
  }

  /** Nothing where what would be offered cannot be read: a key is no place to tell of that. */
  async complete(line: string): Promise<Completion> {
    const { commands, conversation, terminal } = this.#parts;
    try {
      return await (await commands()).complete(line, conversation, signsOf(terminal));
    } catch (error) {
      if (error instanceof MemchatError) return { start: line.length, options: [] };
      throw error;
    }
  }
}
