import { type Command, Option } from 'commander';
import type { CommandTree } from './command-tree.ts';
import type { Invocation, ReplayFlags, ReportFlags } from './invocation.ts';
import { addMcp } from './mcp-options.ts';
import { addMemory } from './memory-options.ts';
import { addSetup } from './setup-options.ts';
import { addStore } from './store-command-options.ts';
import { addUsers } from './users-options.ts';

/**
 * Adds the commands beside the chat; `ask` is called with the one that is asked for. `tree` reads
 * them all. The commands below a command are only added where `isNamed` says so of it.
 */
export function addCommands(
  program: Command,
  ask: (asked: Invocation) => void,
  tree: () => CommandTree,
  isNamed: (command: string) => boolean,
): Command[] {
  return [
    ...addMemory(program, ask, isNamed('memory')),
    ...addUsers(program, ask, isNamed('users')),
    ...addStore(program, ask),
    addReplay(program, ask),
    addDoctor(program, ask),
    addMcp(program, ask),
    ...addSetup(program, ask, tree),
  ];
}

function addReplay(program: Command, ask: (asked: Invocation) => void): Command {
  return program
    .command('replay <script>')
    .description('run a scripted conversation (JSONL) and print what came of it')
    .option('--json', 'print requests, memory and terminal text as one JSON object')
    .option('--record <file>', 'use the configured API and keep its answers in the file')
    .addOption(
      new Option('--recorded <file>', 'answer from a file that --record wrote').conflicts('record'),
    )
    .action((script: string, flags: Omit<ReplayFlags, 'script'>) => {
      ask({ command: 'replay', flags: { ...program.opts(), ...flags, script } });
    });
}

function addDoctor(program: Command, ask: (asked: Invocation) => void): Command {
  const doctor = program
    .command('doctor')
    .description(
      'check the store, the credential and the network, and say how to mend what is wrong',
    )
    .action((flags: ReportFlags) =>
      ask({ command: 'doctor', flags: { ...program.opts(), ...flags } }),
    );
  return doctor.option('--json', 'print one JSON object');
}

/** Options that say whose memory, and where. */
export function addStoreOptions(command: Command): Command {
  return command
    .option('-u, --user <id>', 'whose memory; default: your login name')
    .option('--sessions <dir>', 'where the memories are')
    .option(
      '--store <url>',
      'keep them on PostgreSQL; rather set MEMCHAT_STORE: others see what you type',
    );
}

/** Options that say which model, and where. */
export function addConnectionOptions(command: Command): Command {
  return command
    .option('-m, --model <id>', 'the model that answers; default claude-sonnet-5-5')
    .option('--memory-model <id>', 'the model that extracts memories; default claude-haiku-5-5')
    .option('--base-url <url>', 'a server that speaks the Messages API, such as Ollama')
    .option('--offline', 'use the built-in offline model: no key, no network');
}
