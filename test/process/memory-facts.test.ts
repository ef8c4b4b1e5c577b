import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fact, Memory } from '../../src/memory/types.ts';
import { Machine, type Outcome } from '../support/bin.ts';
import { fact, memoryOf } from '../support/memories.ts';

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine[Symbol.dispose]());

const say = (text: string) => machine.run(['-u', 'alice', '--offline', '-p', text]);
const memory = (...args: string[]) => machine.run(['-u', 'alice', 'memory', ...args]);

function file(): Memory {
  return JSON.parse(readFileSync(join(machine.sessions, 'alice.json'), 'utf8'));
}

function factOf(text: string): Fact {
  const found = file().keyFacts.find((fact) => fact.text === text);
  if (found === undefined) throw new Error(`no fact ${text}`);
  return found;
}

function json({ stdout, code }: Outcome) {
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

describe('memchat memory list', () => {
  it('shows name, summary, preferences, and facts by topic with their ids', async () => {
    await say('My name is Alice and I live in Berlin.');
    await say('I prefer short answers.');
    await memory('add', 'Is', 'allergic', 'to', 'nuts', '--pin', '--tag', 'diet');
    const { code, stdout, stderr } = await memory('list');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Name: Alice\nSummary: Alice lives in Berlin\./);
    expect(stdout).toMatch(/\nPreferences:\n {2}.*short/);
    const day = new Date().toISOString().slice(0, 10);
    const pinned = factOf('Is allergic to nuts');
    expect(stdout).toContain(
      `\nFacts:\n  diet\n    Is allergic to nuts · ${day} · pinned · ${pinned.id}\n  home\n    Lives in Berlin · `,
    );
  });

  it('prints one object with --json, with past facts when all is asked for', async () => {
    await say('My name is Alice and I live in Berlin.');
    await say('Actually, I moved to Hamburg.');
    const listed = json(await memory('list', '--json'));
    const { user, revision, name, summary, preferences, keyFacts, retired } = file();
    const shown = { user, revision, name, summary, preferences, facts: keyFacts };
    expect(listed).toEqual({ ...shown, waiting: 0 });
    expect(json(await memory('list', '--all', '--json'))).toEqual({
      ...{ ...shown, past: retired },
      waiting: 0,
    });
    expect((await memory('list', '--all')).stdout).toMatch(/Past facts:\n {2}Lives in Berlin · /);
  });

  it('is empty for a user nobody has met', async () => {
    expect((await memory('list')).stdout).toBe('Nothing is remembered yet.\n');
    expect(json(await memory('list', '--json'))).toMatchObject({ facts: [], waiting: 0 });
  });
});

