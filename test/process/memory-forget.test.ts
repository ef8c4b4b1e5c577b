import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Memory } from '../../src/memory/types.ts';
import { Machine, type Outcome } from '../support/bin.ts';
import { hasTerminal } from '../support/tmux.ts';
import { filesWith } from './bytes.ts';
import { enter, Terminals } from './terminals.ts';

let machine: Machine;
let terminals: Terminals;
beforeEach(() => {
  machine = new Machine();
  terminals = new Terminals(machine);
});
afterEach(async () => {
  await terminals.stop();
  machine[Symbol.dispose]();
});

const say = (text: string) => machine.run(['-u', 'alice', '--offline', '-p', text]);
const memory = (...args: string[]) => machine.run(['-u', 'alice', 'memory', ...args]);

function file(): Memory {
  return JSON.parse(readFileSync(join(machine.sessions, 'alice.json'), 'utf8'));
}

const facts = () => file().keyFacts.map(({ text }) => text);

function json({ stdout, code }: Outcome) {
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

/** Alice, who has a cat named Zanzibar and lives in Oslo. */
async function aliceAndZanzibar(): Promise<void> {
  await say('My name is Alice and I live in Oslo.');
  await say('I have a cat named Zanzibar.');
  expect(filesWith(machine.sessions, 'zanzibar').length).toBeGreaterThan(2);
}

describe('memchat memory forget', () => {
  it('leaves no byte of what holds the words, and the rest as it was', async () => {
    await aliceAndZanzibar();
    const { code, stdout } = await memory('forget', 'Zanzibar', '--yes');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Forgotten:\n {2}− .*Zanzibar/);
    expect(stdout).toMatch(/\d past revisions of the memory\.\n$/);
    expect(filesWith(machine.sessions, 'zanzibar')).toEqual([]);
    expect(filesWith(machine.home, 'zanzibar')).toEqual([]);
    expect(file().name).toBe('Alice');
    expect(facts()).toEqual(['Lives in Oslo']);
    const undo = await memory('undo');
    expect(undo.code).toBe(2);
    expect((await memory('history')).stdout).not.toContain('Zanzibar');
  });

  it('is not learned again from what is left: five turns later it is still gone', async () => {
    await aliceAndZanzibar();
    await memory('forget', 'Zanzibar', '-y');
    for (const text of ['Hello.', 'What do you know about me?', 'I like tea.', 'Thanks.', 'Bye.']) {
      await say(text);
    }
    expect(filesWith(machine.sessions, 'zanzibar')).toEqual([]);
    expect(facts()).toEqual(['Lives in Oslo', 'Likes tea']);
  });

  it('means a fact by its id, a preference by its key, and the name by "name"', async () => {
    await say('My name is Alice and I live in Oslo.');
    await memory('add', 'Likes Oslo');
    await memory('prefer', 'tone', 'dry');
    const id = file().keyFacts.find(({ text }) => text === 'Likes Oslo')?.id ?? '';
    const one = json(await memory('forget', id, '-y', '--json'));
    expect(one).toMatchObject({ user: 'alice', entries: [{ id, text: 'Likes Oslo' }] });
    expect(one.revision).toBe(file().revision);
    expect(facts()).toEqual(['Lives in Oslo']);
    const tone = json(await memory('forget', 'tone', '-y', '--json'));
    expect(tone.entries).toMatchObject([{ id: 'preference:tone' }]);
    await memory('forget', 'name', '-y');
    expect(file()).toMatchObject({ name: null });
    expect(file().preferences.tone?.value ?? '').toBe('');
  });

  it('takes what is meant from an option as well, one at a time', async () => {
    await say('My name is Alice and I live in Oslo.');
    await memory('prefer', 'tone', 'dry');
    expect(
      json(await memory('forget', '--preference', 'tone', '-y', '--json')).entries,
    ).toHaveLength(1);
    expect((await memory('forget', '--preference', 'tone', '-y')).code).toBe(2);
    expect((await memory('forget', '--name', '-y')).stdout).toContain('− name: Alice');
    expect((await memory('forget', '--query', 'oslo', '-y')).stdout).toContain('− Lives in Oslo');
    for (const args of [[], ['oslo', '--all'], ['--name', '--query', 'x']]) {
      const { code, stderr } = await memory('forget', ...args, '-y');
      expect(code).toBe(2);
      expect(stderr).toMatch(/memory forget takes (?:what|one thing)/);
    }
  });

  it('needs -y where there is nobody to ask: 2, and nothing is gone', async () => {
    await aliceAndZanzibar();
    const before = file();
    for (const args of [['Zanzibar'], ['--all']]) {
      const { code, stdout, stderr } = await memory('forget', ...args);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('add -y');
    }
    expect(file()).toEqual(before);
  });

  it('finds nothing: that is as was wished, and makes no revision', async () => {
    await aliceAndZanzibar();
    const before = file();
    const { code, stdout } = await memory('forget', 'coffee');
    expect([code, stdout]).toEqual([0, 'Nothing that is kept holds “coffee”.\n']);
    expect(json(await memory('forget', 'coffee', '--json'))).toEqual({
      ...{ user: 'alice', revision: null },
      ...{ entries: [], passages: 0, revisions: 0 },
    });
    expect(file()).toEqual(before);
  });

  it('with --all deletes the user, and nobody else', async () => {
    await aliceAndZanzibar();
    await machine.run(['-u', 'bob', '--offline', '-p', 'My name is Bob.']);
    expect(json(await memory('forget', '--all', '-y', '--json'))).toEqual({
      ...{ user: 'alice', removed: true },
    });
    expect(readdirSync(machine.sessions).filter((name) => name.includes('alice'))).toEqual([]);
    expect(filesWith(machine.sessions, 'zanzibar')).toEqual([]);
    expect(existsSync(join(machine.sessions, 'bob.json'))).toBe(true);
  });
});

