import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasTerminal, Pane, type PaneOptions } from '../../support/tmux.ts';
import { ChatPanes } from './chat-pane.ts';

describe.skipIf(!hasTerminal())('a reply that is laid out', () => {
  let panes: ChatPanes;
  beforeAll(async () => {
    panes = await ChatPanes.build();
  });
  afterEach(() => panes.stopAll());
  afterAll(() => panes.remove());

  async function talking(options: PaneOptions = {}, message = 'script') {
    const env = { LAYOUT: '1', ...options.env };
    const { pane, tell } = await panes.start({ ...options, env });
    await pane.type(message);
    await pane.keys('Enter');
    const text = (piece: string) => tell({ do: 'text', text: piece });
    return { pane, tell, text };
  }

  it('shows words as they come, and styles once they are sure', async () => {
    const { pane, tell, text } = await talking();
    await text('Some **bo');
    await pane.waitForScreen('you> script\nSome');
    await text('ld** text, and `mor');
    await pane.waitForScreen('you> script\nSome bold text, and');
    expect(await pane.colours()).toContain('\x1b[1mbold\x1b[0m');
    await tell({ do: 'end', status: 'answered' });
    await pane.waitForScreen('you> script\nSome bold text, and `mor\n\nyou>');
  });

  it('that is stopped or breaks off in an open style leaves none behind', async () => {
    const { pane, tell, text } = await talking();
    await text('# Head\n\n- **bold** and **open `co');
    await pane.waitFor('• bold and');
    await tell({ do: 'end', status: 'failed', problem: 'The API is overloaded.' });
    await pane.waitForScreen(
      'you> script\nHead\n\n• bold and **open `co\nThe API is overloaded.\nYour message is kept: /retry says it again.\n\nyou>',
    );
    expect(await pane.colours()).toMatch(/^The API is overloaded\.$/m);
    await pane.type('script');
    await pane.keys('Enter');
    await text('```ts\nconst a = 1;\nconst b');
    await pane.waitFor('const a = 1;');
    await pane.keys('C-c');
    await pane.waitFor(/const a = 1;\nconst b\n\(stopped\)\n\nyou>$/);
    // The next reply is no code.
    await pane.type('script');
    await pane.keys('Enter');
    await text('- a');
    await pane.waitFor('• a');
  });

  it('says what a tool does below the text before it, and goes on in its place', async () => {
    const { pane, tell, text } = await talking();
    await pane.waitForScreen('you> script\n…thinking');
    await text('Let me look');
    await pane.waitForScreen('you> script\nLet me look');
    await tell({ do: 'event', type: 'recalling' });
    await pane.waitForScreen('you> script\nLet me look\n…recalling');
    await tell({ do: 'event', type: 'remembering' });
    await pane.waitForScreen('you> script\nLet me look\n…remembering');
    await text('You like tea.');
    await pane.waitForScreen('you> script\nLet me look\nYou like tea.');
    await tell({ do: 'end', status: 'answered' });
    await pane.waitForScreen('you> script\nLet me look\nYou like tea.\n\nyou>');
  });

  it('counts the seconds that it is waited for', async () => {
    const { pane } = await talking();
    const [, first] = /thinking (\d+) s$/.exec(await pane.waitFor(/…thinking \d+ s$/)) ?? [];
    const [, later] =
      /thinking (\d+) s$/.exec(await pane.waitFor(/…thinking ([2-9]|\d\d) s$/)) ?? [];
    expect(Number(later)).toBeGreaterThanOrEqual(Number(first));
    await pane.keys('C-c');
    await pane.waitForScreen('you> script\n(stopped)\n\nyou>');
  });

  it.each(['recalling', 'remembering'] as const)(
    'Ctrl-C while %s leaves a clean line',
    async (type) => {
      const { pane, tell, text } = await talking();
      await text('Wait');
      await tell({ do: 'event', type });
      await pane.waitFor(`…${type}`);
      await pane.keys('C-c');
      await pane.waitForScreen('you> script\nWait\n(stopped)\n\nyou>');
    },
  );

  it.each([
    ['ACCESSIBLE', 'you> script\nWait\n- a'],
    ['QUIET', 'you> script\nWait\n• a'],
    ['TERM', 'you> script\nWait\n• a'],
  ])('waits in silence with %s', async (name, screen) => {
    const { pane, tell, text } = await talking({ env: { [name]: name === 'TERM' ? 'dumb' : '1' } });
    await text('Wait');
    await tell({ do: 'event', type: 'recalling' });
    await text('- a');
    await pane.waitForScreen(screen);
    expect(await pane.screen()).not.toContain('…');
  });

  it('follows the width of the terminal, also while it comes', async () => {
    const { pane, tell, text } = await talking({ columns: 40 });
    const words = 'one two three four five six seven eight nine ten ';
    await text(words);
    await pane.waitForScreen('you> script\none two three four five six seven eight\nnine ten');
    await pane.resize(20, 24);
    await tell({ do: 'resized', columns: 20 });
    await text(words);
    await tell({ do: 'end', status: 'answered' });
    // The terminal has broken the first line anew; what came then was broken for it.
    const screen = await pane.waitFor(/ten\n\nyou>$/);
    const [before, behind] = ['one two three four f\nive six seven eight\n', 'nine ten one two\n'];
    expect(screen).toContain(`${before}${behind}three four five six\nseven eight nine ten\n\nyou>`);
  });

  it('aligns a table by what its characters take on this terminal', async () => {
    const { pane, tell, text } = await talking({ columns: 60 });
    await text(
      '| 名前 | b |\n|---|---|\n| e\u0301a | 1 |\n| 👨\u200d👩\u200d👧 家族 | 2 |\n| 🇩🇪 | 3 |\n',
    );
    await tell({ do: 'end', status: 'answered' });
    const screen = await pane.waitFor(/3\n\nyou>$/);
    const rows = screen.split('\n').filter((line) => line.includes('│'));
    expect(rows).toHaveLength(4);
    // Typed again, the terminal itself tells at which column the bar would stand.
    const measuring = panes.keep(await Pane.start(['cat'], { columns: 60 }));
    for (const [row, line] of rows.entries()) {
      await measuring.type(line.slice(0, line.indexOf('│')));
      await measuring.waitForCursor(8, 2 * row);
      await measuring.keys('Enter');
      await measuring.waitForCursor(0, 2 * row + 2);
    }
  });
});
