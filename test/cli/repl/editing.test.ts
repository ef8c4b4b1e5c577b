import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstKey, type Key } from '../../../src/cli/repl/key.ts';
import { typist } from './typist.ts';

const [LEFT, UP, DOWN] = ['\x1b[D', '\x1b[A', '\x1b[B'];

describe('keys', () => {
  it.each<[string, string]>([
    ['a', 'text'],
    ['é', 'text'],
    ['\r', 'enter'],
    ['\n', 'ctrl+j'],
    ['\t', 'tab'],
    ['\x7f', 'backspace'],
    ['\b', 'backspace'],
    ['\x01', 'ctrl+a'],
    ['\x1f', 'ctrl+_'],
    ['\x1b', 'escape'],
    ['\x1b[A', 'up'],
    ['\x1bOA', 'up'],
    ['\x1b[1;5C', 'ctrl+right'],
    ['\x1b[1;3D', 'alt+left'],
    ['\x1bO5D', 'ctrl+left'],
    ['\x1b[3~', 'delete'],
    ['\x1b[3;5~', 'ctrl+delete'],
    ['\x1b[1~', 'home'],
    ['\x1b[8~', 'end'],
    ['\x1b[Z', 'shift+tab'],
    ['\x1b\r', 'alt+enter'],
    ['\x1b\x7f', 'alt+backspace'],
    ['\x1bb', 'alt+b'],
    ['\x1bB', 'alt+b'],
    ['\x1b[13;2u', 'shift+enter'],
    ['\x1b[27;2;13~', 'shift+enter'],
    ['\x1b[97;5u', 'ctrl+a'],
    ['\x1b[24~', 'unknown'],
    ['\x1b[?1;2c', 'unknown'],
    ['\x9b', 'unknown'],
  ])('%j is %s', (sent, name) => {
    expect(firstKey(sent, true)).toMatchObject({ key: { name }, length: sent.length });
  });

  it('are told from what follows, and waited for where they are not whole', () => {
    expect(firstKey('\x1b[Axyz', false)).toMatchObject({ key: { name: 'up' }, length: 3 });
    expect(firstKey('\x1b\x1b[A', false)).toMatchObject({ key: { name: 'escape' }, length: 1 });
    for (const begin of ['\x1b', '\x1b[', '\x1b[1;', '\x1bO']) {
      expect(firstKey(begin, false)).toBeNull();
      expect(firstKey(begin, true)).not.toBeNull();
    }
  });

  it('take all that was sent, whatever it is, and none of it is text but what can be seen', () => {
    const sent = fc.string({
      unit: fc.constantFrom('\x1b', '[', 'O', '1', ';', '~', 'a', '\x9b', '😀'),
    });
    fc.assert(
      fc.property(sent, (text) => {
        const keys: Key[] = [];
        for (let rest = text; rest !== ''; ) {
          const first = firstKey(rest, true);
          if (first === null) throw new Error(rest);
          keys.push(first.key);
          expect(first.length).toBeGreaterThan(0);
          rest = rest.slice(first.length);
        }
        for (const key of keys) expect(key.text).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

describe('editing a line', () => {
  // After the first text, the keys; then the line with its cursor.
  it.each<[string, string, string, string]>([
    ['Ctrl-A and Ctrl-E', 'one two', '\x01x\x05y', 'xone twoy|'],
    ['Home and End', 'one', '\x1b[Hx\x1b[Fy', 'xoney|'],
    ['Ctrl-B and Ctrl-F', 'abc', '\x02\x02x\x06y', 'axby|c'],
    ['Alt-B and Alt-F', 'one, two three', '\x1bb\x1bbx\x1bf!', 'one, xtwo!| three'],
    ['Ctrl-Left and Ctrl-Right', 'one two', '\x1b[1;5D\x1b[1;5Dx\x1b[1;5C-', 'xone-| two'],
    ['Delete and Ctrl-D', 'abcd', '\x01\x1b[3~\x04', '|cd'],
    ['Ctrl-K', 'one two', '\x1bb\x0b', 'one |'],
    ['Ctrl-U', 'one two', '\x1bb\x15', '|two'],
    ['Ctrl-W, by white space', 'see a/b.c now', '\x17\x17', 'see |'],
    ['Alt-Backspace, by words', 'see a/b', '\x1b\x7f', 'see a/|'],
    ['Alt-D', 'one two', '\x01\x1bd', '| two'],
    ['kills in a row, then Ctrl-Y', 'one two three', '\x17\x17\x01\x19', 'two three|one '],
    ['Alt-Y for the kill before', 'one two', '\x17\x02\x0b\x19\x1by', 'onetwo|'],
    ['Ctrl-T', 'ab', '\x14', 'ba|'],
    ['Ctrl-T in the middle', 'abcd', '\x02\x02\x14', 'acb|d'],
    ['Ctrl-_, a word at a time', 'one two', '\x1f', 'one|'],
    ['Ctrl-X Ctrl-U', 'one two', '\x18\x15', 'one|'],
    ['Ctrl-_ after Ctrl-U', 'one', '\x15\x1f', 'one|'],
    ['Alt-Enter', 'one', '\x1b\rtwo', 'one\ntwo|'],
    ['Ctrl-J', 'one', '\ntwo', 'one\ntwo|'],
    ['a line break is one step', 'one\x1b\rtwo', '\x01\x7f', 'one|two'],
    ['Ctrl-A, Ctrl-K in a line of several', 'one\x1b\rtwo', '\x01\x0b', 'one\n|'],
    ['Ctrl-K at the end takes the break', 'one\x1b\rtwo', '\x01\x02\x0b', 'one|two'],
    [
      'up and down between lines',
      'long one\x1b\rx\x1b\rlast',
      '\x1b[A\x1b[A!',
      'l!|ong one\nx\nlast',
    ],
  ])('%s', (_, text, keys, expected) => {
    const { press, line } = typist();
    press(text);
    press(keys);
    expect(line()).toBe(expected);
  });

  it('takes letters with their marks, and emoji of several parts, for one', () => {
    const { press, line } = typist();
    press('e\u0301x');
    press(LEFT.repeat(2));
    expect(line()).toBe('|e\u0301x');
    press('\x05');
    for (const part of '👩‍🚀') press(part);
    press(LEFT);
    expect(line()).toBe('e\u0301x|👩‍🚀');
    press('\x1b[3~\x7f\x7f');
    expect(line()).toBe('|');
  });

  it('tells who has the terminal what is theirs to do', () => {
    const { press } = typist();
    expect(press('\x04')).toBe('leave');
    expect(press('x\x04')).toBe('draw');
    expect(press('\r')).toBe('enter');
    expect(press('\t')).toBe('complete');
    expect(press('\x03')).toBe('interrupt');
    expect(press('\x1a')).toBe('suspend');
    expect(press('\x0c')).toBe('clear screen');
    expect(press('\x18\x05')).toBe('external editor');
    expect(press('\x18a')).toBe('nothing');
    expect(press('a')).toBe('draw');
  });
});

describe('past lines', () => {
  it('come with the arrows, and what was typed comes back at their end', () => {
    const { press, line } = typist('one', 'two');
    press('now');
    press('\x15');
    press(UP);
    expect(line()).toBe('two|');
    press(UP);
    expect(line()).toBe('one|');
    press(UP);
    expect(line()).toBe('one|');
    press(DOWN);
    press(DOWN);
    expect(line()).toBe('|');
  });

  it('begin with what was typed before', () => {
    const { press, line } = typist('git one', 'other', 'git two');
    press('git');
    press(UP + UP);
    expect(line()).toBe('git one|');
    press(DOWN + DOWN);
    expect(line()).toBe('git|');
  });

  it('of several lines are walked through first', () => {
    const { press, line } = typist('before', 'one\ntwo');
    press(UP);
    expect(line()).toBe('one\ntwo|');
    press(UP);
    expect(line()).toBe('one|\ntwo');
    press(UP);
    expect(line()).toBe('before|');
  });

  it('answer no question', () => {
    const { press, line, editing } = typist('y');
    editing.start([], true);
    expect(press(UP)).toBe('nothing');
    expect(press('\x12')).toBe('nothing');
    expect(line()).toBe('|');
  });

  it('are found with Ctrl-R, letter by letter, and older ones with Ctrl-R again', () => {
    const { press, line, editing } = typist('make tea', 'drink tea', 'make bread', 'Make TEA now');
    press('draft');
    press('\x12tea');
    expect(line()).toBe('Make |TEA now');
    press('\x12');
    expect(line()).toBe('drink |tea');
    press('\x12');
    expect(line()).toBe('make |tea');
    press('\x12');
    expect(line()).toBe('make |tea');
    expect(editing.view({ first: '', next: '' }).prompts.first).toBe('(no past line has “tea”) ');
    press('\x13');
    expect(line()).toBe('drink |tea');
    press('\x7f\x7f\x7fTEA');
    expect(line()).toBe('Make |TEA now');
    press('\x07');
    expect(line()).toBe('draft|');
  });

  it('that were found are taken with Enter, not sent, and edited on with every other key', () => {
    const { press, line } = typist('make tea');
    expect(press('\x12tea\r')).toBe('draw');
    expect(line()).toBe('make |tea');
    expect(press('\r')).toBe('enter');
    press('\x15\x0b');
    press('\x12tea\x05!');
    expect(line()).toBe('make tea!|');
    press('\x12bread\x1b');
    expect(line()).toBe('make tea!|');
  });
});
