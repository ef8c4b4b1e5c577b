import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeMemory } from '../../src/memory/codec.ts';
import { update } from '../../src/store/update.ts';
import { countOne } from './contract.ts';
import { filesBelow, memory, temporaryFolders, worldIn } from './temporary.ts';

const folder = temporaryFolders();

describe('the files of a memory', () => {
  it('are the memory itself and a revision for each commit, and nothing else', async () => {
    const directory = folder();
    const { store, at } = worldIn(directory);
    await update(store, 'alice', countOne);
    expect(filesBelow(directory)).toEqual([
      '.alice/revisions/0000000000.json',
      '.alice/revisions/0000000001.json',
      'alice.json',
    ]);
    const committed = encodeMemory(countOne(memory('alice', 1)));
    expect(fs.readFileSync(at('alice.json'), 'utf8')).toBe(committed);
    const [header = '', ...body] = fs
      .readFileSync(at('.alice/revisions/0000000001.json'), 'utf8')
      .split('\n');
    expect(body.join('\n')).toBe(committed);
    expect(JSON.parse(header)).toMatchObject({
      revision: 1,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      reason: 'commit',
      turn: null,
    });
  });

  it('name the turn that a revision applied', async () => {
    const { store, at } = worldIn(folder());
    await update(store, 'alice', (current) => ({
      ...countOne(current),
      appliedTurns: ['t-tea'],
    }));
    await update(store, 'alice', countOne);
    const turnOf = (revision: number) => {
      const file = at('.alice/revisions', `000000000${revision}.json`);
      return JSON.parse(fs.readFileSync(file, 'utf8').split('\n')[0] ?? '').turn;
    };
    expect([turnOf(0), turnOf(1), turnOf(2)]).toEqual([null, 't-tea', null]);
  });

  it('keep 64 revisions and those under 10 minutes old', async () => {
    const { store, at } = worldIn(folder());
    for (let n = 0; n < 80; n++) await update(store, 'alice', countOne);
    const revisions = () => fs.readdirSync(at('.alice/revisions')).sort();
    expect(revisions()).toHaveLength(81);
    for (const name of revisions().slice(0, 30)) {
      const old = Date.now() / 1000 - 3600;
      fs.utimesSync(at('.alice/revisions', name), old, old);
    }
    await update(store, 'alice', countOne);
    expect(revisions()).toHaveLength(64);
    expect(revisions()[0]).toBe('0000000018.json');
    expect((await store.read('alice'))?.revision).toBe(81);
  });

  it('do not collect what stopped writers left unfinished', async () => {
    const { store, at } = worldIn(folder());
    await update(store, 'alice', countOne);
    const [old, fresh] = [at('.alice/revisions/.tmp-old'), at('.alice/revisions/.tmp-fresh')];
    fs.writeFileSync(old, 'half');
    fs.writeFileSync(fresh, 'half');
    fs.utimesSync(old, 1, 1);
    for (let n = 0; n < 64; n++) await update(store, 'alice', countOne);
    expect(fs.existsSync(old)).toBe(false);
    expect(fs.existsSync(fresh)).toBe(true);
  });

  it('leave nothing of a removed user behind', async () => {
    const directory = folder();
    const { store } = worldIn(directory);
    await update(store, 'alice', countOne);
    await update(store, 'bob', (current) => current ?? memory('bob', 0));
    fs.mkdirSync(path.join(directory, '.~deleted-by-a-stopped-process'));
    await store.remove('alice');
    expect(fs.readdirSync(directory).sort()).toEqual(['.bob', 'bob.json']);
  });

  it('a copy is published, so that writing into the file does not reach a revision', async () => {
    const { store, at } = worldIn(folder());
    await update(store, 'alice', countOne);
    expect(fs.statSync(at('alice.json')).nlink).toBe(1);
    expect(fs.statSync(at('.alice/revisions/0000000001.json')).nlink).toBe(1);
  });
});
