import { renderMemory } from '../output/memory.ts';
import type { Conversation } from './conversation.ts';
import { nearest } from './nearest.ts';

export interface CommandContext {
  conversation: Conversation;
  /** What the person asked for, on stdout. */
  print(text: string): void;
}

export interface Command {
  /** Without the slash; the first is the one that is listed. */
  names: readonly [string, ...string[]];
  summary: string;
  /** `leave` ends the REPL. */
  run(context: CommandContext): Promise<'stay' | 'leave'>;
}

export const COMMANDS: readonly Command[] = [
  {
    names: ['help'],
    summary: 'what can be typed here',
    async run({ print }) {
      print(renderHelp(COMMANDS));
      return 'stay';
    },
  },
  {
    names: ['memory'],
    summary: 'what is remembered about you',
    async run({ conversation, print }) {
      print(renderMemory(await conversation.memory()));
      return 'stay';
    },
  },
  {
    names: ['quit', 'exit'],
    summary: 'leave (or Ctrl-D)',
    run: async () => 'leave',
  },
];

/** The text of /help. */
export function renderHelp(commands: readonly Command[]): string {
  const keys = [
    ['//…', 'a message that starts with /'],
    ['\\ at the end', 'the message goes on in the next line'],
    ['Ctrl-C', 'stops the reply, or clears the line'],
  ];
  const rows = [...commands.map(({ names, summary }) => [`/${names[0]}`, summary]), ...keys];
  const width = Math.max(...rows.map(([name = '']) => name.length));
  return rows.map(([name = '', summary]) => `  ${name.padEnd(width)}  ${summary}`).join('\n');
}

export type Found = { command: Command } | { suggestion: string };

/** The command that a line starting with `/` calls, else what to say to the person. */
export function findCommand(line: string, commands: readonly Command[]): Found {
  const word = line.slice(1).split(/\s/, 1)[0] ?? '';
  const command = commands.find(({ names }) => names.includes(word.toLowerCase()));
  if (command !== undefined) return { command };
  const names = commands.flatMap((each) => each.names);
  const near = nearest(word.toLowerCase(), names);
  const hint = near === null ? '/help lists the commands.' : `Did you mean /${near}?`;
  return {
    suggestion: `/${word} is not a command. ${hint} A message that starts with / is written //.`,
  };
}
