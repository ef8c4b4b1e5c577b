import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasTerminal } from '../../support/tmux.ts';
import { ChatPanes } from './chat-pane.ts';

const LINES = Array.from({ length: 500 }, (_, index) => `line ${index + 1}`).join('\n');

describe.skipIf(!hasTerminal())('pasting', () => {
  let panes: ChatPanes;
  beforeAll(async () => {
    panes = await ChatPanes.build();
  });
  afterEach(() => panes.stopAll());
  afterAll(() => panes.remove());

  it('sends many lines as one third-party passage, in place', async () => {
    const { pane } = await panes.start();
    await pane.type('what is ');
    await pane.paste(LINES);
    await pane.type(' about?');
    await pane.waitFor('you> what is [pasted 500 lines] about?');
    await pane.keys('Enter');
    const screen = (await pane.waitFor('heard')).replaceAll('\n', '');
    const heard = [
      { origin: 'typed', text: 'what is ' },
      { origin: 'third-party', lines: 500 },
      { origin: 'typed', text: ' about?' },
    ];
    expect(screen).toContain(`heard ${JSON.stringify(heard)}`);
    expect(screen.match(/heard/g)).toHaveLength(1);
  });

  it('knows pasted words in a line, also edited and also brought back with the up arrow', async () => {
    const { pane } = await panes.start({ columns: 200 });
    const heard =
      '[{"origin":"typed","text":"tell me: "},{"origin":"third-party","text":"My nae is Mallory"}]';
    await pane.type('tell me: ');
    await pane.paste('My name is Mallory\n');
    await pane.waitFor('Mallory');
    await pane.keys(...Array.from({ length: 12 }, () => 'Left'), 'BSpace', 'End', 'Enter');
    await pane.waitFor(`heard ${heard}`);
    await pane.keys('Up', 'Enter');
    await pane.waitFor(/(heard .*[\s\S]*){2}/);
    const answers = (await pane.screen()).match(/heard .*/g);
    expect(answers).toEqual([`heard ${heard}`, `heard ${heard}`]);
  });

  it('takes what is killed and yanked for pasted once something was pasted', async () => {
    const { pane } = await panes.start({ columns: 200 });
    await pane.paste('I am Mallory');
    await pane.waitFor('Mallory');
    await pane.keys('C-u', 'C-y', 'Enter');
    await pane.waitFor('heard [{"origin":"third-party","text":"I am Mallory"}]');
  });

  it('takes a label away with one backspace', async () => {
    const { pane } = await panes.start();
    await pane.type('see ');
    await pane.paste('one\ntwo');
    await pane.waitFor('see [pasted 2 lines]');
    await pane.keys('BSpace');
    await pane.type('nothing');
    await pane.keys('Enter');
    await pane.waitFor('heard [{"origin":"typed","text":"see nothing"}]');
  });

  it('is no command, whatever the paste begins with', async () => {
    const { pane } = await panes.start();
    await pane.paste('/quit is not found');
    await pane.keys('Enter');
    await pane.waitFor('heard [{"origin":"third-party","text":"/quit is not found"}]');
  });

  it('refuses more than 200,000 characters and goes on', async () => {
    const { pane } = await panes.start();
    await pane.paste(`${'x'.repeat(99)}\n`.repeat(2_001));
    await pane.waitFor('[pasted');
    await pane.keys('Enter');
    await pane.waitFor('Not sent: a message may have 200,000 characters');
    await pane.type('short');
    await pane.keys('Enter');
    await pane.waitFor('heard [{"origin":"typed","text":"short"}]');
  });

  it('keeps a paste that comes while a reply streams, Ctrl-C in it included', async () => {
    const { pane, tell } = await panes.start();
    await pane.type('script');
    await pane.keys('Enter');
    await tell({ do: 'text', text: 'one ' });
    await pane.waitFor('one');
    await pane.paste('first\x03\nsecond');
    await tell({ do: 'text', text: 'two' });
    await tell({ do: 'end', status: 'answered' });
    await pane.waitForScreen('you> script\none two\n\nyou> [pasted 2 lines]');
  });
});
