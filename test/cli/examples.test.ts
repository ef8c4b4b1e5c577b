import { describe, expect, it } from 'vitest';
import type { CommandTree } from '../../src/cli/command-tree.ts';
import { parseArguments, programTree } from '../../src/cli/options.ts';

/** All commands with their paths, the program first. */
function commandsOf(tree: CommandTree, above = ''): { path: string; command: CommandTree }[] {
  const path = `${above}${tree.name}`;
  const inner = tree.commands.flatMap((command) => commandsOf(command, `${path} `));
  return [{ path, command: tree }, ...inner];
}

const COMMANDS = commandsOf(programTree('0.0.0'));

describe('the help', () => {
  it('of each command begins with examples of it, on lines of 80 columns', () => {
    expect(COMMANDS.length).toBeGreaterThan(25);
    for (const { path, command } of COMMANDS) {
      const { examples } = command;
      expect(examples).toMatch(/^Examples:\n/);
      expect(examples).toContain(path);
      const wide = examples.split('\n').filter((line) => line.length > 80);
      expect([path, wide]).toEqual([path, []]);
    }
  });

  it('gives examples that the program understands', () => {
    for (const { command } of COMMANDS) {
      const typed = command.examples.split('\n').flatMap((line) => {
        const call = /^ {2}memchat( [^<>]*?)?(?: {3}| < |$)/.exec(line);
        return call === null ? [] : [call[1] ?? ''];
      });
      for (const line of typed) {
        const words = line.match(/"[^"]*"|\S+/g)?.map((word) => word.replaceAll('"', '')) ?? [];
        expect(() => parseArguments(words, '0.0.0')).not.toThrow();
      }
    }
  });
});
