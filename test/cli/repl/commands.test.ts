import { describe, expect, it } from 'vitest';
import { COMMANDS, findCommand, renderHelp } from '../../../src/cli/repl/commands.ts';
import { nearest } from '../../../src/cli/repl/nearest.ts';

describe('commands', () => {
  it('are found by each of their names, in any case, with or without words behind', () => {
    for (const command of COMMANDS) {
      for (const name of command.names) {
        expect(findCommand(`/${name}`, COMMANDS)).toEqual({ command });
        expect(findCommand(`/${name.toUpperCase()} and more`, COMMANDS)).toEqual({ command });
      }
    }
  });

  it('are all in the help', () => {
    expect(renderHelp(COMMANDS)).toMatchInlineSnapshot(`
      "  /help         what can be typed here
        /memory       what is remembered about you
        /quit         leave (or Ctrl-D)
        //…           a message that starts with /
        \\ at the end  the message goes on in the next line
        Ctrl-C        stops the reply, or clears the line"
    `);
  });

  it.each([
    ['hlep', 'help'],
    ['mem', 'memory'],
    ['memroy', 'memory'],
    ['quitt', 'quit'],
    ['ex', 'exit'],
    ['etc', null],
    ['', null],
    ['x'.repeat(10_000), null],
  ])('for %j the nearest is %j', (word, name) => {
    expect(nearest(word, ['help', 'memory', 'quit', 'exit'])).toBe(name);
  });
});
