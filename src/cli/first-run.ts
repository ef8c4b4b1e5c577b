import type { Terminal } from './output/terminal.ts';
import { Prompter } from './prompter.ts';

export type Choice =
  | { kind: 'key'; key: string }
  | { kind: 'server'; baseUrl: string; model: string }
  | { kind: 'offline' }
  /** The person left without a choice. */
  | { kind: 'none' };

const QUESTION = `memchat needs a model to talk to:
  1  Claude, with an API key from console.anthropic.com
  2  a server on this machine: Ollama, LM Studio, llama.cpp …
  3  offline: a simple built-in model, nothing leaves this machine
`;

const SERVERS = `  Ollama     http://localhost:11434
  LM Studio  http://localhost:1234
  llama.cpp  http://localhost:8080
`;
const DEFAULT_SERVER = 'http://localhost:11434';

/**
 * Asks on a terminal which model is to be used. The question goes to stderr; a key that is typed is
 * never shown. Ctrl-C, Ctrl-D and the end of the input are `none`.
 */
export async function chooseModel(terminal: Terminal): Promise<Choice> {
  const prompter = new Prompter(terminal);
  try {
    prompter.say(QUESTION);
    for (;;) {
      const answer = await prompter.ask('Your choice (1, 2 or 3): ');
      if (answer === null) return { kind: 'none' };
      if (answer === '1') return await chooseKey(prompter);
      if (answer === '2') return await chooseServer(prompter);
      if (answer === '3') return { kind: 'offline' };
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

async function chooseServer(prompter: Prompter): Promise<Choice> {
  prompter.say(SERVERS);
  for (;;) {
    const answer = await prompter.ask(`Address (Enter: ${DEFAULT_SERVER}): `);
    if (answer === null) return { kind: 'none' };
    if (answer === '') return await chooseModelOf(DEFAULT_SERVER, prompter);
    if (isHttpUrl(answer)) return await chooseModelOf(answer.replace(/\/+$/, ''), prompter);
    prompter.say('An address looks like http://localhost:1234. Once more, please.\n');
  }
}

async function chooseModelOf(baseUrl: string, prompter: Prompter): Promise<Choice> {
  for (;;) {
    const model = await prompter.ask('Model, as the server calls it (such as llama3.2): ');
    if (model === null) return { kind: 'none' };
    if (model !== '') return { kind: 'server', baseUrl, model };
  }
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}
