import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Memory } from '../../src/memory/types.ts';
import { Machine } from '../support/bin.ts';

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine[Symbol.dispose]());

const say = (text: string) => machine.run(['-u', 'alice', '--offline', '-p', text]);
const memory = (...args: string[]) => machine.run(['-u', 'alice', 'memory', ...args]);
const path = () => join(machine.sessions, 'alice.json');

function file(): Memory {
  return JSON.parse(readFileSync(path(), 'utf8'));
}

/** Three facts, of which the first, about tea, has had its day. */
async function teaExpired(): Promise<void> {
  for (const text of ['Likes tea', 'Works at Acme', 'Has a cat']) await memory('add', text);
  const memoryNow = file();
  const [tea] = memoryNow.keyFacts;
  if (tea !== undefined) tea.expiresAt = '2020-01-01T00:00:00.000Z';
  writeFileSync(path(), JSON.stringify(memoryNow));
}

describe('memchat memory tidy', () => {
  it('retires what has expired, says so, and one undo takes it back', async () => {
    await teaExpired();
    const { code, stdout } = await memory('tidy', '--offline');
    expect(code).toBe(0);
    const { revision, keyFacts, retired } = file();
    expect(stdout).toBe(`− Likes tea\nTo take it back: memchat memory undo ${revision} -u alice\n`);
    expect(keyFacts.map(({ text }) => text)).toEqual(['Works at Acme', 'Has a cat']);
    expect(retired.map(({ text }) => text)).toEqual(['Likes tea']);
    expect((await memory('history', '-n', '1')).stdout).toMatch(/ {2}tidied .*\n +− Likes tea\n$/);
    await memory('undo');
    expect(file().keyFacts).toHaveLength(3);
  });

  it('prints one object with --json, also when there is nothing to do', async () => {
    await teaExpired();
    const tidied = JSON.parse((await memory('tidy', '--offline', '--json')).stdout);
    expect(Object.keys(tidied)).toEqual(['user', 'revision', 'changes', 'usage', 'costUsd']);
    expect(tidied.changes.retired).toMatchObject([{ text: 'Likes tea' }]);
    const again = JSON.parse((await memory('tidy', '--offline', '--json')).stdout);
    expect(again).toMatchObject({ user: 'alice', revision: null, costUsd: 0 });
    expect((await memory('tidy', '--offline')).stdout).toBe(
      'Nothing was changed: the memory is tidy.\n',
    );
  });

  it('needs a model, and a number of days: 77 and 2', async () => {
    await teaExpired();
    const before = file();
    expect((await memory('tidy')).code).toBe(77);
    const { code, stderr } = await memory('tidy', '--offline', '--retain-days', 'many');
    expect(code).toBe(2);
    expect(stderr).toContain('--retain-days takes a number of days');
    expect(file().keyFacts).toEqual(before.keyFacts);
  });
});

describe('memchat memory verify', () => {
  it('says when nothing contradicts what is remembered, and changes nothing', async () => {
    await say('I live in Oslo.');
    const { keyFacts } = file();
    const { code, stdout } = await memory('verify', '--offline');
    expect([code, stdout]).toEqual([0, 'Nothing contradicts what is remembered.\n']);
    const verified = JSON.parse((await memory('verify', '--offline', '--json')).stdout);
    expect(Object.keys(verified)).toEqual(['user', 'revision', 'changes', 'usage', 'costUsd']);
    expect(file().keyFacts).toEqual(keyFacts);
  });

  it('refuses where there is no transcript: 2', async () => {
    await memory('add', 'Likes tea');
    const { code, stderr } = await memory('verify', '--offline');
    expect(code).toBe(2);
    expect(stderr).toContain('no transcript');
  });
});
