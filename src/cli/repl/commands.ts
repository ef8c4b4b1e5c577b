import type { UserMemory } from '../../chat/user-memory.ts';
import { MemchatError } from '../../errors.ts';
import { type Dialogue, isConfirmed } from '../dialogue.ts';
import {
  isEmptyPlan,
  nothingToForget,
  renderForgotten,
  renderPlan,
  targetOf,
} from '../forgetting.ts';
import { changeLines } from '../output/changes.ts';
import { renderWhy } from '../output/fact.ts';
import { renderMemory } from '../output/memory.ts';
import { renderUndo } from '../output/undo.ts';
import { renderReviewed, reviewOneByOne } from '../reviewing.ts';
import type { Conversation } from './conversation.ts';
import { nearest } from './nearest.ts';

/** Where a command runs: what it prints was asked for by the person, and goes to stdout. */
export interface CommandContext extends Dialogue {
  conversation: Pick<Conversation, 'own' | 'why'>;
  colour: boolean;
  /** Width of the terminal, in columns. */
  columns: number;
  /** Waits until what was said so far is in the memory, or the person skips that. */
  remembered(): Promise<void>;
}

export interface Command {
  /** Without the slash; the first is the one that is listed. */
  names: readonly [string, ...string[]];
  /** What is to be written behind the name, for the help; `[…]` may be left out. Default nothing. */
  argument?: string;
  summary: string;
  /** `rest`: what stands behind the name, without white space around it. `leave` ends the REPL. */
  run(context: CommandContext, rest: string): Promise<'stay' | 'leave'>;
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
    async run({ conversation, print, colour }) {
      const own = await conversation.own();
      print(renderMemory(await own.read(), { colour, review: '/review' }));
      return 'stay';
    },
  },
  {
    names: ['remember'],
    argument: 'TEXT',
    summary: 'remember a fact, as you write it',
    async run({ conversation, print }, text) {
      if (text === '') throw missing('/remember takes a fact: /remember I am allergic to nuts');
      const own = await conversation.own();
      const { changes, revision } = await own.add({ text });
      const lines = changeLines(changes);
      print(lines.length > 0 ? lines.join('\n') : 'That is known already.');
      if (revision !== null) print(`To take it back: /undo ${revision}`);
      return 'stay';
    },
  },
  {
    names: ['forget'],
    argument: 'WHAT',
    summary: 'erase for good: by id, preference or words',
    async run(context, words) {
      if (words === '') throw missing('/forget takes an id, a preference, or words: /forget tea');
      await context.remembered();
      context.print(await forget(context, await context.conversation.own(), words));
      return 'stay';
    },
  },
  {
    names: ['review'],
    summary: 'say yes or no to what waits, one by one',
    async run(context) {
      await context.remembered();
      const own = await context.conversation.own();
      context.print(renderReviewed(await reviewOneByOne(own, context, context.colour)));
      return 'stay';
    },
  },
  {
    names: ['undo'],
    argument: '[REVISION]',
    summary: 'take the last change to the memory back',
    async run({ conversation, print, remembered, columns }, rest) {
      if (rest !== '' && !/^\d{1,15}$/.test(rest)) {
        throw missing('/undo takes nothing, or the number of a revision');
      }
      await remembered();
      const own = await conversation.own();
      const outcome = await own.undo(rest === '' ? null : Number(rest));
      print(renderUndo(outcome, { columns, undoCommand: (revision) => `/undo ${revision}` }));
      return 'stay';
    },
  },
  {
    names: ['why'],
    summary: 'what the last prompt knew of you, and from where',
    async run({ conversation, print, colour }) {
      print(renderWhy(await conversation.why(), colour));
      return 'stay';
    },
  },
  {
    names: ['quit', 'exit'],
    summary: 'leave (or Ctrl-D)',
    run: async () => 'leave',
  },
];

async function forget(
  dialogue: Dialogue,
  own: Pick<UserMemory, 'read' | 'planForgetting' | 'forget'>,
  words: string,
): Promise<string> {
  const target = targetOf(words, await own.read());
  const plan = await own.planForgetting(target);
  if (!isEmptyPlan(plan)) {
    dialogue.print(renderPlan(plan));
    if (!(await isConfirmed(dialogue, 'Forget it?'))) return 'Nothing was forgotten.';
  }
  // Also when there is nothing: what an earlier stop left of a forgetting is finished then.
  const outcome = await own.forget(target);
  return isEmptyPlan(outcome) ? nothingToForget(target) : renderForgotten(outcome);
}

function missing(message: string): MemchatError {
  return new MemchatError(`${message}.`, 'usage');
}

/** The text of /help. */
export function renderHelp(commands: readonly Command[]): string {
  const keys = [
    ['//…', 'a message that starts with /'],
    ['\\ at the end', 'the message goes on in the next line'],
    ['Ctrl-C', 'stops the reply, or clears the line'],
  ];
  const rows = [
    ...commands.map(({ names, argument, summary }) => [
      `/${names[0]}${argument === undefined ? '' : ` ${argument}`}`,
      summary,
    ]),
    ...keys,
  ];
  const width = Math.max(...rows.map(([name = '']) => name.length));
  return rows.map(([name = '', summary]) => `  ${name.padEnd(width)}  ${summary}`).join('\n');
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
