import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BIN, Machine } from '../support/bin.ts';
import { hasTerminal, Pane } from '../support/tmux.ts';
import { enter } from './terminals.ts';

let machine: Machine;
let pane: Pane | null;

beforeEach(() => {
  machine = new Machine();
  pane = null;
});
afterEach(async () => {
  await pane?.stop();
  machine[Symbol.dispose]();
});

/** What a screen reader would stumble over: the first character outside of ASCII, with its line. */
function noise(text: string): string | null {
  return text.split('\n').find((line) => /\P{ASCII}/u.test(line)) ?? null;
}

/** A conversation at its first prompt, and the bytes that it sends. */
async function talk(...args: string[]): Promise<{ pane: Pane; sent: () => string }> {
  const file = join(machine.root, 'sent');
  writeFileSync(file, '');
  // It waits for a line, so that nothing of it goes by unrecorded.
  const command = ['sh', '-c', 'read -r go; exec "$@"', 'sh', process.execPath, BIN, '-u', 'alice'];
  const options = { columns: 100, rows: 200, env: machine.environment() };
  pane = await Pane.start([...command, '--accessible', ...args], options);
  await pane.record(file);
  await pane.keys('Enter');
  await pane.waitFor('you>');
  await pane.waitFor('/help');
  return { pane, sent: () => readFileSync(file, 'utf8') };
}

describe.skipIf(!hasTerminal())('a conversation that is read aloud', () => {
  it('is written in words, and never goes back on the screen', async () => {
    const { pane, sent } = await talk('--offline', '--sessions', machine.sessions);
    await enter(pane, 'I live in Berlin with my dog Bello and I work as a nurse');
    await pane.waitFor(/^ {2}added: Works as a nurse$/m);
    await pane.waitFor(/you>$/);
    await enter(pane, 'Actually, I moved to Hamburg last week');
    await pane.waitFor('changed:');
    await pane.waitFor(/you>$/);
    for (const [line, shown] of [
      ['/memory', 'Facts:'],
      ['/remember I like tea', 'added: I like tea'],
      ['/remember I like tea', 'known already: I like tea'],
      ['What do I drink?', 'tea'],
      ['/why', 'you told it by a command'],
      ['/why nothing', 'no preference "nothing"'],
      ['/undo', 'changed: I like tea'],
      ['/status', 'pending'],
      ['/cost', 'together'],
      ['/forget coffee', 'holds "coffee"'],
      ['/help', 'Ctrl-C'],
    ] as const) {
      await enter(pane, line);
      await pane.waitFor(shown);
      await pane.waitFor(/you>$/);
    }
    await pane.keys('C-c');
    await pane.waitFor('(Ctrl-C again or Ctrl-D to leave)');
    await pane.resize(90, 200);
    await pane.keys('C-d');
    await pane.waitFor('[exit 0]');
    const bytes = sent();
    expect(bytes).toContain('I like tea');
    expect(noise(bytes)).toBeNull();
    // The terminal itself puts a CR before each LF.
    expect(bytes.replaceAll('\r\n', '\n')).not.toContain('\r');
    // Faint letters, and the wish for marked pastes; nothing that moves or erases.
    const codes = bytes.split('\u001b').slice(1);
    expect(codes.filter((code) => !/^\[(?:[\d;]*m|\?2004[hl])/.test(code))).toEqual([]);
  });

  it('lists what Tab can go on with, and past lines, in words', async () => {
    const { pane, sent } = await talk('--offline', '--sessions', machine.sessions);
    await enter(pane, '/remember I like tea');
    await pane.waitFor('added: I like tea');
    await enter(pane, '/remember I like jam');
    await pane.waitFor('added: I like jam');
    await pane.type('/undo ');
    await pane.keys('Tab');
    await pane.waitFor(/^2 .* added: I like jam$/m);
    await pane.keys('C-u', 'C-r');
    await pane.type('tea');
    await pane.waitFor('(past lines with "tea")');
    await pane.keys('C-g', 'C-u');
    await enter(pane, 'one line \\');
    await pane.waitFor('...>');
    expect(noise(sent())).toBeNull();
  });
});

describe('commands that are read aloud', () => {
  it('are written in words', async () => {
    const run = async (...args: string[]): Promise<string> => {
      const { stdout, stderr } = await machine.run([...args, '-u', 'alice', '--accessible']);
      return stdout + stderr;
    };
    await run('-p', 'I live in Berlin and I work as a nurse', '--offline');
    await run('-p', 'Actually, I moved to Hamburg last week', '--offline');
    const { keyFacts } = JSON.parse(readFileSync(join(machine.sessions, 'alice.json'), 'utf8'));
    writeFileSync(join(machine.cwd, 'more.md'), `- Likes jam\n`);
    writeFileSync(join(machine.sessions, 'bob.json'), 'no memory');
    const told: [string, string[]][] = [
      ['Moved to Hamburg', ['memory', 'list']],
      ['you said "', ['memory', 'show', keyFacts[0].id]],
      ['Hamburg', ['memory', 'search', 'Hamburg']],
      ['added: Lives in Berlin', ['memory', 'history']],
      ['for your yes: Likes jam', ['memory', 'import', 'more.md']],
      ['why: ', ['memory', 'review', 'list']],
      ['known', ['memory', 'stats']],
      ['none', ['users', 'list']],
      ['ok:', ['doctor']],
      ['To bring it back', ['memory', 'undo']],
      ['Forgotten:', ['memory', 'forget', 'Hamburg', '-y']],
      ['Examples:', ['--help']],
      ['unknown command', ['nonsense']],
    ];
    for (const [shown, args] of told) {
      const text = await run(...args);
      if (shown !== 'known') expect(text).toContain(shown);
      expect([args.join(' '), noise(text)]).toEqual([args.join(' '), null]);
    }
  });
});
