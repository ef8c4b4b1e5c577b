import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyMemory, encodeMemory } from '../../src/memory/codec.ts';
import type { Memory } from '../../src/memory/types.ts';
import type { FileStore } from '../../src/store/file-store.ts';
import { type Place, placeOf } from '../../src/store/paths.ts';
import {
  encodeRevision,
  type RevisionHeader,
  readHeader,
  revisionNumbers,
  revisionPath,
  sha256,
} from '../../src/store/revision.ts';
import { update } from '../../src/store/update.ts';
import { countOne } from './contract.ts';
import { allWrong, examine } from './examination.ts';
import { diskError, meanwhile } from './meanwhile.ts';
import { filesBelow, memory, NOW, temporaryFolders, type World, worldIn } from './temporary.ts';

const folder = temporaryFolders();
const FORGOTTEN = { note: { reason: 'forgotten', of: null } } as const;
const saying = (summary: string) => (current: Memory | null) => ({
  ...(current ?? emptyMemory('alice', NOW)),
  summary,
});

/** A memory with the secret in its revisions 1 to 3; revision 4 has forgotten it. */
async function arrange() {
  const directory = folder();
  const world = worldIn(directory);
  const place = placeOf(directory, 'alice');
  for (const summary of ['A secret.', 'The secret.', 'Some secret.']) {
    await update(world.store, 'alice', saying(summary));
  }
  const main = fs.readFileSync(place.main);
  await update(world.store, 'alice', saying('Nothing.'), FORGOTTEN);
  return { ...world, place, beforeForgetting: main };
}
type Arranged = Awaited<ReturnType<typeof arrange>>;

const kept = (world: Arranged) => revisionNumbers(world.place);
const withSecret = ({ at }: World) =>
  filesBelow(at('.')).filter((name) => fs.readFileSync(at(name), 'utf8').includes('secret'));
const isTemporary = (name: unknown) => path.basename(String(name)).startsWith('.tmp-');

function deleteUnfinished(folder: string): void {
  for (const name of fs.readdirSync(folder))
    if (isTemporary(name)) fs.rmSync(path.join(folder, name));
}

/** Puts a copy into the user's file as a writer does that was stopped before. */
function putCopy({ place, beforeForgetting }: Arranged, time: Date | number): void {
  fs.writeFileSync(place.main, beforeForgetting);
  fs.utimesSync(place.main, time, time);
}

const summaryOf = async (store: FileStore) => (await store.read('alice'))?.summary;

