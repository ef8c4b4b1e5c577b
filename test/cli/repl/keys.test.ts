import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasTerminal } from '../../support/tmux.ts';
import { ChatPanes } from './chat-pane.ts';

describe.skipIf(!hasTerminal())('keys at the prompt', () => {
  let panes: ChatPanes;
  const folder = mkdtempSync(join(tmpdir(), 'memchat-keys-'));
  beforeAll(async () => {
    panes = await ChatPanes.build();
  });
  afterEach(() => panes.stopAll());
  afterAll(async () => {
    await panes.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** An editor that does this with the file in `$1`. */
  async function editor(script: string): Promise<string> {
    const file = join(folder, 'editor.sh');
    await writeFile(file, script);
    return `sh ${file}`;
  }

  it('break a line with Alt-Enter and Ctrl-J, and send it whole with Enter', async () => {
    const { pane } = await panes.start({ columns: 20 });
    await pane.type('one');
    await pane.keys('M-Enter');
    await pane.type('two that goes on for more than a row');
    await pane.waitFor('than a row');
    await pane.keys('C-j');
    await pane.type('three');
    await pane.waitForScreen('you> one\n…> two that goes on\nfor more than a row\n…> three');
    await pane.keys('Up', 'Up', 'End');
    await pane.waitForCursor(8, 0);
    await pane.type('!');
    await pane.waitForScreen('you> one!\n…> two that goes on\nfor more than a row\n…> three');
    await pane.keys('Enter');
    await pane.resize(100, 24);
    await pane.waitFor('"one!\\ntwo that goes on for more than a row\\nthree"');
    await pane.keys('Up');
    await pane.waitFor(/you> one!\n…> two that goes on for more than a row\n…> three$/);
  });

  it('take a line feed behind other text for Enter, as programs send it', async () => {
    const { pane } = await panes.start();
    await pane.type('hello\n');
    await pane.waitFor('heard [{"origin":"typed","text":"hello"}]');
  });

  it('leave the cursor where the next character comes, in wide and combining text', async () => {
    const { pane } = await panes.start({ columns: 20 });
    await pane.type('日本語と日本語とa');
    await pane.waitForScreen('you> 日本語と日本語\nとa');
    await pane.waitForCursor(3, 1);
    await pane.keys('Left', 'Left');
    await pane.waitForCursor(0, 1);
    await pane.keys('Left', 'BSpace');
    await pane.waitForScreen('you> 日本語と日語とa');
    await pane.waitForCursor(15, 0);
    await pane.keys('C-u', 'C-k');
    await pane.type('e\u0301x');
    await pane.waitForCursor(7, 0);
    await pane.keys('Left', 'Left', 'C-d', 'Enter');
    await pane.waitFor('heard [{"origin":"t');
    expect(await pane.screen()).toContain('"x"}]');
  });

  it('show a line that is higher than the terminal around its cursor', async () => {
    const { pane } = await panes.start({ columns: 20, rows: 5 });
    for (let row = 1; row <= 9; row += 1) {
      await pane.type(`row ${row}`);
      await pane.keys('M-Enter');
    }
    await pane.type('end');
    await pane.waitForScreen('…> row 6\n…> row 7\n…> row 8\n…> row 9\n…> end');
    await pane.keys(...Array.from({ length: 9 }, () => 'Up'));
    await pane.waitForScreen('you> row 1\n…> row 2\n…> row 3\n…> row 4\n…> row 5');
    await pane.type('!');
    await pane.waitFor('you> row!');
  });

  it('complete commands and what stands behind them, and list what is ambiguous', async () => {
    const { pane } = await panes.start();
    await pane.type('/rem');
    await pane.keys('Tab');
    await pane.waitFor('you> /remember');
    await pane.keys('C-u');
    await pane.type('/re');
    await pane.keys('Tab');
    const list = await pane.waitFor(/\/review .*\n[\s\S]*you> \/re$/);
    expect(list).toMatch(/\/remember +remember a fact/);
    expect(list).toMatch(/\/retry +say the last message again/);
    await pane.keys('C-u');
    await pane.type('/model claude-o');
    await pane.keys('Tab', 'Enter');
    await pane.waitFor('claude-opus-5-5 answers from now on, in this session; claude-haiku-5-5');
    await pane.type('/forget f');
    await pane.keys('Tab');
    await pane.waitFor('you> /forget f-1');
    await pane.keys('C-c');
    await pane.type('no command');
    await pane.keys('Tab', 'Enter');
    await pane.waitFor('"no command"');
  });

  it('find past lines with Ctrl-R', async () => {
    const { pane } = await panes.start();
    for (const line of ['make tea', 'make bread']) {
      await pane.type(line);
      await pane.keys('Enter');
      await pane.waitFor(`"text":"${line}"`);
    }
    await pane.keys('C-r');
    await pane.type('make');
    await pane.waitFor(/\(past lines with “make”\) make bread$/);
    await pane.keys('C-r');
    await pane.waitFor(/\(past lines with “make”\) make tea$/);
    await pane.keys('Enter');
    await pane.waitFor(/you> make tea$/);
    await pane.keys('C-u', 'C-k', 'C-r');
    await pane.waitFor('(past lines with “”)');
    await pane.keys('Escape');
    await pane.waitFor(/you>$/);
    await pane.type('after');
    await pane.waitFor(/you> after$/);
  });

  it('write in another editor: /edit sends, Ctrl-X Ctrl-E goes on with the line', async () => {
    const script =
      'stat -c %a "$1"; sed -i "s/begun/begun and ended/" "$1"; echo new >> "$1"; sleep 0.1';
    const env = { EDITOR: await editor(script), TMPDIR: folder };
    const { pane, tell } = await panes.start({ columns: 150, env });
    await pane.type('/edit begun');
    await pane.keys('Enter');
    await pane.waitFor('heard [{"origin":"typed","text":"begun and ended\\nnew"}]');
    expect(await pane.screen()).toMatch(/^600$/m);
    await pane.type('begun');
    await pane.paste('a\nb');
    await pane.keys('C-x', 'C-e');
    await tell({ do: 'notice', message: 'meanwhile' });
    await pane.waitFor(/you> begun and ended\[pasted 2 lines\]\n…> new$/);
    await pane.keys('Enter');
    await pane.waitFor(
      '{"origin":"third-party","text":"a\\nb"},{"origin":"typed","text":"\\nnew"}',
    );
    expect(await pane.screen()).toContain('meanwhile');
    expect(readdirSync(folder).filter((name) => name.startsWith('memchat-'))).toEqual([]);
  });

  it('tell of an editor that fails, or is not there, and go on', async () => {
    const { pane } = await panes.start({ columns: 180, env: { EDITOR: await editor('exit 3') } });
    await pane.type('kept');
    await pane.keys('C-x', 'C-e');
    await pane.waitFor(/failed \(exit code 3\)[\s\S]*you> kept$/);
    await pane.keys('C-u');
    await pane.type('/edit');
    await pane.keys('Enter');
    await pane.waitFor(/(failed[\s\S]*){2}you>$/);
    await pane.paste('one\ntwo');
    await pane.waitFor('[pasted 2 lines]');
    const { pane: without } = await panes.start({ columns: 180, env: { EDITOR: '' } });
    await without.type('/edit');
    await without.keys('Enter');
    await without.waitFor('There is no editor to write in.');
  });

  it('say a message that failed again', async () => {
    const { pane, tell } = await panes.start();
    await pane.type('/retry');
    await pane.keys('Enter');
    await pane.waitFor('There is no message in this conversation to say again.');
    await pane.type('script');
    await pane.keys('Enter');
    await tell({ do: 'end', status: 'failed', problem: 'The API is overloaded.' });
    await pane.waitFor('/retry says it again');
    await tell({ do: 'text', text: 'at last' });
    await tell({ do: 'end', status: 'answered' });
    await pane.type('/retry');
    await pane.keys('Enter');
    await pane.waitFor('again: script\nat last');
  });
});
