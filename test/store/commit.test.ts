import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeMemory } from '../../src/memory/codec.ts';
import type { Memory } from '../../src/memory/types.ts';
import { placeOf } from '../../src/store/paths.ts';
import { readRevision, revisionNumbers, revisionPath, sha256 } from '../../src/store/revision.ts';
import { update } from '../../src/store/update.ts';
import { countOne } from './contract.ts';
import { diskError, meanwhile } from './meanwhile.ts';
import { filesBelow, memory, temporaryFolders, worldIn } from './temporary.ts';

const folder = temporaryFolders();

async function met(times: number) {
  const world = worldIn(folder());
  for (let n = 0; n < times; n++) await update(world.store, 'alice', countOne);
  const place = placeOf(world.at('.'), 'alice');
  const header = (revision: number) => {
    const found = readRevision(place, revision);
    return typeof found === 'string' ? found : found.header;
  };
  return { ...world, place, header };
}

const fails = (code: string) => () => {
  throw diskError(code);
};
const next = (read: Memory | null) => ({ ...countOne(read), revision: (read?.revision ?? -1) + 1 });

describe('a commit', () => {
  it('says in the history from which revision it was made, and when the file was seen', async () => {
    const { place, store, header, at } = await met(1);
    const { mtimeMs } = fs.statSync(at('alice.json'));
    await update(store, 'alice', countOne);
    expect([header(0), header(1)]).toMatchObject([
      { revision: 0, parent: null, seen: null, reason: 'commit', of: null, edit: null, turn: null },
      { revision: 1, reason: 'commit', of: null, edit: null, turn: null },
    ]);
    const first = readRevision(place, 1);
    expect(header(2)).toMatchObject({
      parent: typeof first === 'string' ? first : first.header.sha256,
      seen: mtimeMs,
    });
  });

  it('stands though the file cannot be brought up to date, which is told once', async () => {
    const { store, notices, at, another, place } = await met(1);
    const isPublishing = ([, name]: unknown[]) => name === place.main;
    for (let n = 0; n < 2; n++) {
      const commit = async () => store.commit('alice', next(await store.read('alice')));
      expect(await meanwhile('renameSync', isPublishing, fails('EACCES'), commit)).toBe(
        'committed',
      );
    }
    expect(notices).toEqual([
      {
        code: 'leftover',
        message: `The memory was kept, but ${at('alice.json')} could not be brought up to date: permission is denied. memchat reads the newer revision behind it meanwhile.`,
      },
    ]);
    expect(await another().read('alice')).toMatchObject({ revision: 3, sessionCount: 3 });
    await update(store, 'alice', countOne);
    expect(JSON.parse(fs.readFileSync(at('alice.json'), 'utf8'))).toMatchObject({ revision: 4 });
  });

  it('stands, and nothing is told, when its user is removed at this moment', async () => {
    const { store, notices, place, at } = await met(1);
    const read = await store.read('alice');
    const outcome = await meanwhile(
      'renameSync',
      ([, name]) => name === place.main,
      () => {
        fs.rmSync(place.house, { recursive: true });
        fs.rmSync(place.main);
      },
      () => store.commit('alice', next(read)),
    );
    expect(outcome).toBe('committed');
    expect(notices).toEqual([]);
    expect(filesBelow(at('.'))).toEqual([]);
  });

  it('that the disk refuses leaves the old memory, and works when the disk does', async () => {
    const { store, place, another } = await met(1);
    const before = filesBelow(place.directory);
    const read = await store.read('alice');
    const commit = () => store.commit('alice', next(read));
    for (const call of ['linkSync', 'writeSync'] as const) {
      await expect(meanwhile(call, () => true, fails('ENOSPC'), commit)).rejects.toMatchObject({
        code: 'store-unwritable',
        message: expect.stringContaining(`Cannot write to ${place.main}: the disk is full`),
      });
    }
    expect(filesBelow(place.directory)).toEqual(before);
    expect(await another().read('alice')).toEqual(read);
    expect(await commit()).toBe('committed');
  });

  it('of any other revision than the next is a conflict, read before or not', async () => {
    const { store, another } = await met(2);
    const read = await store.read('alice');
    for (const revision of [0, 1, 2, 4]) {
      const other = { ...next(read), revision };
      expect(await another().commit('alice', other)).toBe('conflict');
      await store.read('alice');
      expect(await store.commit('alice', other)).toBe('conflict');
    }
    expect(await store.commit('bob', memory('bob', 1))).toBe('conflict');
    expect(await another().read('alice')).toEqual(read);
  });

  it('leaves the number to whoever takes it at this moment', async () => {
    const { store, place } = await met(1);
    const read = await store.read('alice');
    const theirs = () => fs.writeFileSync(revisionPath(place, 2), 'theirs');
    const commit = () => store.commit('alice', next(read));
    expect(await meanwhile('linkSync', () => true, theirs, commit)).toBe('conflict');
    expect(fs.readFileSync(revisionPath(place, 2), 'utf8')).toBe('theirs');
  });

  it('of a memory that was read by another store is made on what is there', async () => {
    const { store, another } = await met(1);
    const read = await another().read('alice');
    expect(await store.commit('alice', next(read))).toBe('committed');
    expect(await store.commit('alice', next(read))).toBe('conflict');
  });

  it('is not made on what was read before the last commit', async () => {
    const { store } = await met(1);
    const read = await store.read('alice');
    expect(await store.commit('alice', next(read))).toBe('committed');
    const again = { ...next(read), revision: 3 };
    expect(await store.commit('alice', again)).toBe('committed');
    expect(await store.read('alice')).toEqual(again);
  });
});