describe('a purge', () => {
  it('leaves the revision, the file and the lock as they are', async () => {
    const world = await arrange();
    fs.mkdirSync(world.place.lock);
    const files = [world.place.main, revisionPath(world.place, 4), world.place.lock];
    const looks = () =>
      files.map((file) => {
        const { ino, mtimeMs } = fs.statSync(file);
        return { ino, mtimeMs };
      });
    const before = looks();
    await world.store.purge('alice', 4);
    expect(looks()).toEqual(before);
    expect(filesBelow(world.at('.'))).toEqual(['.alice/revisions/0000000004.json', 'alice.json']);
    expect(world.notices).toEqual([]);
  });

  it('deletes what is quarantined, unfinished or was to be deleted', async () => {
    const world = await arrange();
    const { place } = world;
    for (const folder of [place.house, place.revisions, place.pending, place.quarantine]) {
      fs.mkdirSync(folder, { recursive: true });
      fs.writeFileSync(path.join(folder, '.tmp-left'), 'secret');
      fs.mkdirSync(path.join(folder, '.tmp-folder'));
    }
    fs.writeFileSync(path.join(place.quarantine, 'broken.json'), 'secret');
    fs.mkdirSync(path.join(place.quarantine, 'folder'));
    for (const folder of [place.directory, place.house]) {
      fs.mkdirSync(path.join(folder, '.~deleted-1', 'revisions'), { recursive: true });
      fs.writeFileSync(path.join(folder, '.~deleted-1', 'revisions', '0000000001.json'), 'secret');
    }
    await world.store.purge('alice', 4);
    expect(withSecret(world)).toEqual([]);
    expect(filesBelow(world.at('.'))).toEqual(['.alice/revisions/0000000004.json', 'alice.json']);
    expect(fs.readdirSync(place.quarantine)).toEqual([]);
  });

  it('deletes it also of a user whose memory is not there', async () => {
    const world = worldIn(folder());
    fs.mkdirSync(world.at('.alice', 'quarantine'), { recursive: true });
    fs.writeFileSync(world.at('.alice', 'quarantine', 'broken.json'), 'secret');
    fs.writeFileSync(world.at('.alice', 'transcript.jsonl'), 'kept');
    await world.store.purge('alice', 0);
    expect(filesBelow(world.at('.'))).toEqual(['.alice/transcript.jsonl']);
  });

  it('takes the change of the owner over before it deletes what that was made from', async () => {
    const world = await arrange();
    const file: Memory = JSON.parse(world.beforeForgetting.toString());
    fs.writeFileSync(world.place.main, JSON.stringify({ ...file, name: 'Alicia' }));
    await world.store.purge('alice', 4);
    expect(await world.another().read('alice')).toMatchObject({
      revision: 5,
      name: 'Alicia',
      summary: 'Nothing.',
    });
    expect(kept(world)).toEqual([4, 5]);
  });

  it('brings a file up to date that a stopped writer left behind', async () => {
    const world = await arrange();
    putCopy(world, fs.statSync(revisionPath(world.place, 3)).mtimeMs / 1000);
    await world.store.purge('alice', 4);
    expect(withSecret(world)).toEqual([]);
    expect(await summaryOf(world.another())).toBe('Nothing.');
    expect(kept(world)).toEqual([4]);
  });

  it('brings it up to date before it deletes what that was made from', async () => {
    const world = await arrange();
    putCopy(world, fs.statSync(revisionPath(world.place, 3)).mtimeMs / 1000);
    let main = '';
    await meanwhile(
      'unlinkSync',
      ([name]) => String(name).endsWith('0000000000.json'),
      () => {
        main = fs.readFileSync(world.place.main, 'utf8');
      },
      () => world.store.purge('alice', 4),
    );
    expect(JSON.parse(main)).toMatchObject({ revision: 4, summary: 'Nothing.' });
  });

  it('refuses to follow a link', async () => {
    const { store, place } = await arrange();
    const outside = folder();
    fs.writeFileSync(path.join(outside, 'file'), 'theirs');
    fs.symlinkSync(outside, place.quarantine);
    await expect(store.purge('alice', 4)).rejects.toThrow('symbolic link');
    expect(fs.readdirSync(outside)).toEqual(['file']);
  });

  it('tells what the disk says, and goes on when it is called again', async () => {
    const world = await arrange();
    const refuses = () => {
      throw diskError('EROFS');
    };
    const work = () => world.store.purge('alice', 4);
    await expect(meanwhile('unlinkSync', () => true, refuses, work)).rejects.toMatchObject({
      code: 'store-unwritable',
      message: expect.stringContaining('the file system is read-only'),
    });
    expect(await summaryOf(world.another())).toBe('Nothing.');
    await work();
    expect(withSecret(world)).toEqual([]);
  });
});

