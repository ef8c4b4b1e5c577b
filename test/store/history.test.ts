import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeMemory } from '../../src/memory/codec.ts';
import { FileStore } from '../../src/store/file-store.ts';
import { InMemoryStore } from '../../src/store/in-memory.ts';
import { collect, historyContract, numbered, withCommits } from './history-contract.ts';
import { clock, temporaryFolders, worldIn } from './temporary.ts';

const folder = temporaryFolders();

historyContract('InMemoryStore', () => new InMemoryStore());
historyContract('FileStore', () => {
  return new FileStore({ directory: folder(), clock, onNotice: () => {} });
});

describe('the history in a folder', () => {
  it('is the same to another process', async () => {
    const world = worldIn(folder());
    await withCommits(world.store, 2);
    await world.store.commit('alice', numbered(3), { reason: 'undone', of: 2 });
    const seen = await collect(world.another().history('alice'));
    expect(seen).toEqual(await collect(world.store.history('alice')));
    expect(seen[0]).toMatchObject({ revision: 3, reason: 'undone', of: 2 });
  });

  it('shows an edit by the owner that nobody has taken over yet', async () => {
    const world = worldIn(folder());
    await withCommits(world.store, 1);
    fs.writeFileSync(world.at('alice.json'), encodeMemory({ ...numbered(1), summary: 'By hand.' }));
    const [edit, ...rest] = await collect(world.another().history('alice'));
    expect(edit).toMatchObject({ revision: 2, reason: 'edited', of: null, turn: null });
    expect(edit?.memory.summary).toBe('By hand.');
    expect(rest.map(({ revision }) => revision)).toEqual([1, 0]);
  });

  it('begins with the import of a file that had no revisions behind it', async () => {
    const world = worldIn(folder());
    fs.writeFileSync(world.at('alice.json'), encodeMemory(numbered(5)));
    expect(await collect(world.store.history('alice'))).toEqual([]);
    await world.store.commit('alice', numbered(6));
    const past = await collect(world.store.history('alice'));
    expect(past.map(({ revision, reason }) => [revision, reason])).toEqual([
      [6, 'commit'],
      [5, 'imported'],
    ]);
  });

  it('leaves out a revision that is damaged, or gone by the time it is read', async () => {
    const world = worldIn(folder());
    await withCommits(world.store, 4);
    const fileOf = (revision: number) => world.at('.alice/revisions', `000000000${revision}.json`);
    fs.appendFileSync(fileOf(2), 'x');
    const seen: number[] = [];
    for await (const { revision } of world.another().history('alice')) {
      if (revision === 4) fs.rmSync(fileOf(1));
      seen.push(revision);
    }
    expect(seen).toEqual([4, 3, 0]);
  });

  it('refuses a memory of a newer version, as reading it does', async () => {
    const world = worldIn(folder());
    fs.writeFileSync(world.at('alice.json'), '{"version": 2, "user": "alice"}');
    await expect(collect(world.store.history('alice'))).rejects.toMatchObject({
      code: 'memory-unreadable',
    });
  });
});
