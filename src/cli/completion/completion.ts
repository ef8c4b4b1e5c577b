import type { CommandTree } from '../command-tree.ts';
import type { Shell } from '../invocation.ts';
import { bashCompletion } from './bash.ts';
import { fishCompletion } from './fish.ts';
import { placesOf } from './tables.ts';
import { zshCompletion } from './zsh.ts';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** `memchat completion SHELL`: the script for a shell, made from the commands of the program. */
export function completion(shell: Shell, program: CommandTree): string {
  return SCRIPTS[shell](placesOf(program));
}
