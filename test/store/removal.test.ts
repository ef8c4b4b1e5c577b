import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Turn } from '../../src/memory/turn.ts';
import { currentOwner, type Owner } from '../../src/store/owner.ts';
import { placeOf } from '../../src/store/paths.ts';
import { encodePending, pendingPath } from '../../src/store/pending.ts';
import { removeHousekeeping } from '../../src/store/removal.ts';
import { update } from '../../src/store/update.ts';
import { aTurn } from '../support/turns.ts';
import { countOne } from './contract.ts';
import { diskError, meanwhile } from './meanwhile.ts';
import { filesBelow, temporaryFolders, worldIn } from './temporary.ts';

const folder = temporaryFolders();
const HOUR = 60 * 60 * 1000;
const TURN: Turn = aTurn({ reply: null, status: 'interrupted' });
const DEAD: Owner = { ...currentOwner(), pid: 2 ** 22 + 1 };
const FOREIGN: Owner = { ...currentOwner(), host: 'another-host' };

async function met(times: number) {
  const world = worldIn(folder());
  for (let n = 0; n < times; n++) await update(world.store, 'alice', countOne);
  return { ...world, place: placeOf(world.at('.'), 'alice') };
}

describe('the housekeeping of a memory that its owner deleted', () => {
  it('goes: revisions, transcript, vectors and quarantine', async () => {
    const { place, at } = await met(2);
    fs.writeFileSync(place.transcript, '{}\n');
    for (const name of ['transcript-2024.jsonl', 'transcript-2025.jsonl', '.tmp-of-a-rewriting']) {
      fs.writeFileSync(path.join(place.house, name), '{}\n');
    }
    for (const directory of [place.quarantine, place.vectors]) {
      fs.mkdirSync(directory);
      fs.writeFileSync(path.join(directory, 'old'), 'broken');
    }
    fs.rmSync(place.main);
    await removeHousekeeping(place, 2, Date.now());
    expect(filesBelow(at('.'))).toEqual([]);
    expect(fs.readdirSync(place.house)).toEqual([]);
  });

  it('is no concern where there is none any more', async () => {
    const { place } = await met(1);
    fs.rmSync(place.house, { recursive: true });
    await expect(removeHousekeeping(place, 1, Date.now())).resolves.toBeUndefined();
    expect(fs.existsSync(place.house)).toBe(false);
  });

  it.each([
    [0, ['t-foreign.json', 't-living.json']],
    [25, ['t-living.json']],
  ])('keeps, %i hours later, only turns whose process may live', async (hours, kept) => {
    const { place } = await met(1);
    fs.mkdirSync(place.pending);
    const turns: [string, Owner][] = [
      ['t-living', currentOwner()],
      ['t-dead', DEAD],
      ['t-foreign', FOREIGN],
    ];
    for (const [id, owner] of turns) {
      fs.writeFileSync(pendingPath(place, id, 0), encodePending(owner, { ...TURN, id }));
    }
    fs.writeFileSync(pendingPath(place, 't-broken', 3), '{"owner":');
    const bobs = encodePending(currentOwner(), { ...TURN, id: 't-bobs', user: 'bob' });
    fs.writeFileSync(pendingPath(place, 't-bobs', 0), bobs);
    await removeHousekeeping(place, 1, Date.now() + hours * HOUR);
    expect(fs.readdirSync(place.pending).sort()).toEqual(kept);
  });

  it('stays when another process was first: it belongs to a new memory', async () => {
    const { place } = await met(1);
    fs.writeFileSync(place.transcript, '{}\n');
    fs.mkdirSync(place.quarantine);
    const before = filesBelow(place.directory);
    await removeHousekeeping(place, 2, Date.now());
    expect(filesBelow(place.directory)).toEqual(before);
    expect(fs.existsSync(place.quarantine)).toBe(true);
  });

  it('that a stopped process has half deleted goes when somebody looks', async () => {
    const { store, place, at } = await met(0);
    fs.mkdirSync(path.join(place.house, '.~deleted-1'), { recursive: true });
    fs.writeFileSync(path.join(place.house, '.~deleted-1', '0000000000.json'), 'secret');
    fs.writeFileSync(path.join(place.house, 'kept'), 'x');
    expect(await store.read('alice')).toBeNull();
    expect(filesBelow(at('.'))).toEqual(['.alice/kept']);
    expect(fs.readdirSync(place.house)).toEqual(['kept']);
  });

  it('is left to whoever takes a turn out at the same moment', async () => {
    const { place } = await met(1);
    fs.mkdirSync(place.pending);
    const file = pendingPath(place, 't-1', 0);
    fs.writeFileSync(file, encodePending(DEAD, TURN));
    const isTurn = ([name]: unknown[]) => name === file;
    const others = () => fs.rmSync(file);
    await meanwhile('openSync', isTurn, others, () => removeHousekeeping(place, 1, Date.now()));
    expect(fs.readdirSync(place.pending)).toEqual([]);
  });

  it('is put back when it belongs to a new memory already', async () => {
    const { place, at, another } = await met(2);
    const newer = await met(4);
    fs.rmSync(place.main);
    // Before we take the revisions away, another process has done so and a new memory was begun.
    await meanwhile(
      'renameSync',
      ([from]) => from === place.revisions,
      () => {
        fs.rmSync(place.revisions, { recursive: true });
        fs.cpSync(newer.place.revisions, place.revisions, { recursive: true });
        fs.writeFileSync(path.join(place.revisions, '.tmp-unfinished'), 'half');
        fs.copyFileSync(newer.place.main, place.main);
      },
      () => removeHousekeeping(place, 2, Date.now()),
    );
    expect(await another().read('alice')).toMatchObject({ revision: 4, sessionCount: 4 });
    expect(fs.readdirSync(place.revisions).sort()).toEqual([
      '0000000000.json',
      '0000000001.json',
      '0000000002.json',
      '0000000003.json',
      '0000000004.json',
    ]);
    expect(fs.readdirSync(at('.alice')).sort()).toEqual(['revisions']);
  });

  it('is put back beside what the new memory has written meanwhile', async () => {
    const { place } = await met(2);
    const newer = await met(3);
    fs.rmSync(place.main);
    await meanwhile(
      'renameSync',
      ([from]) => from === place.revisions,
      () => {
        fs.rmSync(place.revisions, { recursive: true });
        fs.cpSync(newer.place.revisions, place.revisions, { recursive: true });
      },
      () =>
        meanwhile(
          'linkSync',
          () => true,
          () => fs.writeFileSync(path.join(place.revisions, '0000000003.json'), 'theirs'),
          () => removeHousekeeping(place, 2, Date.now()),
        ),
    );
    expect(fs.readFileSync(path.join(place.revisions, '0000000003.json'), 'utf8')).toBe('theirs');
    expect(fs.readdirSync(place.revisions)).toHaveLength(4);
  });

  it('is not taken for removed when the disk refuses', async () => {
    const { place } = await met(1);
    const refusal = meanwhile(
      'renameSync',
      ([from]) => from === place.revisions,
      () => {
        throw diskError('EIO');
      },
      () => removeHousekeeping(place, 1, Date.now()),
    );
    await expect(refusal).rejects.toMatchObject({ code: 'EIO' });
    expect(fs.readdirSync(place.revisions)).toHaveLength(2);
  });
});

