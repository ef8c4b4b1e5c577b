import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { update } from '../../src/store/update.ts';
import { filesBelow, memory, temporaryFolders, type World, worldIn } from './temporary.ts';

const NEWEST = '.alice/revisions/0000000002.json';
const WRITTEN = new Date('2026-03-01T10:00:00Z');
const folder = temporaryFolders();

/** A world whose store has read what it would read again: a summary of 4 letters, at revision 2. */
async function readTwice(): Promise<World> {
  const world = worldIn(folder());
  for (const [revision, summary] of ['', 'Old.', 'Read'].entries()) {
    await world.store.commit('alice', memory('alice', revision, summary));
  }
  // A whole second, so that a test can put exactly this time back.
  for (const name of ['alice.json', NEWEST]) fs.utimesSync(world.at(name), WRITTEN, WRITTEN);
  for (let n = 0; n < 2; n++) {
    expect(await world.store.read('alice')).toMatchObject({ revision: 2, summary: 'Read' });
  }
  return world;
}

/** Writes other bytes of the same number into a file, which keeps its inode and its time. */
function changeUnseen(file: string, from: string, to: string): void {
  const { mtime, size, ino } = fs.statSync(file);
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(from, to));
  fs.utimesSync(file, WRITTEN, WRITTEN);
  expect(fs.statSync(file)).toMatchObject({ mtime, size, ino });
}

describe('what was read before', () => {
  it('is given again, and nothing that was done to what was given before is in it', async () => {
    const { store } = await readTwice();
    const given = await store.read('alice');
    given?.appliedTurns.push('t-of-the-caller');
    Object.assign(given?.preferences ?? {}, { tone: 'of the caller' });
    const again = await store.read('alice');
    expect(again).toMatchObject({ appliedTurns: [], preferences: {}, summary: 'Read' });
    again?.appliedTurns.push('t-of-the-caller');
    expect(await store.read('alice')).toMatchObject({ appliedTurns: [] });
  });

  it('is, after a commit, what any other store reads', async () => {
    const world = worldIn(folder());
    const first = { ...memory('alice', 0, 'Nurse.'), ...{ xOf: { the: ['owner', undefined] } } };
    await world.store.commit('alice', first);
    await update(world.store, 'alice', (current) => current && { ...current, summary: 'In Rome.' });
    const [given, another] = [await world.store.read('alice'), await world.another().read('alice')];
    expect(given).toEqual(another);
    expect(JSON.stringify(given)).toBe(JSON.stringify(another));
    expect(given).toMatchObject({ revision: 1, summary: 'In Rome.' });
  });

  it('does not hide an edit of the same size whose time was put back', async () => {
    const world = await readTwice();
    changeUnseen(world.at('alice.json'), 'Read', 'Edit');
    expect(await world.store.read('alice')).toMatchObject({ revision: 3, summary: 'Edit' });
    expect(world.notices.map(({ code }) => code)).toEqual(['edited']);
  });

  it('does not hide that its owner deleted the file', async () => {
    const world = await readTwice();
    fs.rmSync(world.at('alice.json'));
    expect(await world.store.read('alice')).toBeNull();
    expect(filesBelow(world.at('.'))).toEqual([]);
  });

  it('does not hide a removal, nor what came after it', async () => {
    const world = await readTwice();
    await world.another().remove('alice');
    expect(await world.store.read('alice')).toBeNull();
    await world.another().commit('alice', memory('alice', 0, 'Anew'));
    expect(await world.store.read('alice')).toMatchObject({ revision: 0, summary: 'Anew' });
  });

  it('does not hide a commit of another process', async () => {
    const world = await readTwice();
    await world.another().commit('alice', memory('alice', 3, 'Next'));
    expect(await world.store.read('alice')).toMatchObject({ revision: 3, summary: 'Next' });
  });

  it('does not hide a commit whose copy did not reach the file', async () => {
    const world = await readTwice();
    const copy = fs.readFileSync(world.at('alice.json'));
    await world.another().commit('alice', memory('alice', 3, 'Next'));
    fs.writeFileSync(world.at('alice.json'), copy);
    fs.utimesSync(world.at('alice.json'), WRITTEN, WRITTEN);
    expect(await world.store.read('alice')).toMatchObject({ revision: 3, summary: 'Next' });
    expect(world.notices).toEqual([]);
  });

  it('is right after a purge of another process', async () => {
    const world = await readTwice();
    await world.another().purge('alice', 2);
    expect(await world.store.read('alice')).toMatchObject({ revision: 2, summary: 'Read' });
    expect(fs.readdirSync(world.at('.alice/revisions'))).toEqual(['0000000002.json']);
  });

  it('does not hide a file that is not a memory any more', async () => {
    const world = await readTwice();
    changeUnseen(world.at('alice.json'), '{', '!');
    expect(await world.store.read('alice')).toMatchObject({ revision: 2, summary: 'Read' });
    expect(world.notices.map(({ code }) => code)).toEqual(['quarantined']);
  });

  it('does not hide a file that a newer memchat wrote', async () => {
    const world = await readTwice();
    changeUnseen(world.at('alice.json'), '"version": 1', '"version": 9');
    await expect(world.store.read('alice')).rejects.toMatchObject({ code: 'memory-unreadable' });
  });

  it('does not hide that its revision was damaged', async () => {
    const world = await readTwice();
    changeUnseen(world.at(NEWEST), 'Read', 'READ');
    expect(await world.store.read('alice')).toMatchObject({ summary: 'Read' });
    expect(world.notices.map(({ code }) => code)).toContain('quarantined');
  });

  it('does not hide that the housekeeping is gone', async () => {
    const world = await readTwice();
    fs.rmSync(world.at('.alice'), { recursive: true });
    expect(await world.store.read('alice')).toMatchObject({ revision: 2, summary: 'Read' });
    const next = await update(world.store, 'alice', () => memory('alice', 3, 'Next'));
    expect(next).toMatchObject({ revision: 3, summary: 'Next' });
  });

  it.skipIf(process.platform === 'win32')('does not hide a link in its place', async () => {
    const world = await readTwice();
    fs.renameSync(world.at('.alice/revisions'), world.at('elsewhere'));
    fs.symlinkSync(world.at('elsewhere'), world.at('.alice/revisions'));
    await expect(world.store.read('alice')).rejects.toThrow('a symbolic link');
  });
});

it('is held of some users only, and is right for all of them', async () => {
  const { store, another } = worldIn(folder());
  const users = Array.from({ length: 260 }, (_, n) => `user-${n}`);
  for (const user of users) {
    await store.commit(user, memory(user, 0, `This is ${user}.`));
    expect(await store.read(user)).toMatchObject({ summary: `This is ${user}.` });
  }
  for (const user of users) {
    await update(another(), user, (current) => current && { ...current, summary: 'Changed.' });
    expect(await store.read(user)).toMatchObject({ revision: 1, summary: 'Changed.' });
  }
});