describe('memchat memory show', () => {
  it('tells where a fact comes from and what it replaced, also by the begin of its id', async () => {
    await say('I live in Berlin.');
    await say('Actually, I moved to Hamburg.');
    const { id, source } = factOf('Moved to Hamburg');
    const { stdout } = await memory('show', id);
    expect(stdout).toMatch(/^Moved to Hamburg\n/);
    expect(stdout).toMatch(/ source {4}you said “.*I moved to Hamburg.*”\n/);
    expect(stdout).toContain(source.turn);
    expect(stdout).toMatch(/ replaced {2}Lives in Berlin \(/);
    const shown = json(await memory('show', id.slice(0, 8), '--json'));
    expect(shown.fact).toEqual(factOf('Moved to Hamburg'));
    expect(shown.replaced.map(({ text }: Fact) => text)).toEqual(['Lives in Berlin']);
    expect(shown).toMatchObject({ user: 'alice', replacedBy: null });
    const past = shown.replaced[0].id;
    expect((await memory('show', past)).stdout).toMatch(/ now .*Moved to Hamburg/);
  });

  it('refuses an id that no fact has, or that is not clear: 2', async () => {
    const keyFacts = ['f-abc1', 'f-abc2', 'f-def1'].map((id) => fact(`Likes tea ${id}`, { id }));
    mkdirSync(machine.sessions, { recursive: true });
    writeFileSync(join(machine.sessions, 'alice.json'), JSON.stringify(memoryOf({ keyFacts })));
    const shown = async (id: string) => {
      const { code, stdout, stderr } = await memory('show', id);
      return { code, told: stdout + stderr };
    };
    const none = { code: 2, told: expect.stringContaining('memchat memory list shows') };
    expect(await shown('f-none')).toEqual(none);
    expect(await shown('f-')).toEqual(none);
    const unclear = '2 facts have an id that begins with "f-abc". Write more of it.';
    expect(await shown('f-abc')).toEqual({ code: 2, told: expect.stringContaining(unclear) });
    expect(await shown('f-d')).toEqual({ code: 0, told: expect.stringContaining('tea f-def1') });
  });
});

describe('memchat memory add', () => {
  it('remembers what is said, and one undo takes it back', async () => {
    const { code, stdout } = await memory('add', 'Likes tea');
    expect([code, stdout]).toEqual([
      0,
      '+ Likes tea\nTo take it back: memchat memory undo 0 -u alice\n'.replace(
        'undo 0',
        `undo ${file().revision}`,
      ),
    ]);
    expect(factOf('Likes tea')).toMatchObject({ origin: 'stated', pinned: false });
    await memory('add', 'Has a cat');
    await memory('undo');
    expect(file().keyFacts.map(({ text }) => text)).toEqual(['Likes tea']);
  });

  it('reads standard input, prints one object with --json, and knows what it knows', async () => {
    const args = ['-u', 'alice', 'memory', 'add', '-', '--json'];
    const added = json(await machine.run(args, { input: 'Likes tea\n' }));
    const { id } = factOf('Likes tea');
    expect(added).toMatchObject({ user: 'alice', changes: { added: [{ id, text: 'Likes tea' }] } });
    const again = json(await memory('add', 'Likes tea', '--json'));
    expect(again.changes.added).toEqual([]);
    expect(file().keyFacts).toHaveLength(1);
  });

  it('keeps no secret, and refuses what is too long: 2', async () => {
    const key = ['sk', 'ant', 'api03', 'Test'.repeat(12)].join('-');
    await memory('add', `Uses the key ${key} at work`);
    expect(JSON.stringify(file())).not.toContain(key);
    const { code, stderr } = await memory('add', 'x'.repeat(301));
    expect(code).toBe(2);
    expect(stderr).toContain('300');
    const input = 'x'.repeat(20_000);
    const long = await machine.run(['-u', 'alice', 'memory', 'add', '-'], { input });
    expect(long.code).toBe(2);
    expect(long.stderr).toContain('10,000 bytes');
  });
});

describe('memchat memory edit', () => {
  it('changes the words, the topic, the pin and the expiry', async () => {
    await memory('add', 'Likes tea');
    const { id } = factOf('Likes tea');
    await memory('edit', id, '--pin', '--tag', 'Drinks', '--expires', '2199-01-31');
    expect(factOf('Likes tea')).toMatchObject({
      ...{ id, pinned: true, tag: 'drinks' },
      expiresAt: '2199-01-31T00:00:00.000Z',
    });
    await memory('edit', id, '--unpin', '--expires', 'never');
    expect(factOf('Likes tea')).toMatchObject({ pinned: false, expiresAt: null });
    const edited = json(await memory('edit', id, 'Loves', 'green', 'tea', '--json'));
    expect(edited.changes.replaced).toEqual([
      { id: factOf('Loves green tea').id, text: 'Loves green tea' },
    ]);
    expect(file().retired.map(({ text }) => text)).toEqual(['Likes tea']);
  });

  it.each([
    [[], 'memory edit takes what is to be changed'],
    [['--expires', 'soon'], '--expires takes a date such as 2027-01-31, or never, not "soon"'],
    [['--expires', '2020-01-01'], 'has passed already'],
    [['--pin', '--unpin'], 'cannot be used with'],
  ] as const)('refuses %j: 2', async (args, words) => {
    await memory('add', 'Likes tea');
    const before = file();
    const { code, stderr } = await memory('edit', factOf('Likes tea').id, ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
    expect(file()).toEqual(before);
  });
});

describe('memchat memory prefer', () => {
  it('sets a preference, and drops it', async () => {
    const set = json(await memory('prefer', 'answer length', 'short', 'please', '--json'));
    expect(set.changes.added).toMatchObject([{ text: 'answer length: short please' }]);
    expect(Object.values(file().preferences).map(({ value }) => value)).toEqual(['short please']);
    const dropped = await memory('prefer', 'answer length', '--drop');
    expect(dropped.stdout).toMatch(/^− answer length: short please\nTo take it back: /);
    expect((await memory('list')).stdout).toBe('Nothing is remembered yet.\n');
  });

  it('needs one of both: 2', async () => {
    for (const args of [['tone'], ['tone', 'dry', '--drop']]) {
      const { code, stderr } = await memory('prefer', ...args);
      expect(code).toBe(2);
      expect(stderr).toContain('memchat memory prefer "tone" --drop');
    }
    expect((await memory('prefer', 'tone', '--drop')).stderr).toContain('no preference "tone"');
  });
});
