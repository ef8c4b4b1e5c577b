import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeMemory } from '../../src/memory/codec.ts';
import type { Memory } from '../../src/memory/types.ts';
import { FileStore } from '../../src/store/file-store.ts';
import { placeOf } from '../../src/store/paths.ts';
import type { Notice } from '../../src/store/port.ts';
import { readRevision, revisionNumbers, revisionPath } from '../../src/store/revision.ts';
import { update } from '../../src/store/update.ts';
import { countOne } from './contract.ts';
import { diskError, meanwhile } from './meanwhile.ts';
import { clock, filesBelow, memory, temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();

async function met(times: number) {
  const directory = folder();
  const place = placeOf(directory, 'alice');
  const notices: Notice[] = [];
  const open = (now = clock) =>
    new FileStore({ directory, clock: now, onNotice: (notice) => notices.push(notice) });
  for (let n = 0; n < times; n++) await update(open(), 'alice', countOne);
  const file = (): Memory => JSON.parse(fs.readFileSync(place.main, 'utf8'));
  const write = (content: string) => fs.writeFileSync(place.main, content);
  const edit = (over: Partial<Memory>) => write(JSON.stringify({ ...file(), ...over }));
  const quarantined = () =>
    fs.existsSync(place.quarantine)
      ? fs.readdirSync(place.quarantine).map((name) => path.join(place.quarantine, name))
      : [];
  return { directory, place, notices, open, file, write, edit, quarantined };
}

/** A clock that is so many seconds off. */
const off = (seconds: number) => () => new Date(Date.now() + seconds * 1000).toISOString();

const fails = (code: string) => () => {
  throw diskError(code);
};
const always = () => true;

describe('what a person is told', () => {
  it('of an edit: the file and the revision', async () => {
    const { place, notices, open, edit } = await met(2);
    edit({ summary: 'Mine.' });
    await open().read('alice');
    const message = `Your change to ${place.main} was taken over as revision 3.`;
    expect(notices).toEqual([{ code: 'edited', message }]);
    const found = readRevision(place, 3);
    expect(found).toMatchObject({ header: { reason: 'edited', of: null, turn: null } });
  });

  it('of a file that cannot be read: the reason, the copy and the revision', async () => {
    const { place, notices, open, write, quarantined } = await met(2);
    write('[]');
    expect(await open().read('alice')).toMatchObject({ revision: 2 });
    const [copy] = quarantined();
    expect(copy).toMatch(/-alice\.json$/);
    expect(notices).toEqual([
      {
        code: 'quarantined',
        message: `${place.main} cannot be read: it is not a JSON object. It was set aside as ${copy}, and revision 2 was put in its place.`,
      },
    ]);
  });

  it('of a damaged revision: its number, the file and the copy', async () => {
    const { place, notices, open, quarantined } = await met(2);
    fs.truncateSync(revisionPath(place, 2), 50);
    expect(await open(off(60)).read('alice')).toMatchObject({ revision: 2, sessionCount: 2 });
    const [copy] = quarantined();
    expect(notices[0]).toEqual({
      code: 'quarantined',
      message: `Revision 2 of ${place.main} is damaged. It was set aside as ${copy}, and the newest good revision is used.`,
    });
  });

  it('of an import: the file and the revision of the original', async () => {
    const { place, notices, open, write } = await met(0);
    write(JSON.stringify({ user_id: 'alice', key_facts: ['Likes tea'] }));
    await open().read('alice');
    expect(notices).toEqual([]);
    await update(open(), 'alice', countOne);
    const message = `${place.main} is in an older format and was imported. The original is kept as revision 0.`;
    expect(notices).toEqual([{ code: 'imported', message }]);
    expect(readRevision(place, 0)).toMatchObject({ header: { reason: 'imported' } });
  });
});

describe('a broken revision above the newest whole one', () => {
  it.each([1.9, -1.9])(
    'stays while it may be in the writing, the clock %f s off',
    async (ahead) => {
      const { place, open, quarantined, notices } = await met(2);
      fs.writeFileSync(revisionPath(place, 3), 'half');
      const now = Date.now();
      const time = now / 1000 - ahead;
      fs.utimesSync(revisionPath(place, 3), time, time);
      expect(await open(() => new Date(now).toISOString()).read('alice')).toMatchObject({
        revision: 2,
      });
      expect(quarantined()).toEqual([]);
      expect(notices).toEqual([]);
    },
  );

  it.each([2.1, -2.1])('is set aside after two seconds, the clock %f s off', async (ahead) => {
    const { place, open, quarantined } = await met(2);
    fs.writeFileSync(revisionPath(place, 3), 'half');
    const now = Date.now();
    const time = now / 1000 - ahead;
    fs.utimesSync(revisionPath(place, 3), time, time);
    await open(() => new Date(now).toISOString()).read('alice');
    expect(quarantined()).toHaveLength(1);
    expect(revisionNumbers(place)).toEqual([0, 1, 2]);
  });

  it('is put back when another process has just written a good one', async () => {
    const { place, open, notices, quarantined } = await met(3);
    const whole = fs.readFileSync(revisionPath(place, 3));
    fs.writeFileSync(revisionPath(place, 3), 'broken');
    const read = await meanwhile(
      'renameSync',
      ([from]) => from === revisionPath(place, 3),
      () => fs.writeFileSync(revisionPath(place, 3), whole),
      () => open(off(60)).read('alice'),
    );
    expect(read).toMatchObject({ revision: 3, sessionCount: 3 });
    expect(notices).toEqual([]);
    expect(fs.readFileSync(revisionPath(place, 3))).toEqual(whole);
    expect(quarantined()).toEqual([]);
  });

  it.each([
    ['empty', ''],
    ['full of zeros', '\0'.repeat(50)],
  ])('that a power cut left %s is no loss, and nobody is told', async (_, content) => {
    const { place, open, notices, quarantined } = await met(2);
    fs.writeFileSync(revisionPath(place, 3), content);
    expect(await open(off(60)).read('alice')).toMatchObject({ revision: 2 });
    expect(revisionNumbers(place)).toEqual([0, 1, 2]);
    expect([quarantined(), notices]).toEqual([[], []]);
  });

  it('that a power cut left half full of zeros is set aside', async () => {
    const { place, open, notices, quarantined } = await met(2);
    fs.writeFileSync(revisionPath(place, 3), `half${'\0'.repeat(50)}`);
    expect(await open(off(60)).read('alice')).toMatchObject({ revision: 2 });
    expect([quarantined(), notices].map(({ length }) => length)).toEqual([1, 1]);
  });

  it('is left to another process that sets it aside at the same moment', async () => {
    const { place, open, notices } = await met(2);
    fs.writeFileSync(revisionPath(place, 3), 'broken');
    const read = await meanwhile(
      'renameSync',
      ([from]) => from === revisionPath(place, 3),
      () => fs.rmSync(revisionPath(place, 3)),
      () => open(off(60)).read('alice'),
    );
    expect(read).toMatchObject({ revision: 2 });
    expect(notices).toEqual([]);
  });
});

describe('a file that a stopped writer left behind', () => {
  async function behind() {
    const world = await met(2);
    const old = readRevision(world.place, 2);
    await update(world.open(), 'alice', countOne);
    if (typeof old === 'string') throw new Error(old);
    world.write(old.body.toString());
    fs.utimesSync(world.place.main, old.time / 1000, old.time / 1000);
    return world;
  }

  it.each([60, -60])(
    'is brought up to date when it is read, the clock %i s off',
    async (seconds) => {
      const { open, file, notices } = await behind();
      expect(await open(off(seconds)).read('alice')).toMatchObject({ revision: 3 });
      expect(file()).toMatchObject({ revision: 3, sessionCount: 3 });
      expect(notices).toEqual([]);
    },
  );

  it('is left to its writer while that may still do it', async () => {
    const { place, open, file } = await behind();
    const newest = readRevision(place, 3);
    const time = typeof newest === 'string' ? 0 : newest.time;
    const soon = () => new Date(time + 2000).toISOString();
    expect(await open(soon).read('alice')).toMatchObject({ revision: 3 });
    expect(file()).toMatchObject({ revision: 2 });
  });

  it('is the ground of the next commit', async () => {
    const { open, file } = await behind();
    expect(await update(open(), 'alice', countOne)).toMatchObject({ revision: 4, sessionCount: 4 });
    expect(file()).toMatchObject({ revision: 4 });
  });
});

describe('an editor that replaces the file in steps', () => {
  it('is given time, however many steps it takes', async () => {
    const { open, write, file, notices, quarantined } = await met(2);
    const whole = JSON.stringify({ ...file(), summary: 'Mine.' });
    write(whole.slice(0, 10));
    setTimeout(() => write(whole.slice(0, 50)), 50);
    setTimeout(() => write(whole), 150);
    expect(await open().read('alice')).toMatchObject({ summary: 'Mine.', revision: 3 });
    expect(quarantined()).toEqual([]);
    expect(notices.map(({ code }) => code)).toEqual(['edited']);
  });

  it('is given time where there are no revisions yet', async () => {
    const { open, write } = await met(0);
    write('');
    setTimeout(() => write(encodeMemory(memory('alice', 4, 'Mine.'))), 50);
    expect(await open().read('alice')).toMatchObject({ summary: 'Mine.', revision: 4 });
  });
});

describe('a disk that cannot be written', () => {
  it('shows the edit all the same when it is only read', async () => {
    const { open, edit, notices } = await met(2);
    edit({ summary: 'Mine.' });
    const read = () => open().read('alice');
    expect(await meanwhile('linkSync', always, fails('EROFS'), read)).toMatchObject({
      summary: 'Mine.',
      revision: 3,
      sessionCount: 2,
    });
    expect(notices).toEqual([]);
  });

  it('refuses a commit on an edit that could not be kept', async () => {
    const { open, edit } = await met(2);
    edit({ summary: 'Mine.' });
    const commit = () => open().commit('alice', memory('alice', 3));
    await expect(meanwhile('linkSync', always, fails('EROFS'), commit)).rejects.toMatchObject({
      code: 'store-unwritable',
    });
  });

  it('shows the newest good revision in place of a broken file, and says so', async () => {
    const { place, open, write, notices } = await met(2);
    write('broken');
    const read = () => open().read('alice');
    expect(await meanwhile('mkdirSync', always, fails('EROFS'), read)).toMatchObject({
      revision: 2,
      sessionCount: 2,
    });
    expect(notices).toEqual([
      {
        code: 'quarantined',
        message: `${place.main} is damaged and could not be repaired: the file system is read-only. Nothing was changed, and the newest good revision is used.`,
      },
    ]);
    expect(fs.readFileSync(place.main, 'utf8')).toBe('broken');
  });

  it('shows what is whole when a broken revision cannot be set aside, and says so', async () => {
    const { place, open, notices } = await met(2);
    fs.writeFileSync(revisionPath(place, 3), 'broken');
    const read = () => open(off(60)).read('alice');
    expect(await meanwhile('mkdirSync', always, fails('EACCES'), read)).toMatchObject({
      revision: 2,
    });
    expect(notices.map(({ message }) => message)).toEqual([
      expect.stringContaining('permission is denied'),
    ]);
  });

  it('shows a file that is behind as the newest revision, and says nothing', async () => {
    const { place, open, notices } = await met(2);
    const old = readRevision(place, 1);
    if (typeof old === 'string') throw new Error(old);
    fs.writeFileSync(place.main, old.body);
    fs.utimesSync(place.main, old.time / 1000, old.time / 1000);
    const read = () => open(off(60)).read('alice');
    expect(await meanwhile('renameSync', always, fails('EROFS'), read)).toMatchObject({
      revision: 2,
    });
    expect(notices).toEqual([]);
  });

  it('shows nothing of a memory whose file was deleted', async () => {
    const { place, open } = await met(2);
    fs.rmSync(place.main);
    const read = () => open().read('alice');
    expect(await meanwhile('renameSync', always, fails('EROFS'), read)).toBeNull();
    expect(revisionNumbers(place)).toEqual([0, 1, 2]);
  });
});

describe('a file without revisions behind it', () => {
  it('is read without a trace, and gets its first revision with the first commit', async () => {
    const { directory, open, write, notices, place } = await met(0);
    write(encodeMemory(memory('alice', 4, 'Copied here.')));
    expect(await open().read('alice')).toMatchObject({ revision: 4, summary: 'Copied here.' });
    expect(filesBelow(directory)).toEqual(['alice.json']);
    expect(await update(open(), 'alice', countOne)).toMatchObject({
      revision: 5,
      summary: 'Copied here.',
    });
    expect(revisionNumbers(place)).toEqual([4, 5]);
    expect(readRevision(place, 4)).toMatchObject({ header: { reason: 'imported' } });
    expect(notices).toEqual([]);
  });
});