describe('a purge that was cut short', () => {
  const lastGoes = ([name]: unknown[]) => String(name).endsWith('0000000003.json');
  const cutShort = async () => {
    const world = await arrange();
    const dies = () => {
      throw diskError('EIO');
    };
    const work = () => world.store.purge('alice', 4);
    await expect(meanwhile('unlinkSync', lastGoes, dies, work)).rejects.toThrow();
    expect(kept(world)).toEqual([3, 4]);
    return world;
  };

  it('is finished by the next commit, whoever makes it', async () => {
    const world = await cutShort();
    fs.writeFileSync(path.join(world.place.revisions, '.tmp-left'), 'secret');
    fs.mkdirSync(world.place.quarantine, { recursive: true });
    fs.writeFileSync(path.join(world.place.quarantine, 'left'), 'secret');
    await update(world.another(), 'alice', countOne);
    expect(kept(world)).toEqual([4, 5]);
    expect(withSecret(world)).toEqual([]);
  });

  it("is finished by the taking over of the owner's change, which is kept", async () => {
    const world = await cutShort();
    const file: Memory = JSON.parse(fs.readFileSync(world.place.main, 'utf8'));
    fs.writeFileSync(world.place.main, JSON.stringify({ ...file, name: 'Alicia' }));
    expect(await world.another().read('alice')).toMatchObject({ revision: 5, name: 'Alicia' });
    expect(kept(world)).toEqual([4, 5]);
    expect(withSecret(world)).toEqual([]);
  });

  it("keeps what the owner's change was made from until that is taken over", async () => {
    const world = await cutShort();
    // The owner has changed the copy of revision 3; the first who takes that over is stopped.
    const file: Memory = JSON.parse(world.beforeForgetting.toString());
    fs.writeFileSync(world.place.main, JSON.stringify({ ...file, name: 'Alicia' }));
    const refuses = () => {
      throw diskError('EIO');
    };
    await meanwhile(
      'linkSync',
      () => true,
      refuses,
      () => world.another().read('alice'),
    );
    expect(kept(world)).toEqual([3, 4]);
    const dies = () => {
      throw diskError('EIO');
    };
    await meanwhile('unlinkSync', lastGoes, dies, () => world.another().read('alice'));
    expect(kept(world)).toEqual([3, 4, 5]);
    expect(await update(world.another(), 'alice', countOne)).toMatchObject({
      revision: 6,
      name: 'Alicia',
      summary: 'Nothing.',
    });
    expect(kept(world)).toEqual([4, 5, 6]);
    expect(withSecret(world)).toEqual([]);
  });

  it('is finished with the file that was behind, which is no change of its owner', async () => {
    const world = await cutShort();
    putCopy(world, fs.statSync(revisionPath(world.place, 3)).mtimeMs / 1000);
    await update(world.another(), 'alice', countOne);
    expect(kept(world)).toEqual([4, 5]);
    expect(withSecret(world)).toEqual([]);
    expect(await world.another().read('alice')).toMatchObject({ revision: 5, summary: 'Nothing.' });
  });

  it('does not keep the memory from being read', async () => {
    const world = await cutShort();
    expect(await summaryOf(world.another())).toBe('Nothing.');
    expect(kept(world)).toEqual([3, 4]);
  });

  it('is none where a plain commit came after the forgetting: what is before that is history', async () => {
    const { store, place } = await arrange();
    await update(store, 'alice', countOne);
    await store.purge('alice', 4);
    for (let n = 0; n < 3; n++) await update(store, 'alice', countOne);
    expect(revisionNumbers(place)).toEqual([4, 5, 6, 7, 8]);
  });
});

/**
 * What is there when others have written twice, forgotten and purged: it comes in one moment. As if
 * by the protocol, for the tests that stop a writer in the middle of a call.
 */
function othersForget(place: Place): void {
  const top = revisionNumbers(place).at(-1) ?? 0;
  const body = Buffer.from(encodeMemory(memory('alice', top + 3, 'Nothing.')));
  const header: RevisionHeader = {
    revision: top + 3,
    sha256: sha256(body),
    at: NOW,
    reason: 'forgotten',
    parent: sha256(Buffer.from('what came between')),
    ...{ of: null, turn: null, edit: null, seen: null },
  };
  const file = revisionPath(place, top + 3);
  fs.writeFileSync(file, encodeRevision(header, body));
  fs.writeFileSync(place.main, body);
  const time = fs.statSync(file).mtimeMs / 1000;
  fs.utimesSync(place.main, time, time);
  for (const number of revisionNumbers(place)) {
    if (number < top + 3) fs.rmSync(revisionPath(place, number));
  }
  deleteUnfinished(place.revisions);
}

