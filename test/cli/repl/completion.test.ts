import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS, completeCommand } from '../../../src/cli/repl/commands.ts';
import { completed, renderOptions } from '../../../src/cli/repl/completion.ts';
import { conversationAbout, owned } from './owned.ts';

async function complete(line: string) {
  const { own } = await owned();
  await own.add({ text: 'Has a cat' });
  const completion = await completeCommand(line, COMMANDS, conversationAbout(own));
  const { text, list } = completed(line, completion);
  return {
    line: text === null ? line : line.slice(0, completion.start) + text,
    list: list.map((option) => option.text),
  };
}

describe('Tab', () => {
  it.each([
    ['/q', '/quit '],
    ['/MEM', '/memory '],
    ['/model claude-o', '/model claude-opus-5-5 '],
    ['/why f', '/why f-1'],
    ['/why to', '/why tone '],
    ['/forget na', '/forget name '],
    ['/undo ', '/undo 1 '],
    ['/nothing here', '/nothing here'],
    ['//etc/pass', '//etc/pass'],
    ['a message', 'a message'],
    ['/quit x', '/quit x'],
  ])('%j becomes %j', async (line, becomes) => {
    expect((await complete(line)).line).toBe(becomes);
  });

  it('lists what may be meant where it is not one, and goes as far as all go', async () => {
    expect(await complete('/re')).toEqual({
      line: '/re',
      list: ['/remember', '/review', '/retry'],
    });
    expect((await complete('/model ')).line).toBe('/model claude-');
    expect((await complete('/')).list).toHaveLength(COMMANDS.length);
  });

  it('knows the files that /export may write to', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'memchat-files-'));
    try {
      mkdirSync(join(folder, 'talks'));
      writeFileSync(join(folder, 'talk one.md'), '');
      writeFileSync(join(folder, '.hidden'), '');
      expect((await complete(`/export ${folder}/`)).line).toBe(`/export ${folder}/talk`);
      expect((await complete(`/export ${folder}/talks`)).line).toBe(`/export ${folder}/talks/`);
      expect((await complete(`/export ${folder}/none/`)).list).toEqual([]);
      expect((await complete(`/export ${folder}/.h`)).line).toBe(`/export ${folder}/.hidden `);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('shows a list in plain text that fits the width', () => {
    const names = ['one', 'two', 'three', 'four'].map((text) => ({ text }));
    expect(renderOptions(names, 15)).toBe('one    two\nthree  four');
    expect(renderOptions([{ text: 'one', about: 'the first of them' }, { text: 'two' }], 12)).toBe(
      'one  the fir\ntwo',
    );
  });
});
