import { Argument, type Command } from 'commander';
import type { CommandTree } from './command-tree.ts';
import { type Invocation, type ReportFlags, SHELLS, type Shell } from './invocation.ts';

type Ask = (asked: Invocation) => void;

/** Adds the commands that set memchat up; `tree` is asked for when all commands are there. */
export function addSetup(program: Command, ask: Ask, tree: () => CommandTree): Command[] {
  const setup = program
    .command('setup')
    .summary('choose which model is talked to')
    .description('choose which model is talked to: a key, a server on this machine, or offline')
    .option('--json', 'print what is chosen now as one JSON object, and ask nothing')
    .action((flags: ReportFlags) =>
      ask({ command: 'setup', flags: { ...program.opts(), ...flags } }),
    );
  const init = program
    .command('init')
    .summary('keep the memories in this folder')
    .description('make ./sessions the place of the memories for who works in this folder')
    .option('--json', 'print one JSON object')
    .option('-y, --yes', 'write .gitignore without a question')
    .action((flags: ReportFlags) =>
      ask({ command: 'init', flags: { ...program.opts(), ...flags } }),
    );
  const completion = program
    .command('completion')
    .summary('completion for bash, zsh or fish')
    .description('print a script that completes commands, options and users')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .action((shell: Shell) => ask({ command: 'completion', shell, program: tree() }));
  return [setup, init, completion];
}
