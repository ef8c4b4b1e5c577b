import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasTerminal, Pane } from '../../support/tmux.ts';
import { ChatPanes } from './chat-pane.ts';

const LONG = 'a line that a person types and that goes on over several rows of a narrow terminal';

describe.skipIf(!hasTerminal())('typing at the prompt', () => {
  let panes: ChatPanes;
  beforeAll(async () => {
    panes = await ChatPanes.build();
  });
  afterEach(() => panes.stopAll());
  afterAll(() => panes.remove());

  it('answers what was typed and shows the next prompt', async () => {
    const { pane } = await panes.start();
    await pane.type('hello');
    await pane.keys('Enter');
    await pane.waitForScreen('you> hello\nheard [{"origin":"typed","text":"hello"}]\n\nyou>');
  });

  it('does nothing on an empty line', async () => {
    const { pane } = await panes.start();
    await pane.keys('Enter', 'Space', 'Enter');
    await pane.type('x');
    await pane.waitForScreen('you>\nyou>\nyou> x');
  });

  it('prints a receipt above a line that is being typed', async () => {
    const { pane, tell } = await panes.start();
    await pane.type('half a li');
    await pane.waitFor('half a li');
    await tell({ do: 'receipt', added: ['Lives in Hamburg'] });
    await pane.waitForScreen(
      'remembered: +1 Lives in Hamburg · 312 tokens · $0.0004 · /undo\nyou> half a li',
    );
    await pane.waitForCursor(14, 1);
    expect(await pane.colours()).toContain('\x1b[2mremembered');
    // What can be done about it is told once.
    await tell({ do: 'receipt', added: ['Has a cat'] });
    await pane.waitFor('remembered: +1 Has a cat · 312 tokens · $0.0004\nyou> half a li');
  });

  it('leaves a line over several rows as it was, with the cursor in its middle', async () => {
    const { pane, tell } = await panes.start({ columns: 30 });
    await pane.type(LONG);
    await pane.waitFor('terminal');
    await pane.keys(...Array.from({ length: 40 }, () => 'Left'));
    const at = LONG.length - 40;
    const [column, row] = [('you> '.length + at) % 30, Math.floor(('you> '.length + at) / 30)];
    expect(row).toBe(1);
    await pane.waitForCursor(column, row);
    const before = await pane.screen();
    await tell({ do: 'notice', message: 'alice.json was edited: the edit is taken over' });
    const notice = 'alice.json was edited: the edi\nt is taken over\n';
    await pane.waitForScreen(notice + before);
    await pane.waitForCursor(column, row + 2);
    await tell({ do: 'notice', message: 'and once more' });
    await pane.waitForScreen(`${notice}and once more\n${before}`);
    await pane.type('!');
    await pane.keys('Enter');
    await pane.waitFor('heard');
    await pane.resize(200, 24);
    await pane.waitFor(`"text":"${LONG.slice(0, at)}!${LONG.slice(at)}"`);
  });

  it('leaves a line that ends at the edge, at the bottom of the screen, as it was', async () => {
    const { pane, tell } = await panes.start({ columns: 20, rows: 6 });
    for (let count = 0; count < 6; count += 1) await pane.keys('Enter');
    const line = 'x'.repeat(35);
    await pane.type(line);
    await pane.waitFor(/x{20}$/);
    await tell({ do: 'notice', message: 'note' });
    await pane.waitFor('note');
    await pane.type('y');
    await pane.waitFor(/note\nyou> x{15}\nx{20}\ny$/);
  });

  it('draws the line once when the terminal is resized', async () => {
    const { pane } = await panes.start({ columns: 40 });
    await pane.type('hello');
    await pane.keys('Enter');
    await pane.waitFor(/heard[\s\S]*you>$/);
    await pane.type(LONG);
    await pane.waitFor(/rows[\s\S]*terminal$|t\nerminal$/);
    await pane.keys(...Array.from({ length: 18 }, () => 'Left'));
    for (const columns of [30, 70, 25, 100]) {
      await pane.resize(columns, 24);
      const rows = `you> ${LONG}`.match(new RegExp(`.{1,${columns}}`, 'g')) ?? [];
      const line = rows.map((row) => row.trimEnd()).join('\n');
      const screen = await pane.waitFor(new RegExp(`(^|\n)${line}$`));
      expect(screen.match(/you> a/g)).toHaveLength(1);
    }
    await pane.type('!');
    await pane.waitFor(`you> ${LONG.slice(0, -18)}!${LONG.slice(-18)}`);
  });

  it('keeps what stands above the line when the terminal becomes wider', async () => {
    const { pane } = await panes.start({ columns: 30 });
    await pane.type('hello');
    await pane.keys('Enter');
    await pane.waitFor(/heard[\s\S]*you>$/);
    await pane.type(LONG);
    await pane.waitFor(/terminal$/);
    await pane.resize(100, 24);
    await pane.waitForScreen(
      `you> hello\nheard [{"origin":"typed","text":"hello"}]\n\nyou> ${LONG}`,
    );
    await pane.type('!');
    await pane.waitForScreen(
      `you> hello\nheard [{"origin":"typed","text":"hello"}]\n\nyou> ${LONG}!`,
    );
  });

  it('draws no prompt into a reply when the terminal is resized', async () => {
    const { pane, tell } = await panes.start({ columns: 40 });
    await pane.type('script');
    await pane.keys('Enter');
    await tell({ do: 'text', text: 'one ' });
    await pane.waitFor('one');
    await pane.resize(50, 24);
    await tell({ do: 'text', text: 'two' });
    await pane.waitForScreen('you> script\none two');
  });

  it('keeps notices that come while a reply streams for after it', async () => {
    const { pane, tell } = await panes.start();
    await pane.type('script');
    await pane.keys('Enter');
    await pane.waitFor('…thinking');
    await tell({ do: 'text', text: 'one ' });
    await tell({ do: 'notice', message: 'note' });
    await tell({ do: 'text', text: 'two' });
    await tell({ do: 'end', status: 'answered' });
    await pane.waitForScreen('you> script\none two\n\nnote\nyou>');
  });

  it('keeps what is typed while a reply streams for the next prompts', async () => {
    const { pane, tell } = await panes.start();
    await pane.type('script');
    await pane.keys('Enter');
    await tell({ do: 'text', text: 'one ' });
    await pane.waitFor('one');
    await pane.type('next');
    await pane.keys('Enter');
    await pane.type('and a half');
    await tell({ do: 'text', text: 'two' });
    await pane.waitForScreen('you> script\none two');
    await tell({ do: 'end', status: 'answered' });
    await pane.waitForScreen(
      'you> script\none two\n\nyou> next\nheard [{"origin":"typed","text":"next"}]\n\nyou> and a half',
    );
  });

  it('goes on in the next line after a backslash', async () => {
    const { pane } = await panes.start();
    for (const line of ['one\\', 'two\\', 'three \\\\']) {
      await pane.type(line);
      await pane.keys('Enter');
    }
    await pane.waitForScreen(
      [
        'you> one\\',
        '…> two\\',
        '…> three \\\\',
        'heard [{"origin":"typed","text":"one\\ntwo\\nthree \\\\\\\\"}]',
        '',
        'you>',
      ].join('\n'),
    );
  });

  it('runs commands, and never sends one that it does not know', async () => {
    const { pane } = await panes.start();
    for (const line of ['/hlep', '/nothing at all', '/memory', '//etc is a folder']) {
      await pane.type(line);
      await pane.keys('Enter');
    }
    const screen = await pane.waitFor('heard');
    expect(screen).toContain('/hlep is not a command. Did you mean /help?');
    expect(screen).toContain('/nothing is not a command. /help lists the commands.');
    expect(screen).toContain('  tone: dry \\u{1b}[31mhumour (inferred)\n');
    expect(screen).toContain('  Lives in Hamburg · 2026-03-01 · f-1\n');
    expect(screen.match(/heard.*/g)).toEqual([
      'heard [{"origin":"typed","text":"/etc is a folder"}]',
    ]);
    await pane.type('/exit');
    await pane.keys('Enter');
    await pane.waitFor('[exit 0]');
  });

  it('asks beside the messages: answers are not for the up arrow, and Ctrl-C is no answer', async () => {
    const { pane } = await panes.start();
    await pane.type('hello');
    await pane.keys('Enter');
    await pane.waitFor('heard');
    await pane.type('/review');
    await pane.keys('Enter');
    await pane.waitFor('1/2  Likes tea');
    await pane.type('e');
    await pane.keys('Enter');
    await pane.waitFor(/In your words: Likes tea$/);
    await pane.keys('C-a');
    await pane.type('Often ');
    await pane.keys('C-e');
    await pane.paste(' or\nwater');
    await pane.keys('Enter');
    await pane.waitFor('+ Often Likes tea or water');
    await pane.waitFor('2/2  Likes jazz');
    await pane.type('n');
    await pane.keys('C-c');
    await pane.waitFor(/1 approved, 0 declined, 1 left for later\.\nyou>$/);
    await pane.keys('Up');
    await pane.waitFor(/you> \/review$/);
    await pane.keys('Up');
    await pane.waitFor(/you> hello$/);
  });

  it('shows what comes while it asks above the question', async () => {
    const { pane, tell } = await panes.start();
    await pane.type('/forget jazz');
    await pane.keys('Enter');
    await pane.waitFor(/Forget it\? \(y\/N\)$/);
    await tell({ do: 'notice', message: 'a notice' });
    await pane.waitFor(/a notice\nForget it\? \(y\/N\)$/);
    await pane.keys('C-d');
    // No answer is a no; leaving is for the prompt.
    await pane.waitFor(/Forget it\? \(y\/N\)\nNothing was forgotten\.\nyou>$/);
    await pane.keys('C-d');
    await pane.waitFor('[exit 0]');
  });

  it('writes no control sequence to a dumb terminal', async () => {
    const { pane, tell } = await panes.start({ env: { TERM: 'dumb' } });
    await pane.type('hello');
    await pane.keys('Enter');
    await pane.waitFor('heard');
    await tell({ do: 'receipt', added: ['Lives in Hamburg'] });
    await pane.waitFor(/remembered: .*\nyou>$/);
    expect(await pane.colours()).not.toContain('\x1b');
    await pane.keys('C-c');
    await pane.waitFor('(Ctrl-C again or Ctrl-D to leave)');
    await pane.keys('C-d');
    await pane.waitFor('[exit 0]');
  });

  it('leaves the line alone when stderr goes elsewhere', async () => {
    const { command, tell } = panes.command();
    const pane = panes.keep(await Pane.start(['sh', '-c', '"$@" 2>/dev/null', 'sh', ...command]));
    await pane.waitFor('you>');
    await pane.type('half');
    await pane.waitFor('half');
    await tell({ do: 'notice', message: 'note' });
    await pane.type(' a line');
    await pane.waitForScreen('you> half a line');
  });
});