describe("an owner's edit that was taken over", () => {
  const isPublishing = ([, name]: unknown[]) => String(name).endsWith('alice.json');

  it('is not taken over again while it cannot be replaced in the file', async () => {
    const { store, another, place, at, header } = await met(1);
    const edited: Memory = JSON.parse(fs.readFileSync(at('alice.json'), 'utf8'));
    const edit = JSON.stringify({ ...edited, summary: 'Mine.' });
    fs.writeFileSync(place.main, edit);
    const refuses = <T>(work: () => Promise<T>) =>
      meanwhile('renameSync', isPublishing, fails('EACCES'), work);
    await refuses(() => another().read('alice'));
    expect(header(2)).toMatchObject({ reason: 'edited' });
    await refuses(() =>
      update(store, 'alice', (current) => ({ ...countOne(current), summary: '' })),
    );
    expect(fs.readFileSync(place.main, 'utf8')).toBe(edit);
    expect(await another().read('alice')).toMatchObject({ summary: '', revision: 3 });
    await update(store, 'alice', countOne);
    await update(store, 'alice', countOne);
    expect(header(5)).toMatchObject({ edit: null });
    expect(await another().read('alice')).toMatchObject({ summary: '', revision: 5 });
  });
});

describe('the first commit of a user', () => {
  it('leaves the file to whoever puts one there at this moment', async () => {
    const { store, at, place } = await met(0);
    const theirs = JSON.stringify(memory('alice', 0, 'Theirs.'));
    const outcome = await meanwhile(
      'linkSync',
      () => true,
      () => fs.writeFileSync(at('alice.json'), theirs),
      () => store.commit('alice', memory('alice', 0, 'Ours.')),
    );
    expect(outcome).toBe('conflict');
    expect(fs.readFileSync(at('alice.json'), 'utf8')).toBe(theirs);
    expect(fs.readdirSync(place.revisions)).toEqual([]);
  });

  it('is a conflict when its file is deleted at this moment', async () => {
    const { store, at, place } = await met(0);
    const isMade = ([name]: unknown[]) => name === place.main && fs.existsSync(place.main);
    const deleted = () => fs.rmSync(place.main);
    const commit = () => store.commit('alice', memory('alice', 0));
    expect(await meanwhile('openSync', isMade, deleted, commit)).toBe('conflict');
    expect(filesBelow(at('.'))).toEqual([]);
  });

  it('leaves nothing unfinished when the disk refuses it', async () => {
    const { store, at } = await met(0);
    const commit = () => store.commit('alice', memory('alice', 0));
    await expect(meanwhile('linkSync', () => true, fails('EIO'), commit)).rejects.toMatchObject({
      code: 'store-unwritable',
    });
    expect(filesBelow(at('.'))).toEqual([]);
    expect(await commit()).toBe('committed');
  });

  it('works where there are no hard links, and that is told once', async () => {
    const { store, notices, at } = await met(0);
    const commit = () => store.commit('alice', memory('alice', 0));
    expect(await meanwhile('linkSync', () => true, fails('EPERM'), commit)).toBe('committed');
    expect(notices).toHaveLength(1);
    const again = async () => store.commit('alice', next(await store.read('alice')));
    expect(await meanwhile('linkSync', () => true, fails('EPERM'), again)).toBe('committed');
    expect(notices).toEqual([
      {
        code: 'weak-filesystem',
        message: `The file system of ${path.dirname(at('alice.json'))} has no hard links. Memories are kept there, but a stop in the middle of a write may cost up to two seconds.`,
      },
    ]);
    expect(filesBelow(at('.'))).toHaveLength(3);
  });

  it.each([
    ['committed', ''],
    ['conflict', 'Theirs.'],
  ])(
    'is %s when another process keeps its file first, as a revision that says "%s"',
    async (outcome, summary) => {
      const { store, place } = await met(0);
      const isRevision = ([, name]: unknown[]) => name === revisionPath(place, 0);
      const theirs = () => {
        const body = encodeMemory(memory('alice', 0, summary));
        const header = { revision: 0, sha256: sha256(Buffer.from(body)) };
        fs.writeFileSync(revisionPath(place, 0), `${JSON.stringify(header)}\n${body}`);
      };
      const commit = () => store.commit('alice', memory('alice', 0));
      expect(await meanwhile('linkSync', isRevision, theirs, commit)).toBe(outcome);
    },
  );

  it('is a conflict when what is there first is half a revision', async () => {
    const { store, place } = await met(0);
    const isRevision = ([, name]: unknown[]) => name === revisionPath(place, 0);
    const half = () => fs.writeFileSync(revisionPath(place, 0), 'half');
    const commit = () => store.commit('alice', memory('alice', 0));
    expect(await meanwhile('linkSync', isRevision, half, commit)).toBe('conflict');
  });

  it('shares the time of the file with its revision', async () => {
    const { place } = await met(0);
    await worldIn(place.directory).store.commit('alice', memory('alice', 0));
    const [file, revision] = [place.main, revisionPath(place, 0)].map((name) => fs.statSync(name));
    expect(Math.abs((file?.mtimeMs ?? 0) - (revision?.mtimeMs ?? 9))).toBeLessThan(2);
  });
});

describe('a file without revisions behind it', () => {
  it('becomes a revision that two processes may make at once', async () => {
    const { store, at, place } = await met(3);
    const third = fs.readFileSync(revisionPath(place, 3));
    fs.rmSync(at('.alice'), { recursive: true });
    const after = await meanwhile(
      'linkSync',
      () => true,
      () => fs.writeFileSync(revisionPath(place, 3), third),
      () => update(store, 'alice', countOne),
    );
    expect(after).toMatchObject({ revision: 4, sessionCount: 4 });
    expect(revisionNumbers(place)).toEqual([3, 4]);
  });
});

describe('a store', () => {
  it('names the user who asks for a memory of another', async () => {
    const { store } = await met(1);
    await expect(store.commit('alice', memory('bob', 2))).rejects.toMatchObject({
      code: 'usage',
      message: 'A memory was to be written under the id of another user.',
    });
    const spelled = { ...memory('Zo\u00eb', 0), user: 'Zoe\u0308' };
    expect(await store.commit('Zo\u00eb', spelled)).toBe('committed');
  });
});
