import { GLYPHS, type Signs } from '../output/signs.ts';
import type { Command } from './command.ts';
import type { Completion, Option } from './completion.ts';
import type { Conversation } from './conversation.ts';
import { editText } from './external-editor.ts';
import { MEMORY_COMMANDS } from './memory-commands.ts';
import { nearest } from './nearest.ts';
import { SESSION_COMMANDS } from './session-commands.ts';

/** All that can be called with a slash: the help and the completion are made from it. */
export const COMMANDS: readonly Command[] = [
  {
    names: ['help'],
    summary: 'what can be typed here',
    async run({ print }) {
      print(renderHelp(COMMANDS));
      return 'stay';
    },
  },
  ...MEMORY_COMMANDS,
  ...SESSION_COMMANDS,
  {
    names: ['quit', 'exit'],
    summary: 'leave (or Ctrl-D)',
    run: async () => 'leave',
  },
];

/** Keys, and what else can be typed. */
export const KEYS: readonly (readonly [string, string])[] = [
  ['//TEXT', 'a message that starts with /'],
  ['\\ at the end', 'the message goes on in the next line; or Alt-Enter, Ctrl-J'],
  ['Tab', 'completes a command'],
  ['Up, Ctrl-R', 'brings back what was entered before; finds it by a part'],
  ['Ctrl-X Ctrl-E', 'goes on writing in an editor of yours'],
  ['Ctrl-C', 'stops the reply, or clears the line'],
];

/** The text of /help. */
export function renderHelp(commands: readonly Command[]): string {
  const rows = [...commands.map((command) => [usageOf(command), command.summary]), ...KEYS];
  const width = Math.max(...rows.map(([name = '']) => name.length));
  return rows.map(([name = '', summary]) => `  ${name.padEnd(width)}  ${summary}`).join('\n');
}

/** `/undo [REVISION]` */
export function usageOf({ names: [name], argument }: Command): string {
  return `/${name}${argument === undefined ? '' : ` ${argument}`}`;
}

export type Found = { command: Command; rest: string } | { suggestion: string };

/** The command that a line starting with `/` calls, else what to say to the person. */
export function findCommand(line: string, commands: readonly Command[]): Found {
  const word = line.slice(1).split(/\s/, 1)[0] ?? '';
  const command = commands.find(({ names }) => names.includes(word.toLowerCase()));
  if (command !== undefined) return { command, rest: line.slice(1 + word.length).trim() };
  const names = commands.flatMap((each) => each.names);
  const near = nearest(word.toLowerCase(), names);
  const hint = near === null ? '/help lists the commands.' : `Did you mean /${near}?`;
  return {
    suggestion: `/${word} is not a command. ${hint} A message that starts with / is written //.`,
  };
}

/** What a line up to its cursor may go on with: the name of a command, or what stands behind it. */
export async function completeCommand(
  line: string,
  commands: readonly Command[],
  conversation: Pick<Conversation, 'own' | 'models'>,
  signs: Signs = GLYPHS,
): Promise<Completion> {
  const none = { start: line.length, options: [] };
  if (!line.startsWith('/') || line.startsWith('//')) return none;
  const [, word = '', space] = /^\/(\S*)(\s+)?/.exec(line) ?? [];
  if (space === undefined) {
    const options = commands
      .filter(({ names: [name] }) => name.startsWith(word.toLowerCase()))
      .map((command) => ({ text: `/${command.names[0]}`, about: command.summary }));
    return { start: 0, options };
  }
  const command = commands.find(({ names }) => names.includes(word.toLowerCase()));
  const start = 1 + word.length + space.length;
  const typed = line.slice(start);
  const options = (await command?.complete?.(conversation, typed, signs)) ?? [];
  const goesOn = ({ text }: Option): boolean => text.startsWith(typed);
  return { start, options: options.filter(goesOn) };
}

/** What the REPL needs of the commands, and loads behind its first prompt. */
export interface CommandTable {
  find(line: string): Found;
  complete(
    line: string,
    conversation: Pick<Conversation, 'own' | 'models'>,
    signs: Signs,
  ): Promise<Completion>;
  editText: typeof editText;
}

export const commandTable: CommandTable = {
  find: (line) => findCommand(line, COMMANDS),
  complete: (line, conversation, signs) => completeCommand(line, COMMANDS, conversation, signs),
  editText,
};
