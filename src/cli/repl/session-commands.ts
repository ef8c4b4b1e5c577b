import { MemchatError } from '../../errors.ts';
import { messageText } from '../../memory/turn.ts';
import { pricedModels } from '../../model/prices.ts';
import { cut } from '../output/changes.ts';
import { renderCost } from '../output/cost.ts';
import { sanitise, sanitiseLine } from '../output/sanitise.ts';
import { renderStatus } from '../output/status.ts';
import type { Command, CommandContext } from './command.ts';
import { completeFile, exportConversation } from './export-file.ts';
import { takeBack } from './take-back.ts';

/** How long /status waits to learn whether something is left to remember, in milliseconds. */
const GLANCE_MS = 1;

/** The commands about the conversation. */
export const SESSION_COMMANDS: readonly Command[] = [
  {
    names: ['retry'],
    summary: 'say the last message again, as if for the first time',
    async run(context) {
      const { record, print, columns, signs } = context;
      const { last } = record;
      if (last === null) {
        throw new MemchatError('There is no message in this conversation to say again.', 'usage');
      }
      await takeBack(context, last);
      record.dropLast();
      print(
        cut(`again: ${sanitiseLine(messageText({ message: [...last.message] }))}`, columns, signs),
      );
      return { say: last.message, isNew: false };
    },
  },
  {
    names: ['edit'],
    argument: '[TEXT]',
    summary: 'write a message in your editor ($VISUAL, $EDITOR)',
    async run({ write, print }, text) {
      const written = await write(text);
      if (written.trim() !== '') return { say: [{ origin: 'typed', text: written }], isNew: true };
      print('Nothing was written, so nothing is sent.');
      return 'stay';
    },
  },
  {
    names: ['new'],
    summary: 'begin a new conversation; the memory stays',
    async run({ conversation, record, print }) {
      await conversation.startAnew();
      record.startAnew();
      print('A new conversation. What is remembered stays.');
      return 'stay';
    },
  },
  {
    names: ['model'],
    argument: '[NAME]',
    summary: 'which model answers, or another one for this session',
    async complete(conversation) {
      const models = await conversation.models();
      const names = new Set([models.chat, ...pricedModels(), models.memory]);
      return [...names].map((text) => ({ text }));
    },
    async run({ conversation, print }, name) {
      if (/\s/.test(name)) throw new MemchatError('/model takes one name.', 'usage');
      if (name !== '') await conversation.useModel(name);
      const { chat, memory } = await conversation.models();
      const answers = name === '' ? 'answers' : 'answers from now on, in this session';
      print(`${sanitiseLine(chat)} ${answers}; ${sanitiseLine(memory)} remembers.`);
      return 'stay';
    },
  },
  {
    names: ['cost'],
    summary: 'what this session, today and all of it has cost',
    async run({ record, print, costs }) {
      const ledger = await costs().catch((error: unknown) => {
        print(renderCost(record.spent));
        throw error;
      });
      print(renderCost(record.spent, ledger));
      return 'stay';
    },
  },
  {
    names: ['export'],
    argument: '[FILE]',
    summary: 'write this conversation into a file, as Markdown',
    complete: (_, typed) => completeFile(typed),
    async run(context, file) {
      context.print(await exportConversation(context, file));
      return 'stay';
    },
  },
  {
    names: ['status'],
    summary: 'who you are here, and what is in use',
    async run(context) {
      context.print(await statusOf(context));
      return 'stay';
    },
  },
];

async function statusOf({ conversation, about }: CommandContext): Promise<string> {
  const own = await conversation.own();
  const memory = await own.read().catch((error: unknown) => {
    if (error instanceof MemchatError) return sanitise(error.message);
    throw error;
  });
  const leftover = await conversation.settle(GLANCE_MS, new AbortController().signal);
  return renderStatus({
    user: own.user,
    models: await conversation.models(),
    memory,
    leftover,
    about,
  });
}
