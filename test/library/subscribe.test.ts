import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import type { MemoryChange } from '../../src/chat/changes-since.ts';
import { LibraryWorld } from './world.ts';

const SOON = { intervalMs: 50 };
const PATIENCE = { timeout: 10_000 };

it('tells of every commit in order, of others as well, and of an edit by hand', async () => {
  await using world = new LibraryWorld();
  const memory = await world.open();
  const changes: MemoryChange[] = [];
  const stop = await memory.subscribe((change) => {
    changes.push(change);
  }, SOON);
  await memory.add({ text: 'Likes tea.' });
  // Another client is as far away as another process.
  const other = await world.open();
  await other.add({ text: 'Plays chess.' });
  await other.undo();
  await expect.poll(() => changes.length, PATIENCE).toBe(4);
  expect(changes.map(({ revision, reason }) => [revision, reason])).toEqual([
    [0, 'commit'],
    [1, 'revised'],
    [2, 'revised'],
    [3, 'undone'],
  ]);
  expect(changes[2]?.changes?.added).toMatchObject([{ text: 'Plays chess.' }]);
  const file = path.join(world.sessions, 'alice.json');
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('Likes tea.', 'Likes coffee.'));
  await expect.poll(() => changes.at(-1)?.reason, PATIENCE).toBe('edited');
  await memory.forgetAll();
  await expect.poll(() => changes.at(-1)?.reason, PATIENCE).toBe('removed');
  await memory.add({ text: 'Is new.' });
  await expect.poll(() => changes.at(-1)?.revision, PATIENCE).toBe(1);
  stop();
  const { length } = changes;
  await memory.add({ text: 'Is not told.' });
  const last: MemoryChange[] = [];
  await memory.subscribe((change) => {
    last.push(change);
  }, SOON);
  await memory.add({ text: 'Is told.' });
  await expect.poll(() => last.length, PATIENCE).toBe(1);
  expect(changes).toHaveLength(length);
});

it('goes on when a listener throws or rejects, and warns of it', async () => {
  await using world = new LibraryWorld();
  const memory = await world.open();
  let calls = 0;
  await memory.subscribe(() => {
    calls += 1;
    throw new Error('listener');
  }, SOON);
  await memory.subscribe(() => Promise.reject(new Error('late')), SOON);
  await memory.add({ text: 'Likes tea.' });
  await expect.poll(() => [calls, world.warnings.length], PATIENCE).toEqual([2, 4]);
  expect(new Set(world.warnings.map(({ message }) => message))).toEqual(
    new Set(['listener', 'late']),
  );
});

it('does not keep a process alive', async () => {
  await using world = new LibraryWorld();
  const program = `
    import { openMemory } from ${JSON.stringify(path.resolve('dist/index.js'))};
    const memory = await openMemory({ user: 'alice', sessions: ${JSON.stringify(world.sessions)} });
    await memory.subscribe(() => {});
    console.log('listens');`;
  const run = promisify(execFile);
  const args = ['--input-type=module', '--eval', program];
  const { stdout } = await run(process.execPath, args, { timeout: 15_000 });
  expect(stdout).toBe('listens\n');
});
