import type { CommandTree, OptionTree } from '../command-tree.ts';

/** What can stand in a place: one of some words, or what the shell or the store knows. */
export type Values =
  | { kind: 'words'; words: readonly string[] }
  | { kind: 'users' | 'files' | 'folders' | 'anything' };

/** What can be typed behind one command. */
export interface Place {
  /** `memchat memory list` */
  path: string;
  commands: { name: string; summary: string }[];
  /** The command's own options. */
  options: OptionTree[];
  /** What its first argument may be; null without one. */
  argument: Values | null;
}

/** Every command of the tree, the program first: its options hold behind the others as well. */
export function placesOf(tree: CommandTree, above = ''): Place[] {
  const path = `${above}${tree.name}`;
  const [argument] = tree.arguments;
  const isPlaceOfCommands = tree.commands.length > 0;
  return [
    {
      path,
      commands: tree.commands.map(({ name, summary }) => ({ name, summary })),
      options: tree.options,
      argument:
        argument === undefined || isPlaceOfCommands
          ? null
          : valuesOf(argument.name, argument.choices),
    },
    ...tree.commands.flatMap((command) => placesOf(command, `${path} `)),
  ];
}

/** What stands behind an option; null for one that takes nothing. */
export function takenBy({ value, flags, long, choices }: OptionTree): Values | null {
  if (value === 'none') return null;
  if (long === '--user') return { kind: 'users' };
  return valuesOf(/[<[]([^>\]]+)[>\]]/.exec(flags)?.[1] ?? '', choices);
}

function valuesOf(name: string, choices: readonly string[]): Values {
  if (choices.length > 0) return { kind: 'words', words: choices };
  if (name === 'user') return { kind: 'users' };
  if (name === 'file' || name === 'script') return { kind: 'files' };
  return { kind: name === 'dir' ? 'folders' : 'anything' };
}

/** How an option can be written. */
export function namesOf({ short, long }: OptionTree): string[] {
  return short === null ? [long] : [short, long];
}
