// The program that the tests run on a terminal: the real REPL around a conversation that echoes what
// it was told, or does what comes through a socket, one JSON command to a line.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import type { TurnEnd, TurnEvent } from '../../../src/chat/events.ts';
import { terminalOf } from '../../../src/cli/output/terminal.ts';
import { commandTable } from '../../../src/cli/repl/commands.ts';
import type { Conversation } from '../../../src/cli/repl/conversation.ts';
import { runRepl } from '../../../src/cli/repl/repl.ts';
import { MemchatError } from '../../../src/errors.ts';
import { owned } from './owned.ts';
import { aProposal, aReceipt, aWhy, end } from './scripted.ts';

export type Command =
  | { do: 'receipt'; added: string[]; problem?: string }
  | { do: 'notice'; message: string }
  | { do: 'text'; text: string }
  | { do: 'event'; type: 'thinking' | 'recalling' | 'remembering' }
  /** Done once the terminal is known to be so wide. */
  | { do: 'resized'; columns: number }
  | { do: 'end'; status: TurnEnd['status']; problem?: string }
  | { do: 'pending' }
  | { do: 'settled' };

const noticeListeners: ((message: string) => void)[] = [];
const receiptListeners: Parameters<Conversation['onReceipt']>[0][] = [];
const waiting: Command[] = [];
let wake = (): void => {};
let pending = false;

const models = { chat: 'claude-sonnet-5-5', memory: 'claude-haiku-5-5' };
const { own } = await owned({
  review: [aProposal('p-1', 'Likes tea'), aProposal('p-2', 'Likes jazz')],
});

const conversation: Conversation = {
  async *say(message, signal): AsyncGenerator<TurnEvent> {
    const [first] = message;
    yield { type: 'thinking' };
    if (first?.text.startsWith('break'))
      throw new MemchatError('The message was refused.', 'usage');
    if (first?.text.startsWith('crash')) throw new TypeError('a defect');
    if (!first?.text.startsWith('script')) {
      const shown = message.map(({ origin, text }) =>
        text.length > 300 ? { origin, lines: text.split('\n').length } : { origin, text },
      );
      yield { type: 'text', text: `heard ${JSON.stringify(shown)}` };
      yield end('answered');
      return;
    }
    const aborted = once(signal, 'abort');
    for (;;) {
      const command = waiting.shift();
      if (command?.do === 'text') yield { type: 'text', text: command.text };
      if (command?.do === 'event') yield { type: command.type };
      if (command?.do === 'end') {
        yield end(command.status, command.problem);
        return;
      }
      if (signal.aborted && !first.text.includes('deaf')) {
        yield end('interrupted');
        return;
      }
      if (command !== undefined) continue;
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await Promise.race(signal.aborted ? [woken] : [woken, aborted]);
    }
  },
  onReceipt: (listener) => receiptListeners.push(listener),
  async settle(_timeoutMs, signal) {
    while (pending && !signal.aborted) {
      await Promise.race([
        once(signal, 'abort'),
        new Promise<void>((resolve) => {
          wake = resolve;
        }),
      ]);
    }
    return pending ? 'pending' : 'nothing';
  },
  own: async () => own,
  why: async () => aWhy(),
  models: async () => models,
  async useModel(model) {
    models.chat = model;
  },
  startAnew: async () => {},
  retract: async () => ({ undone: null, shared: null }),
};

async function obey(command: Command): Promise<void> {
  if (command.do === 'resized') {
    while (process.stdout.columns !== command.columns) await once(process.stdout, 'resize');
    return;
  }
  if (command.do === 'receipt') {
    const receipt = aReceipt(command.added, command.problem);
    for (const listener of receiptListeners) listener(receipt);
  } else if (command.do === 'notice') {
    for (const listener of noticeListeners) listener(command.message);
  } else if (command.do === 'pending' || command.do === 'settled') {
    pending = command.do === 'pending';
  } else {
    waiting.push(command);
  }
  wake();
}

const server = createServer((socket) => {
  createInterface({ input: socket }).on('line', (line) => {
    obey(JSON.parse(line)).then(
      () => socket.write('done\n'),
      (error: Error) => socket.destroy(error),
    );
  });
});
server.listen(process.argv[2]);
await once(server, 'listening');

const { stdin, stdout, stderr } = process;
// What it echoes is asserted as it is: replies are laid out only where that is looked at.
const { TERM: term, EDITOR: editor = null, LAYOUT, ACCESSIBLE, QUIET } = process.env;
const wishes = { term, plain: LAYOUT === undefined, accessible: ACCESSIBLE !== undefined };
process.exitCode = await runRepl(conversation, terminalOf({ stdin, stdout, stderr }, wishes), {
  quiet: QUIET !== undefined,
  commands: async () => commandTable,
  clock: () => new Date().toISOString(),
  editor: editor || null,
  onNotice: (listener) => noticeListeners.push(listener),
});
process.exit();