describe('a writer who is stopped while others forget', () => {
  const stopped = async (
    call: 'openSync' | 'linkSync' | 'renameSync',
    isMeant: (args: unknown[]) => boolean,
  ) => {
    const directory = folder();
    const world = { ...worldIn(directory), place: placeOf(directory, 'alice') };
    await update(world.store, 'alice', saying('A secret.'));
    const old = await world.store.read('alice');
    const next = { ...(old ?? memory('alice', 1)), revision: 2, summary: 'My secret.' };
    const outcome = await meanwhile(
      call,
      isMeant,
      () => othersForget(world.place),
      () => world.store.commit('alice', next),
    );
    expect(withSecret(world)).toEqual([]);
    expect(await summaryOf(world.another())).toBe('Nothing.');
    expect(await update(world.another(), 'alice', countOne)).toMatchObject({ summary: 'Nothing.' });
    expect(world.notices).toEqual([]);
    return outcome;
  };

  it('before it writes anything down leaves nothing', async () => {
    expect(await stopped('openSync', ([name]) => isTemporary(name))).toBe('conflict');
  });

  it('before its revision gets a number leaves nothing', async () => {
    expect(await stopped('linkSync', () => true)).toBe('conflict');
  });

  it('before its copy gets the name of the file does not bring it back', async () => {
    const toMain = ([, to]: unknown[]) => String(to).endsWith('alice.json');
    expect(await stopped('renameSync', toMain)).toBe('committed');
  });

  it('and puts its copy there just before it is deleted is written over', async () => {
    const world = await arrange();
    const time = fs.statSync(revisionPath(world.place, 3)).mtimeMs / 1000;
    const isLast = ([name]: unknown[]) => name === revisionPath(world.place, 3);
    const puts = () => putCopy(world, time);
    await meanwhile('unlinkSync', isLast, puts, () => world.store.purge('alice', 4));
    expect(withSecret(world)).toEqual([]);
    expect(kept(world)).toEqual([4]);
  });

  it('and has begun a copy of what goes last leaves nothing unfinished', async () => {
    const world = await arrange();
    const isLast = ([name]: unknown[]) => name === revisionPath(world.place, 3);
    const begins = () => {
      fs.writeFileSync(path.join(world.place.revisions, '.tmp-begun'), world.beforeForgetting);
    };
    await meanwhile('unlinkSync', isLast, begins, () => world.store.purge('alice', 4));
    expect(withSecret(world)).toEqual([]);
    expect(filesBelow(world.place.revisions)).toEqual(['0000000004.json']);
  });

  it('and puts its copy there when all is over makes no change of the owner of it', async () => {
    const world = await arrange();
    const time = fs.statSync(revisionPath(world.place, 3)).mtimeMs / 1000;
    await world.store.purge('alice', 4);
    putCopy(world, time);
    expect(await summaryOf(world.another())).toBe('Nothing.');
    expect(kept(world)).toEqual([4]);
    await update(world.another(), 'alice', countOne);
    expect(withSecret(world)).toEqual([]);
  });
});

