import { MemchatError } from '../../errors.ts';
import { changeLines } from '../output/changes.ts';
import { sanitise } from '../output/sanitise.ts';
import { dim } from '../output/terminal.ts';
import type { CommandContext } from './command.ts';
import type { Said } from './record.ts';

/**
 * Takes back what a message has left in the conversation and the memory, and says what. That this
 * fails is told, and keeps nobody from saying it again.
 */
export async function takeBack(context: CommandContext, { end }: Said): Promise<void> {
  const { conversation, print, colour, signs } = context;
  if (end === null) return;
  // Who has no API has no memory pass to wait for either.
  if (end.status !== 'failed') await context.remembered();
  try {
    const { undone, shared } = await conversation.retract(end.turn);
    const lines = undone === null ? [] : changeLines(undone.changes, signs);
    if (lines.length > 0) print(dim(['Taken back:', ...lines].join('\n  '), colour));
    if (shared !== null) {
      print(
        `What was remembered from it came together with other messages, and stays. /undo ${shared} takes all of that back.`,
      );
    }
  } catch (error) {
    if (!(error instanceof MemchatError)) throw error;
    print(sanitise(error.message));
  }
}
