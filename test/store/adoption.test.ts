import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Turn } from '../../src/memory/turn.ts';
import { FileJournal } from '../../src/store/file-journal.ts';
import { currentOwner, type Owner } from '../../src/store/owner.ts';
import { placeOf } from '../../src/store/paths.ts';
import type { Notice } from '../../src/store/port.ts';
import { aTurn } from '../support/turns.ts';
import { diskError, meanwhile } from './meanwhile.ts';
import { clock, filesBelow, temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();
const DEAD: Owner = { ...currentOwner(), pid: 2 ** 22 + 1 };
const turn = (over: Partial<Turn> = {}): Turn => aTurn(over);

function arrange() {
  const directory = folder();
  const place = placeOf(directory, 'alice');
  const notices: Notice[] = [];
  const open = (owner: Owner = currentOwner(), now = clock) =>
    new FileJournal({ directory, owner, clock: now, onNotice: (notice) => notices.push(notice) });
  const names = () => fs.readdirSync(place.pending).sort();
  const at = (name: string) => path.join(place.pending, name);
  return { place, notices, open, names, at };
}

describe('a turn that is adopted', () => {
  it('stands in one file until it is taken out, a new one each time that it is written', async () => {
    const { open, names } = arrange();
    await open(DEAD).save(turn());
    expect(names()).toEqual(['t-1.json']);
    await open(DEAD).adopt('alice');
    const heir = open();
    expect(await heir.adopt('alice')).toEqual([turn()]);
    expect(names()).toEqual(['t-1.2.json']);
    await heir.save(turn({ attempts: 1 }));
    expect(names()).toEqual(['t-1.3.json']);
    await heir.remove('alice', 't-1');
    expect(names()).toEqual([]);
    await heir.save(turn());
    expect(names()).toEqual(['t-1.json']);
  });

  it('is taken out alone', async () => {
    const { open, names } = arrange();
    const journal = open();
    for (const id of ['t-1', 't-2', 't-11']) await journal.save(turn({ id }));
    await journal.remove('alice', 't-1');
    expect(names()).toEqual(['t-11.json', 't-2.json']);
  });

  it('comes with all others in the order in which they were said, then of their ids', async () => {
    const { open } = arrange();
    const second = (n: number) => `2026-03-01T10:00:0${n}.000Z`;
    const dead = open(DEAD);
    const said: Record<string, number> = { aaa: 3, bbb: 1, ccc: 2, eee: 1, ddd: 1, zzz: 0, mmm: 1 };
    for (const [id, at] of Object.entries(said)) await dead.save(turn({ id, at: second(at) }));
    const ids = (await open().adopt('alice')).map(({ id }) => id);
    expect(ids).toEqual(['zzz', 'bbb', 'ddd', 'eee', 'mmm', 'ccc', 'aaa']);
  });

  it('is left to the one who was faster', async () => {
    const { open, names, at } = arrange();
    await open(DEAD).save(turn());
    const theirs = JSON.stringify({ owner: currentOwner(), turn: turn() });
    const adopted = await meanwhile(
      'linkSync',
      () => true,
      () => fs.writeFileSync(at('t-1.1.json'), theirs),
      () => open().adopt('alice'),
    );
    expect(adopted).toEqual([]);
    expect(names()).toEqual(['t-1.1.json', 't-1.json']);
    expect(fs.readFileSync(at('t-1.1.json'), 'utf8')).toBe(theirs);
  });

  it('is left alone when the one who was faster has remembered it already', async () => {
    const { open, names, at, notices } = arrange();
    await open(DEAD).save(turn());
    const adopted = await meanwhile(
      'linkSync',
      () => true,
      () => fs.rmSync(at('t-1.json')),
      () => open().adopt('alice'),
    );
    expect(adopted).toEqual([]);
    expect(names()).toEqual([]);
    expect(notices).toEqual([]);
  });

  it('is left alone when it is taken out before it is read', async () => {
    const { open, notices, at, names } = arrange();
    await open(DEAD).save(turn());
    const adopted = await meanwhile(
      'openSync',
      ([name]) => name === at('t-1.json'),
      () => fs.rmSync(at('t-1.json')),
      () => open().adopt('alice'),
    );
    expect(adopted).toEqual([]);
    expect(names()).toEqual([]);
    expect(notices).toEqual([]);
  });

  it('waits where the disk refuses, and no other turn waits with it', async () => {
    const { open, notices, names } = arrange();
    await open(DEAD).save(turn({ id: 't-a' }));
    await open(DEAD).save(turn({ id: 't-b' }));
    const refuses = (work: () => Promise<Turn[]>) =>
      meanwhile(
        'linkSync',
        ([, name]) => String(name).endsWith('t-a.1.json'),
        () => {
          throw diskError('ENOSPC');
        },
        work,
      );
    const adopted = await refuses(() => open().adopt('alice'));
    expect(adopted.map(({ id }) => id)).toEqual(['t-b']);
    expect(names()).toEqual(['t-a.json', 't-b.1.json']);
    await expect(refuses(() => open().adopt('alice'))).rejects.toMatchObject({
      code: 'store-unwritable',
      message: expect.stringContaining('the disk is full'),
    });
    expect((await open().adopt('alice')).map(({ id }) => id)).toEqual(['t-a']);
    expect(notices).toEqual([]);
  });

  it('is handed out though another cannot be read, which is told', async () => {
    const { open, notices, at } = arrange();
    await open(DEAD).save(turn());
    fs.mkdirSync(at('t-folder.json'));
    expect(await open().adopt('alice')).toEqual([turn()]);
    expect(notices).toEqual([
      {
        code: 'leftover',
        message: expect.stringMatching(
          /^A turn of an earlier session is not remembered yet: .*t-folder\.json is not a plain file/,
        ),
      },
    ]);
  });
});

describe('a file that is no pending turn', () => {
  it('is named with the place where it is kept, once', async () => {
    const { open, notices, at, place } = arrange();
    await open().save(turn({ id: 't-good' }));
    fs.writeFileSync(at('t-1.json'), 'broken');
    await open().adopt('alice');
    await open().adopt('alice');
    const [name = ''] = fs.readdirSync(place.quarantine);
    const kept = path.join(place.quarantine, name);
    expect(notices).toEqual([
      {
        code: 'quarantined',
        message: `A turn that was not remembered yet cannot be read. It was set aside as ${kept}.`,
      },
    ]);
  });

  it('does not stand in the way of what was written of the turn before', async () => {
    const { open, notices, at, names } = arrange();
    await open(DEAD).save(turn());
    fs.writeFileSync(at('t-1.1.json'), '{"owner":');
    expect(await open().read('alice', 't-1')).toBeNull();
    expect(await open().adopt('alice')).toEqual([turn()]);
    expect(names()).toEqual(['t-1.1.json']);
    expect(notices).toMatchObject([{ code: 'quarantined' }]);
    expect(await open().read('alice', 't-1')).toEqual(turn());
  });

  it('is not read through a link', async () => {
    const { open, at, place } = arrange();
    await open().save(turn());
    fs.renameSync(at('t-1.json'), path.join(place.house, 'moved'));
    fs.symlinkSync(path.join(place.house, 'moved'), at('t-1.json'));
    await expect(open().read('alice', 't-1')).rejects.toThrow('symbolic link');
  });

  it('is left to another process that sets it aside at the same moment', async () => {
    const { open, notices, at } = arrange();
    await open().save(turn({ id: 't-good' }));
    fs.writeFileSync(at('t-1.json'), 'broken');
    const adopted = await meanwhile(
      'renameSync',
      ([from]) => from === at('t-1.json'),
      () => fs.rmSync(at('t-1.json')),
      () => open().adopt('alice'),
    );
    expect(adopted).toEqual([]);
    expect(notices).toEqual([]);
  });
});

describe('unfinished files beside the pending turns', () => {
  function leaveUnfinished({ at, place }: ReturnType<typeof arrange>): void {
    fs.mkdirSync(place.pending, { recursive: true });
    for (const [name, age] of [
      ['.tmp-old', 660],
      ['.tmp-new', 540],
    ] as const) {
      fs.writeFileSync(at(name), 'half of what was said');
      fs.utimesSync(at(name), Date.now() / 1000 - age, Date.now() / 1000 - age);
    }
  }

  it('are swept by the first turn of a process, if they are ten minutes older than that', async () => {
    const world = arrange();
    leaveUnfinished(world);
    await world.open().save(turn());
    expect(world.names()).toEqual(['.tmp-new', 't-1.json']);
  });

  it('stay while there is no turn to tell their age', async () => {
    const world = arrange();
    leaveUnfinished(world);
    expect(await world.open().adopt('alice')).toEqual([]);
    expect(world.names()).toEqual(['.tmp-new', '.tmp-old']);
  });

  it('that cannot be deleted do not keep a turn from being saved', async () => {
    const world = arrange();
    fs.mkdirSync(world.at('.tmp-folder'), { recursive: true });
    fs.utimesSync(world.at('.tmp-folder'), 1, 1);
    await world.open().save(turn());
    expect(world.names()).toEqual(['.tmp-folder', 't-1.json']);
  });
});

describe('a turn that cannot be saved', () => {
  it('is refused with the place and the reason, and leaves nothing unfinished', async () => {
    const { open, names, place } = arrange();
    await open().save(turn({ id: 't-good' }));
    const full = () => {
      throw diskError('ENOSPC');
    };
    const refused = {
      code: 'store-unwritable',
      message: expect.stringContaining(`Cannot write to ${place.pending}: the disk is full`),
    };
    const first = () => open().save(turn());
    await expect(meanwhile('renameSync', () => true, full, first)).rejects.toMatchObject(refused);
    const again = () => open().save(turn({ id: 't-good', attempts: 1 }));
    await expect(meanwhile('linkSync', () => true, full, again)).rejects.toMatchObject(refused);
    expect(names()).toEqual(['t-good.json']);
  });

  it('is refused for its id before anything is made', async () => {
    const { open, place } = arrange();
    await expect(open().save(turn({ id: '../x' }))).rejects.toThrow(
      'A turn has an id that is not valid.',
    );
    expect(filesBelow(place.directory)).toEqual([]);
    expect(fs.readdirSync(place.directory)).toEqual([]);
  });
});
