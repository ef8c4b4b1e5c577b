import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasTerminal, Pane } from '../../support/tmux.ts';
import { ChatPanes } from './chat-pane.ts';

describe.skipIf(!hasTerminal())('stopping and leaving', () => {
  let panes: ChatPanes;
  beforeAll(async () => {
    panes = await ChatPanes.build();
  });
  afterEach(() => panes.stopAll());
  afterAll(() => panes.remove());

  async function streaming(message = 'script') {
    const { pane, tell } = await panes.start();
    await pane.type(message);
    await pane.keys('Enter');
    await tell({ do: 'text', text: 'a part' });
    await pane.waitFor('a part');
    return { pane, tell };
  }

  it('Ctrl-C stops a reply and keeps what came', async () => {
    const { pane } = await streaming();
    await pane.keys('C-c');
    await pane.waitForScreen('you> script\na part\n(stopped)\n\nyou>');
  });

  it('Ctrl-C stops a reply before its first word', async () => {
    const { pane } = await panes.start();
    await pane.type('script');
    await pane.keys('Enter');
    await pane.waitFor('…thinking');
    await pane.keys('C-c');
    await pane.waitForScreen('you> script\n(stopped)\n\nyou>');
  });

  it('Ctrl-C stops a reply also when it came in one piece with Enter', async () => {
    const { pane } = await panes.start();
    await pane.type('script\r\x03');
    await pane.waitForScreen('you> script\n(stopped)\n\nyou>');
  });

  it('a second Ctrl-C leaves a reply that does not stop', async () => {
    const { pane } = await streaming('script, deaf');
    await pane.keys('C-c', 'C-c');
    await pane.waitFor('[exit 0]');
  });

  it('Ctrl-C clears a line, over all its rows', async () => {
    const { pane } = await panes.start({ columns: 20 });
    await pane.type('words that go on over some rows of it');
    await pane.waitFor(/rows of\nit$/);
    await pane.keys('Left', 'Left', 'C-c');
    await pane.type('new');
    await pane.waitForScreen('you> new');
  });

  it('Ctrl-C gives up a message of several lines', async () => {
    const { pane } = await panes.start();
    await pane.type('one\\');
    await pane.keys('Enter');
    await pane.waitFor('…>');
    await pane.keys('C-c');
    await pane.type('two');
    await pane.keys('Enter');
    await pane.waitFor('heard [{"origin":"typed","text":"two"}]');
  });

  it('Ctrl-C on an empty line hints, and leaves when pressed again', async () => {
    const { pane } = await panes.start();
    await pane.keys('C-c');
    await pane.waitFor('(Ctrl-C again or Ctrl-D to leave)\nyou>');
    await pane.type('x');
    await pane.keys('BSpace', 'C-c');
    await pane.waitFor(/(\(Ctrl-C again[\s\S]*){2}you>$/);
    await pane.keys('C-c');
    await pane.waitFor('[exit 0]');
  });

  it('Ctrl-D leaves on an empty line only', async () => {
    const { pane } = await panes.start();
    await pane.type('x');
    await pane.keys('C-d', 'Enter');
    await pane.waitFor('heard [{"origin":"typed","text":"x"}]');
    await pane.keys('C-d');
    expect(await pane.waitFor('[exit')).toMatch(/you>\n\[exit 0\]$/);
  });

  it('waits for the memory, and shows the receipt that comes', async () => {
    const { pane, tell } = await panes.start();
    await tell({ do: 'pending' });
    await pane.keys('C-d');
    await pane.waitFor('remembering… Ctrl-C skips');
    await tell({ do: 'receipt', added: ['Lives in Hamburg'] });
    await pane.waitFor(/\$0.0004\nremembering…/);
    await tell({ do: 'settled' });
    await pane.waitForScreen(
      'you>\nremembered: +1 Lives in Hamburg · 312 tokens · $0.0004\n[exit 0]',
    );
  });

  it('Ctrl-C skips the wait and says that something is left', async () => {
    const { pane, tell } = await panes.start();
    await tell({ do: 'pending' });
    await pane.keys('C-d');
    await pane.waitFor('remembering…');
    await pane.keys('C-c');
    expect(await pane.waitFor('[exit')).toMatch(
      /you>\nNot all of it is remembered yet: .*\n\[exit 0\]$/,
    );
  });

  it('leaves no bracketed paste behind', async () => {
    const { command } = panes.command();
    const script = '"$@"; echo over; cat -v';
    const pane = panes.keep(await Pane.start(['sh', '-c', script, 'sh', ...command]));
    await pane.waitFor('you>');
    await pane.keys('C-d');
    await pane.waitFor('over');
    await pane.paste('pasted\n');
    await pane.waitForScreen('you>\nover\npasted\npasted');
  });

  it.each([
    ['SIGTERM', 'at the prompt'],
    ['SIGHUP', 'at the prompt'],
    ['SIGTERM', 'in a reply'],
  ] as const)('%s %s leaves at once with 143 and the terminal as it was', async (signal, where) => {
    const { command, tell } = panes.command();
    const pane = panes.keep(await Pane.shell());
    await pane.type(command.join(' '));
    await pane.keys('Enter');
    await pane.waitFor('you>');
    await tell({ do: 'pending' });
    if (where === 'in a reply') {
      await pane.type('script, deaf');
      await pane.keys('Enter');
      await tell({ do: 'text', text: 'a part' });
      await pane.waitFor('a part');
    } else {
      await pane.type('typed');
      await pane.waitFor('you> typed');
    }
    process.kill(await pane.pid('program.mjs'), signal);
    await pane.waitFor(/\$$/);
    await pane.type('echo "code $?"; stty -a | grep -o " icanon\\| echo\\b"');
    await pane.keys('Enter');
    await pane.waitFor(/code 143\n icanon\n echo\n/);
  });

  it('Ctrl-Z stops the program, and the line is there when it goes on', async () => {
    const { command } = panes.command();
    const pane = panes.keep(await Pane.shell());
    await pane.type(command.join(' '));
    await pane.keys('Enter');
    await pane.waitFor('you>');
    await pane.type('half a line');
    await pane.waitFor('you> half a line');
    await pane.keys('C-z');
    await pane.waitFor('Stopped');
    await pane.type('fg');
    await pane.keys('Enter');
    await pane.waitFor(/\$ fg\n[\s\S]*you> half a line$/);
    await pane.type(', and the rest');
    await pane.keys('Enter');
    await pane.waitFor('"text":"half a line, and the rest"');
    await pane.paste('one\ntwo');
    await pane.waitFor('[pasted 2 lines]');
  });

  it('shows why a turn failed, and goes on', async () => {
    const { pane, tell } = await streaming();
    await tell({
      do: 'end',
      status: 'failed',
      problem: 'The API is overloaded. Try \x1b[2Jlater.',
    });
    await pane.waitForScreen(
      'you> script\na part\nThe API is overloaded. Try \\u{1b}[2Jlater.\nYour message is kept: /retry says it again.\n\nyou>',
    );
    await pane.type('break');
    await pane.keys('Enter');
    await pane.waitFor('The message was refused.');
    await pane.type('hello');
    await pane.keys('Enter');
    await pane.waitFor('heard [{"origin":"typed","text":"hello"}]');
  });

  it('puts the terminal back when a defect ends it', async () => {
    const { command } = panes.command();
    const pane = panes.keep(await Pane.shell());
    await pane.type(command.join(' '));
    await pane.keys('Enter');
    await pane.waitFor('you>');
    await pane.type('crash');
    await pane.keys('Enter');
    await pane.waitFor('TypeError: a defect');
    await pane.type('echo "code $?"; stty -a | grep -o " icanon\\| echo\\b"');
    await pane.keys('Enter');
    await pane.waitFor(/code 1\n icanon\n echo\n/);
  });

  it('shows control sequences of a reply, cut anywhere, and obeys none', async () => {
    const { pane, tell } = await panes.start();
    await pane.type('script');
    await pane.keys('Enter');
    for (const text of '\x1b]0;owned\x07\x1b[2Jkept\r\nb\u202ec\ud83d\ude00') {
      for (const unit of text.split('')) await tell({ do: 'text', text: unit });
    }
    await tell({ do: 'end', status: 'answered' });
    await pane.waitForScreen(
      'you> script\n\\u{1b}]0;owned\\u{7}\\u{1b}[2Jkept\nb\\u{202e}c😀\n\nyou>',
    );
  });
});
