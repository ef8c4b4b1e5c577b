import { Argument, type Command } from 'commander';
import type { CommandTree } from './command-tree.ts';
import { type Invocation, type ReportFlags, SHELLS, type Shell } from './invocation.ts';

type Ask = (asked: Invocation) => void;

const SETUP_EXAMPLES = `Examples:
  memchat setup              choose anew: a key, a server on this machine, or offline
  memchat setup --json       what is chosen now; never the key

A key need not be saved. In the settings file, which memchat doctor names,
  "apiKeyCommand": ["pass", "show", "anthropic"]
runs a password manager when the key is needed.

`;

const INIT_EXAMPLES = `Examples:
  memchat init               keep the memories of this folder's work in ./sessions
  memchat init -y            and keep them out of git without a question

`;

const COMPLETION_EXAMPLES = `Examples:
  source <(memchat completion bash)                             in ~/.bashrc
  source <(memchat completion zsh)                              in ~/.zshrc, behind compinit
  memchat completion fish > ~/.config/fish/completions/memchat.fish

`;

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
  for (const [command, text] of [
    [setup, SETUP_EXAMPLES],
    [init, INIT_EXAMPLES],
    [completion, COMPLETION_EXAMPLES],
  ] as const) {
    command.addHelpText('before', text);
  }
  return [setup, init, completion];
}
