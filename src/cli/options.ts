import { Command, CommanderError, Option } from 'commander';
import { MemchatError } from '../errors.ts';
import { WRITE_POLICIES } from '../memory/policy.ts';
import { addCommands, addConnectionOptions, addStoreOptions } from './command-options.ts';
import { type CommandTree, treeOf } from './command-tree.ts';
import { examplesOf } from './examples.ts';
import { type ChatFlags, type Invocation, OUTPUT_FORMATS } from './invocation.ts';
import { nearest } from './repl/nearest.ts';

const DOCS = `
Docs: README.md
Files on disk, and how to delete everything: docs/privacy-and-deletion.md
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
    .addOption(
      new Option(
        '--output-format <format>',
        'what -p prints; stream-json: JSON lines as it goes on',
      )
        .choices(OUTPUT_FORMATS)
        .conflicts('json'),
    )
    .option(
      '--budget <usd>',
      'US dollars a day (UTC); beyond it no model is called without your yes',
    )
    .option('-y, --yes', 'go on without a question, also beyond the budget')
    .option('-q, --quiet', 'no receipts, only answers and failures')
    .option('--debug', 'say why something was not remembered')
    .option('--no-color', 'no colour')
    .option('--plain', 'print replies as the model wrote them, without layout')
    .option('--accessible', 'nothing that moves, words instead of glyphs: for screen readers')
    .addHelpText('after', DOCS)
    .argument('[words...]')
    .action((words: string[], flags: ChatFlags) => {
      if (words.length > 0) {
        const names = program.commands.map((command) => command.name());
        throw new MemchatError(unknownCommand(words[0] ?? '', names), 'usage');
      }
      invocation = { command: 'chat', flags };
    });
  addConnectionOptions(addStoreOptions(program))
    .addOption(
      new Option(
        '--memory <policy>',
        'auto; ask: nothing without your yes; read-only: write nothing; off: a conversation without memory',
      ).choices(WRITE_POLICIES),
    )
    .option('--no-transcript', 'keep no transcript of past exchanges')
    .option('--no-tools', 'the model looks nothing up by itself')
    .option(
      '--memory-budget <characters>',
      'of the system prompt that the memory may take; default 3000',
    );

  const helpOf = (command: Command): string => {
    printed = '';
    command.outputHelp();
    return printed;
  };
  const commands = addCommands(
    program,
    (asked) => {
      invocation = asked;
    },
    () => treeOf(program, helpOf),
    // A command is only reached where it is named; a start need not make what is below the others.
    (name) => argv.includes(name) || argv.includes('completion'),
  );
  for (const command of [program, ...commands]) {
    command
      .addHelpText('before', examplesOf(pathOf(command)))
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

/** All commands and options, for the manual. */
export function programTree(version: string): CommandTree {
  const asked = parseArguments(['completion', 'bash'], version);
  if (asked.command !== 'completion') throw new Error('completion asks for something else');
  return asked.program;
}

/** `memory list`; empty for the program. */
function pathOf(command: Command): string {
  if (command.parent === null) return '';
  return `${pathOf(command.parent)} ${command.name()}`.trimStart();
}

function unknownCommand(word: string, names: readonly string[]): string {
  const near = nearest(word, names);
  const hint = near === null ? 'To send a message: memchat -p "TEXT"' : `Did you mean ${near}?`;
  return `unknown command "${word.slice(0, 60)}". ${hint}\nSee memchat --help.`;
}
