import { describe, expect, it } from 'vitest';
import { FileStore } from '../../src/store/file-store.ts';
import { archiveContract } from './archive-contract.ts';
import { storeContract } from './contract.ts';
import { clock, memory, temporaryFolders, worldIn } from './temporary.ts';

const folder = temporaryFolders();

const open = () => new FileStore({ directory: folder(), clock, onNotice: () => {} });

storeContract('FileStore', open);
archiveContract('FileStore', open);

describe('what was made from a memory that is gone', () => {
  it('is not committed onto the one that has its place', async () => {
    const { store, another } = worldIn(folder());
    await store.commit('alice', memory('alice', 0));
    await store.commit('alice', memory('alice', 1, 'Old.'));
    const read = await store.read('alice');
    await another().remove('alice');
    await another().commit('alice', memory('alice', 0));
    await another().commit('alice', memory('alice', 1, 'New.'));
    const next = { ...(read ?? memory('alice', 0)), revision: 2 };
    expect(await store.commit('alice', next)).toBe('conflict');
    expect(await store.read('alice')).toMatchObject({ revision: 1, summary: 'New.' });
  });
});
