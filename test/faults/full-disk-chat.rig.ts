import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BIN, Machine } from '../support/bin.ts';
import { Pane } from '../support/tmux.ts';
import { describeWith } from './capabilities.ts';
import { record } from './figures.ts';
import { fileSystems, remount } from './filesystem.ts';
import { fill, freeAgain } from './full-disk.ts';

const systems = fileSystems();
let machine: Machine;
let disk: string;
let sessions: string;
const panes: Pane[] = [];

beforeEach(() => {
  machine = new Machine();
  disk = systems.memory(512);
  sessions = path.join(disk, 'sessions');
});
// Before the disk goes: a chat that is still there would hold it.
afterEach(async () => {
  for (const pane of panes.splice(0)) await pane.stop();
  machine[Symbol.dispose]();
});

const args = () => ['-u', 'alice', '--offline', '--sessions', sessions];
const print = (text: string) => machine.run([...args(), '-p', text]);
const memory = () => fs.readFileSync(path.join(sessions, 'alice.json'), 'utf8');

/**
 * The warnings in a text, by what they say: that nothing is kept, or that it is kept behind a copy
 * that could not be replaced.
 */
const warnings = (text: string): string[] =>
  text.match(/Cannot write to|could not be brought up to date/g) ?? [];

/** A disk that gets fuller may have to be warned of twice, as what was true is no more. */
function expectOneWarningOfAKind(text: string): void {
  const said = warnings(text);
  expect({ said, text }).toEqual({ said: [...new Set(said)], text });
  expect(said.length).toBeGreaterThan(0);
}

async function startChat(): Promise<Pane> {
  const command = [process.execPath, BIN, ...args()];
  // Wide and high: nothing is broken across lines or scrolls away.
  const pane = await Pane.start(command, { columns: 250, rows: 60, env: machine.environment() });
  panes.push(pane);
  await pane.waitFor('you>');
  return pane;
}

/** Says something; the reply is expected behind it. */
async function say(pane: Pane, text: string, reply: string): Promise<void> {
  await pane.type(text);
  await pane.keys('Enter');
  await pane.waitFor(new RegExp(`${text.replaceAll('?', '\\?')}[^]*${reply}[^]*you>$`));
}

/** The ways in which a disk stops taking what is written, and how that is mended. */
const DISKS = [
  ['is full', () => fill(disk), () => freeAgain(disk)],
  // Room for a turn in the journal, or for two, and never for the memory.
  ['has one page left', () => fill(disk, 1), () => freeAgain(disk)],
  ['has two pages left', () => fill(disk, 2), () => freeAgain(disk)],
  ['is read-only', () => remount(disk, 'ro'), () => remount(disk, 'rw')],
] as const;

describeWith(['tmpfs', 'tmux'], 'a conversation on a disk that', () => {
  it.each(DISKS)(
    '%s goes on with one warning, and is remembered when that is mended',
    async (name, stop, mend) => {
      const pane = await startChat();
      await say(pane, 'My name is Alice.', 'Nice to meet you, Alice');
      await pane.waitFor(/remembered: .*Alice/);
      const before = memory();
      stop();
      await say(pane, 'I live in Lisbon.', "Got it, I'll remember that");
      await pane.waitFor(/Cannot write to|could not be brought up to date/);
      await say(pane, 'Where do I live?', 'You live in Lisbon');
      await say(pane, 'I have a dog called Rex.', "Got it, I'll remember that");
      expectOneWarningOfAKind(await pane.screen());
      expect(memory()).toBe(before);
      mend();
      await say(pane, 'I work as a nurse.', "Got it, I'll remember that");
      await pane.keys('C-d');
      const screen = await pane.waitFor('[exit 0]');
      expectOneWarningOfAKind(screen);
      const kept = memory();
      for (const word of ['Alice', 'Lisbon', 'Rex', 'nurse']) expect(kept).toContain(word);
      expect(fs.readdirSync(path.join(sessions, '.alice', 'pending'))).toEqual([]);
      record(`a conversation on a disk that ${name}`, { runs: 1, lost: 0, corrupt: 0 });
    },
  );
});

describeWith(['tmpfs'], 'single messages on a disk that', () => {
  it.each(DISKS)(
    '%s are answered with the memory of before, and one warning each',
    async (_, stop, mend) => {
      await print('My name is Alice.');
      const before = memory();
      stop();
      for (const text of ['What is my name?', 'I live in Lisbon. What is my name?']) {
        const { code, stdout, stderr } = await print(text);
        expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('Alice') });
        expectOneWarningOfAKind(stderr);
      }
      expect(memory()).toBe(before);
      mend();
      const { stderr } = await print('I have a dog called Rex.');
      expect(warnings(stderr)).toEqual([]);
      expect(memory()).toContain('Rex');
      record('single messages on a disk that cannot be written', { runs: 2, corrupt: 0 });
    },
  );
});