describe('after a purge', () => {
  it('the copy of a revision that nobody had seen in the file is no change of its owner', async () => {
    const directory = folder();
    const world = { ...worldIn(directory), place: placeOf(directory, 'alice') };
    const { place, store } = world;
    for (const summary of ['A secret.', 'The secret.']) {
      await update(store, 'alice', saying(summary));
    }
    const [older, newer] = [1, 2].map((number) => {
      const text = fs.readFileSync(revisionPath(place, number), 'utf8');
      const time = fs.statSync(revisionPath(place, number)).mtimeMs / 1000;
      return { text: text.slice(text.indexOf('\n') + 1), time };
    });
    const put = ({ text = '', time = 0 } = {}) => {
      fs.writeFileSync(place.main, text);
      fs.utimesSync(place.main, time, time);
    };
    // The writer of revision 2 has not published it yet when revision 3 forgets it.
    put(older);
    await update(world.another(), 'alice', saying('Nothing.'), FORGOTTEN);
    await store.purge('alice', 3);
    put(newer);
    expect(await summaryOf(world.another())).toBe('Nothing.');
    expect(revisionNumbers(place)).toEqual([3]);
  });

  it('a file that was behind it is no change of its owner', async () => {
    const world = await arrange();
    const { seen } = readHeader(world.place, 4) ?? {};
    await world.store.purge('alice', 4);
    // An older one than the last: of that nothing but its time is known.
    fs.writeFileSync(world.place.main, encodeMemory(memory('alice', 2, 'The secret.')));
    fs.utimesSync(world.place.main, (seen ?? 0) / 1000, (seen ?? 0) / 1000);
    expect(await summaryOf(world.another())).toBe('Nothing.');
    expect(kept(world)).toEqual([4]);
  });

  it('what its owner puts back is theirs, whatever it says', async () => {
    const world = await arrange();
    await world.store.purge('alice', 4);
    putCopy(world, new Date(Date.now() + 1000));
    expect(await world.another().read('alice')).toMatchObject({
      revision: 5,
      summary: 'Some secret.',
    });
    expect(world.notices).toMatchObject([{ code: 'edited' }]);
  });

  it('the doctor finds nothing that is out of order', async () => {
    const world = await arrange();
    await world.store.purge('alice', 4);
    fs.chmodSync(world.at('.'), 0o700);
    expect(allWrong(await examine(world.at('.')))).toEqual([]);
  });
});

describe('a writer whose unfinished file is deleted by a purge', () => {
  it('publishes its revision all the same', async () => {
    const world = await arrange();
    const toMain = ([, to]: unknown[]) => to === world.place.main;
    const purges = () => deleteUnfinished(world.place.revisions);
    const work = () => update(world.store, 'alice', saying('New.'));
    await meanwhile('renameSync', toMain, purges, work);
    expect(JSON.parse(fs.readFileSync(world.place.main, 'utf8'))).toMatchObject({
      revision: 5,
      summary: 'New.',
    });
    expect(world.notices).toEqual([]);
  });

  it('commits its revision all the same', async () => {
    const world = await arrange();
    const purges = () => deleteUnfinished(world.place.revisions);
    const work = () => update(world.store, 'alice', saying('New.'));
    const committed = await meanwhile('linkSync', () => true, purges, work);
    expect(committed).toMatchObject({ revision: 5, summary: 'New.' });
    expect(kept(world)).toEqual([4, 5]);
  });

  it('begins a memory all the same', async () => {
    const directory = folder();
    const { store } = worldIn(directory);
    const purges = () => deleteUnfinished(placeOf(directory, 'alice').revisions);
    const work = () => update(store, 'alice', saying('New.'));
    expect(await meanwhile('linkSync', () => true, purges, work)).toMatchObject({ revision: 1 });
  });

  it('sets a broken file aside all the same', async () => {
    const world = await arrange();
    const { place, notices } = world;
    fs.writeFileSync(place.main, 'my notes');
    const isAside = ([, to]: unknown[]) => path.dirname(String(to)) === place.quarantine;
    const purges = () => deleteUnfinished(place.quarantine);
    await meanwhile('renameSync', isAside, purges, () => world.store.read('alice'));
    const [name = ''] = fs.readdirSync(place.quarantine);
    expect(fs.readFileSync(path.join(place.quarantine, name), 'utf8')).toBe('my notes');
    expect(notices).toMatchObject([{ code: 'quarantined' }]);
  });
});
