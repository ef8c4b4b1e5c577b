import { Command, CommanderError, Option } from 'commander';
import type { Flags } from '../config.ts';
import { MemchatError } from '../errors.ts';

export interface ChatFlags extends Flags {
  /** The prompt of `-p`; true when it comes from standard input. */
  print?: string | true | undefined;
  json?: boolean | undefined;
  quiet?: boolean | undefined;
  debug?: boolean | undefined;
  color?: boolean | undefined;
}

export interface ReplayFlags extends Flags {
  script: string;
  record?: string | undefined;
  recorded?: string | undefined;
  json?: boolean | undefined;
}

/** What the command line asks for. */
export type Invocation =
  | { command: 'chat'; flags: ChatFlags }
  | { command: 'replay'; flags: ReplayFlags }
  /** Something to print, and that is all: help. */
  | { command: 'print'; text: string };

const EXAMPLES = `
Examples:
  memchat                                   chat as yourself
  memchat --user alice --offline            chat as alice, without any API
  memchat -p "what do you know about me?"   one question, one answer
  git diff | memchat -p "review this"       with a file beside the question
  memchat -p --json < message.txt           one JSON object for scripts
  memchat replay conversation.jsonl         run a scripted conversation

Docs, files on disk and how to delete everything: README.md
`;

/** @throws MemchatError `usage` with commander's words and a way on. */
export function parseArguments(argv: readonly string[], version: string): Invocation {
  let invocation: Invocation | null = null;
  let printed = '';
  const program = new Command('memchat')
    .description('A chat agent in the terminal that remembers you.')
    .version(version, '-V, --version', 'print the version')
    .option(
      '-p, --print [prompt]',
      'answer one prompt and leave; without one it is read from stdin',
    )
    .option('--json', 'with -p: print one JSON object')
    .option('-q, --quiet', 'no receipts, only answers and failures')
    .option('--debug', 'say why something was not remembered')
    .option('--no-color', 'no colour')
    .addHelpText('after', EXAMPLES)
    .argument('[words...]')
    .action((words: string[], flags: ChatFlags) => {
      if (words.length > 0) throw new MemchatError(unknownCommand(words[0] ?? ''), 'usage');
      invocation = { command: 'chat', flags };
    });
  addConnectionOptions(program)
    .option('--sessions <dir>', 'where the memories are')
    .addOption(new Option('--memory <policy>', 'off: remember nothing').choices(['auto', 'off']))
    .option('--no-transcript', 'keep no transcript of past exchanges');

  const replay = program
    .command('replay <script>')
    .description('run a scripted conversation (JSONL) and print what came of it')
    .option('--json', 'print requests, memory and terminal text as one JSON object')
    .option('--record <file>', 'use the configured API and keep its answers in the file')
    .addOption(
      new Option('--recorded <file>', 'answer from a file that --record wrote').conflicts('record'),
    )
    .action((script: string, flags: Omit<ReplayFlags, 'script'>) => {
      invocation = { command: 'replay', flags: { ...program.opts(), ...flags, script } };
    });

  for (const command of [program, replay]) {
    command
      .exitOverride()
      .allowExcessArguments(false)
      .configureOutput({
        writeOut: (text) => {
          printed += text;
        },
        writeErr: () => {},
      });
  }
  try {
    program.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { command: 'print', text: printed };
    const message = error.message.replace(/^error: /u, '');
    throw new MemchatError(`${message}\nSee memchat --help.`, 'usage', error);
  }
  if (invocation === null) throw new MemchatError('Nothing to do. See memchat --help.', 'usage');
  return invocation;
}

function addConnectionOptions(command: Command): Command {
  return command
    .option('-u, --user <id>', 'whose memory; default: your login name')
    .option('-m, --model <id>', 'the model that answers; default claude-sonnet-5-5')
    .option('--memory-model <id>', 'the model that extracts memories; default claude-haiku-5-5')
    .option('--base-url <url>', 'a server that speaks the Messages API, such as Ollama')
    .option('--offline', 'use the built-in offline model: no key, no network');
}

function unknownCommand(word: string): string {
  return `unknown command "${word.slice(0, 60)}". To send a message: memchat -p "…"\nSee memchat --help.`;
}
