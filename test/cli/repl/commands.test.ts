import { describe, expect, it } from 'vitest';
import { COMMANDS, findCommand, renderHelp } from '../../../src/cli/repl/commands.ts';
import { nearest } from '../../../src/cli/repl/nearest.ts';

describe('commands', () => {
  it('are found by each of their names, in any case, with or without words behind', () => {
    for (const command of COMMANDS) {
      for (const name of command.names) {
        expect(findCommand(`/${name}`, COMMANDS)).toEqual({ command, rest: '' });
        const shouted = `/${name.toUpperCase()}\t  and \n more `;
        expect(findCommand(shouted, COMMANDS)).toEqual({ command, rest: 'and \n more' });
      }
    }
  });

  it('have names of their own, and fit a terminal of 80 columns', () => {
    const names = COMMANDS.flatMap((command) => command.names);
    expect(new Set(names).size).toBe(names.length);
    for (const line of renderHelp(COMMANDS).split('\n')) {
      expect(line.length).toBeLessThanOrEqual(80);
    }
  });

  it('are all in the help', () => {
    expect(renderHelp(COMMANDS)).toMatchInlineSnapshot(`
      "  /help             what can be typed here
        /memory           what is remembered about you
        /remember TEXT    remember a fact, as you write it
        /forget WHAT      erase for good: by id, preference or words
        /review           say yes or no to what waits, one by one
        /undo [REVISION]  take the last change to the memory back
        /why [WHAT]       what the last prompt knew of you, and from where
        /retry            say the last message again, as if for the first time
        /edit [TEXT]      write a message in your editor ($VISUAL, $EDITOR)
        /new              begin a new conversation; the memory stays
        /model [NAME]     which model answers, or another one for this session
        /cost             what this session, today and all of it has cost
        /export [FILE]    write this conversation into a file, as Markdown
        /status           who you are here, and what is in use
        /quit             leave (or Ctrl-D)
        //TEXT            a message that starts with /
        \\ at the end      the message goes on in the next line; or Alt-Enter, Ctrl-J
        Tab               completes a command
        Up, Ctrl-R        brings back what was entered before; finds it by a part
        Ctrl-X Ctrl-E     goes on writing in an editor of yours
        Ctrl-C            stops the reply, or clears the line"
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