describe('the removal of a user', () => {
  it('takes what earlier removals left, and nothing of other users', async () => {
    const { store, at } = await met(1);
    await update(store, 'bob', (current) => ({ ...countOne(current), user: 'bob' }));
    fs.mkdirSync(at('.~deleted-1/revisions'), { recursive: true });
    fs.writeFileSync(at('.~deleted-1/revisions/0000000000.json'), 'x');
    fs.writeFileSync(at('.~deleted-2'), 'x');
    fs.writeFileSync(at('.memchat'), '');
    await store.remove('alice');
    expect(fs.readdirSync(at('.')).sort()).toEqual(['.bob', '.memchat', 'bob.json']);
  });

  it('is refused whole when the disk refuses, and can be asked for again', async () => {
    const { store, at, place } = await met(1);
    const refusal = meanwhile(
      'renameSync',
      ([from]) => from === place.house,
      () => {
        throw diskError('EROFS');
      },
      () => store.remove('alice'),
    );
    await expect(refusal).rejects.toMatchObject({
      code: 'store-unwritable',
      message: expect.stringContaining('read-only'),
    });
    expect(await store.read('alice')).toMatchObject({ sessionCount: 1 });
    await store.remove('alice');
    expect(fs.readdirSync(at('.'))).toEqual([]);
  });
});