describe.skipIf(!hasTerminal())('forgetting on a terminal', () => {
  it('shows what would go and asks; only a yes forgets', async () => {
    await aliceAndZanzibar();
    const before = file();
    const no = await terminals.run('memory', 'forget', 'Zanzibar');
    const screen = await no.waitFor('Forget it? (y/N)');
    expect(screen).toMatch(/^To be forgotten for good:\n {2}− .*Zanzibar/);
    expect(screen).toContain('This cannot be undone.');
    await no.keys('Enter');
    await no.waitFor(/Nothing was forgotten\.\n\[exit 0\]/);
    expect(file()).toEqual(before);

    const gone = await terminals.run('memory', 'forget', 'Zanzibar');
    await gone.waitFor('Forget it? (y/N)');
    await gone.keys('C-c');
    await gone.waitFor(/Nothing was forgotten\.\n\[exit 0\]/);
    expect(file()).toEqual(before);

    const yes = await terminals.run('memory', 'forget', 'Zanzibar');
    await yes.waitFor('Forget it? (y/N)');
    await enter(yes, 'y');
    await yes.waitFor('[exit 0]');
    expect(filesWith(machine.sessions, 'zanzibar')).toEqual([]);
  });

  it('in a conversation: what was just said is gone as well, and not in the next prompt', async () => {
    const pane = await terminals.chat('--offline');
    await enter(pane, 'I have a cat named Zanzibar.');
    await pane.waitFor(/you>$/);
    await enter(pane, '/forget Zanzibar');
    await pane.waitFor(/− .*Zanzibar[\s\S]*Forget it\? \(y\/N\)/);
    await enter(pane, 'y');
    await pane.waitFor(/Forgotten:[\s\S]*you>$/);
    expect(filesWith(machine.sessions, 'zanzibar')).toEqual([]);
    await enter(pane, 'What is the name of my cat?');
    const screen = await pane.waitFor(/name of my cat\?\n[\s\S]*you>$/);
    expect(screen.slice(screen.indexOf('name of my cat?'))).not.toContain('Zanzibar');
    await pane.keys('C-d');
    await pane.waitFor('[exit 0]');
    expect(filesWith(machine.sessions, 'zanzibar')).toEqual([]);
  });
});
