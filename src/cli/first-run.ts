import { probeServer } from '../compose/servers.ts';
import type { Choice } from './choice.ts';
import { chooseServer, type Probe } from './choose-server.ts';
import type { Terminal } from './output/terminal.ts';
import { Prompter } from './prompter.ts';

const QUESTION = `memchat needs a model to talk to:
  1  Claude, with an API key from console.anthropic.com
  2  a server on this machine: Ollama, LM Studio, llama.cpp
  3  offline: a simple built-in model, nothing leaves this machine
`;

const COMMAND = `  4  Claude, with a key from a password manager (pass, op, security)
`;

export interface ChoosingOptions {
  probe?: Probe;
  /** Also offers the command of a password manager. Default false. */
  commands?: boolean;
}

/**
 * Asks on a terminal which model is to be used. The question goes to stderr; a key that is typed is
 * never shown. Ctrl-C, Ctrl-D and the end of the input are `none`.
 */
export async function chooseModel(
  terminal: Pick<Terminal, 'stdin' | 'stderr'>,
  { probe = probeServer, commands = false }: ChoosingOptions = {},
): Promise<Choice> {
  const prompter = new Prompter(terminal);
  try {
    prompter.say(commands ? `${QUESTION}${COMMAND}` : QUESTION);
    for (;;) {
      const answer = await prompter.ask(
        `Your choice (${commands ? '1, 2, 3 or 4' : '1, 2 or 3'}): `,
      );
      if (answer === null) return { kind: 'none' };
      if (answer === '1') return await chooseKey(prompter);
      if (answer === '2') return await chooseServer(prompter, probe);
      if (answer === '3') return { kind: 'offline' };
      if (answer === '4' && commands) return await chooseCommand(prompter);
    }
  } finally {
    prompter.close();
  }
}

async function chooseKey(prompter: Prompter): Promise<Choice> {
  for (;;) {
    const key = await prompter.ask('API key (not shown while you type): ', true);
    if (key === null) return { kind: 'none' };
    if (key === '') continue;
    // A header carries printable ASCII only: anything else is a slip of the keyboard or the clipboard.
    if (!/^[!-~]+$/.test(key)) {
      prompter.say('That holds characters that no key has. Once more, please.\n');
      continue;
    }
    if (!key.startsWith('sk-ant-')) {
      prompter.say('Keys of Anthropic start with sk-ant-. It is taken as it is.\n');
    }
    return { kind: 'key', key };
  }
}

/** The words of the command are split at spaces: nothing in it means anything to a shell. */
async function chooseCommand(prompter: Prompter): Promise<Choice> {
  for (;;) {
    const answer = await prompter.ask(
      'Command that prints the key (such as pass show anthropic): ',
    );
    if (answer === null) return { kind: 'none' };
    const command = answer.split(/\s+/).filter((word) => word !== '');
    if (command.length === 0) continue;
    if (!/["'`$|;&<>\\]/.test(answer)) return { kind: 'command', command };
    prompter.say(
      'It is run without a shell, so quotes and signs like $ | ; mean nothing. Put what needs them into a script, and name that.\n',
    );
  }
}
