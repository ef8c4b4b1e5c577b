import type { Command } from 'commander';

/** A command with its options and commands, as far as completion and the manual need it. */
export interface CommandTree {
  name: string;
  summary: string;
  description: string;
  /** How it is written behind its name: `[options] <id> [text...]`. */
  usage: string;
  /** The help that stands before the usage; empty without one. */
  examples: string;
  arguments: { name: string; description: string; choices: readonly string[] }[];
  options: OptionTree[];
  commands: CommandTree[];
}

export interface OptionTree {
  /** With its dash: `-u`; null without one. */
  short: string | null;
  /** With its dashes: `--user`. */
  long: string;
  /** As it is written: `-u, --user <id>`. */
  flags: string;
  description: string;
  /** What it takes behind it; `optional`: it may stand alone. */
  value: 'none' | 'optional' | 'required';
  choices: readonly string[];
}

/**
 * Reads the tree from the commands themselves, so that nothing can be missing from it. `helpOf` gives
 * the whole help of a command.
 */
export function treeOf(command: Command, helpOf: (command: Command) => string): CommandTree {
  const help = helpOf(command);
  const [examples = ''] = help.split(command.helpInformation());
  return {
    name: command.name(),
    summary: command.summary() || command.description(),
    description: command.description(),
    usage: command.usage(),
    examples: examples.trimEnd(),
    arguments: command.registeredArguments.map((argument) => ({
      name: argument.name(),
      description: argument.description,
      choices: argument.argChoices ?? [],
    })),
    options: command.options.map((option) => ({
      short: option.short ?? null,
      long: option.long ?? '',
      flags: option.flags,
      description: option.description,
      value: option.required ? 'required' : option.optional ? 'optional' : 'none',
      choices: option.argChoices ?? [],
    })),
    commands: command.commands.map((each) => treeOf(each, helpOf)),
  };
}
