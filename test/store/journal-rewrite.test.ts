import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Turn } from '../../src/memory/turn.ts';
import { FileJournal } from '../../src/store/file-journal.ts';
import { currentOwner, type Owner } from '../../src/store/owner.ts';
import { placeOf } from '../../src/store/paths.ts';
import { encodePending } from '../../src/store/pending.ts';
import { aTurn } from '../support/turns.ts';
import { withoutSecret } from './journal-contract.ts';
import { diskError, meanwhile } from './meanwhile.ts';
import { clock, filesBelow, temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();
const DEAD: Owner = { ...currentOwner(), pid: 2 ** 22 + 1 };
const SECRET = aTurn({ reply: 'A secret.' });
const CLEAN = withoutSecret(SECRET);

function arrange() {
  const directory = folder();
  const place = placeOf(directory, 'alice');
  const open = (owner: Owner = currentOwner(), now = clock) =>
    new FileJournal({ directory, owner, clock: now, onNotice: (one) => expect(one).toBeNull() });
  const at = (name: string) => path.join(place.pending, name);
  const put = (name: string, text: string | Buffer) => {
    fs.mkdirSync(place.pending, { recursive: true });
    fs.writeFileSync(at(name), text);
  };
  const names = () => fs.readdirSync(place.pending).sort();
  const words = () => names().filter((name) => fs.readFileSync(at(name)).includes('secret'));
  const ownerIn = (name: string) => JSON.parse(fs.readFileSync(at(name), 'utf8')).owner;
  return { directory, place, open, at, put, names, words, ownerIn };
}

describe('the rewriting of turns that wait', () => {
  it('reaches those of every process, which own them as before', async () => {
    const { open, names, words, ownerIn } = arrange();
    const foreign = { ...DEAD, host: 'another-host' };
    const owners = { 't-a': DEAD, 't-b': currentOwner(), 't-c': foreign };
    for (const [id, owner] of Object.entries(owners)) await open(owner).save({ ...SECRET, id });
    expect(await open().rewrite('alice', withoutSecret)).toBe(3);
    expect(names()).toEqual(['t-a.1.json', 't-b.1.json', 't-c.1.json']);
    expect(names().map(ownerIn)).toEqual([DEAD, currentOwner(), foreign]);
    expect(words()).toEqual([]);
    expect(await open().adopt('alice')).toEqual([{ ...CLEAN, id: 't-a' }]);
  });

  it('does not let a turn of another host wait longer', async () => {
    const { open, at } = arrange();
    await open({ ...DEAD, host: 'another-host' }).save(SECRET);
    const before = Date.now() / 1000 - 23 * 60 * 60;
    fs.utimesSync(at('t-1.json'), before, before);
    await open().rewrite('alice', withoutSecret);
    const later = () => new Date(Date.now() + 2 * 60 * 60 * 1000).toISOString();
    expect(await open().adopt('alice')).toEqual([]);
    expect(await open(currentOwner(), later).adopt('alice')).toEqual([CLEAN]);
  });

  it('leaves files alone that hold nothing of it', async () => {
    const { open, at } = arrange();
    await open().save(aTurn());
    const before = fs.statSync(at('t-1.json'));
    expect(await open().rewrite('alice', withoutSecret)).toBe(0);
    expect(fs.statSync(at('t-1.json'))).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
  });

  it('deletes older generations, unfinished files and what cannot be read', async () => {
    const { open, put, names } = arrange();
    const old = encodePending(DEAD, SECRET);
    put('t-1.json', old);
    put('t-1.3.json', encodePending(DEAD, CLEAN));
    put('t-1.12.json', encodePending(currentOwner(), CLEAN));
    put('.tmp-of-a-living-writer', 'secret');
    put('t-half.json', '{"owner": "secret');
    put('t-half.1.json', old.subarray(0, 200));
    put('t-bobs.json', encodePending(DEAD, { ...SECRET, id: 't-bobs', user: 'bob' }));
    put('t-good.json', encodePending(DEAD, { ...CLEAN, id: 't-good' }));
    put('t-good.1.json', 'secret, torn');
    expect(await open().rewrite('alice', withoutSecret)).toBe(0);
    expect(names()).toEqual(['t-1.12.json', 't-good.json']);
  });

  it('writes a turn anew that has more in its file than a turn has', async () => {
    const { open, put, names, words } = arrange();
    const more = JSON.parse(encodePending(DEAD, CLEAN).toString());
    put(
      't-1.json',
      JSON.stringify({ ...more, note: 'secret', turn: { ...more.turn, x: 'secret' } }),
    );
    const twice = encodePending(DEAD, { ...CLEAN, id: 't-2' }).toString();
    put('t-2.json', twice.replace('"reply":', '"reply": "secret", "reply":'));
    put(
      't-3.json',
      JSON.stringify({ owner: { ...DEAD, x: 'secret' }, turn: { ...CLEAN, id: 't-3' } }),
    );
    expect(await open().rewrite('alice', withoutSecret)).toBe(0);
    expect(words()).toEqual([]);
    expect(names()).toEqual(['t-1.1.json', 't-2.1.json', 't-3.1.json']);
  });

  it('makes nothing for a user who has none', async () => {
    const { open, directory } = arrange();
    expect(await open().rewrite('alice', withoutSecret)).toBe(0);
    expect(fs.readdirSync(directory)).toEqual([]);
  });

  it('refuses a link in the place of a turn or of their folder, and leaves what is behind it', async () => {
    const { open, place, at } = arrange();
    const outside = path.join(folder(), 'outside.json');
    fs.writeFileSync(outside, encodePending(DEAD, SECRET));
    fs.mkdirSync(place.pending, { recursive: true });
    fs.symlinkSync(outside, at('t-1.json'));
    await expect(open().rewrite('alice', withoutSecret)).rejects.toThrow('symbolic link');
    expect(fs.readFileSync(outside, 'utf8')).toContain('secret');
    fs.rmSync(place.pending, { recursive: true });
    fs.symlinkSync(path.dirname(outside), place.pending);
    await expect(open().rewrite('alice', withoutSecret)).rejects.toThrow('symbolic link');
    expect(filesBelow(path.dirname(outside))).toEqual(['outside.json']);
  });
});

describe('while turns are rewritten, a turn', () => {
  const ASKED: Turn = aTurn({ status: 'asked', reply: null });
  const ANSWERED: Turn = aTurn({ reply: 'The secret answer.', attempts: 1 });
  /** What others do just before the rewritten turn gets its name. */
  const whenRewritten = async (others: (world: ReturnType<typeof arrange>) => void) => {
    const world = arrange();
    world.put('t-1.json', encodePending(currentOwner(), SECRET));
    const work = () => world.open().rewrite('alice', withoutSecret);
    const changed = await meanwhile(
      'linkSync',
      () => true,
      () => others(world),
      work,
    );
    return { ...world, changed, turn: await world.open().read('alice', 't-1') };
  };

  it('that its owner saves is rewritten as it was saved', async () => {
    const { changed, turn, names } = await whenRewritten(({ put, at }) => {
      put('t-1.1.json', encodePending(currentOwner(), ANSWERED));
      fs.rmSync(at('t-1.json'));
    });
    expect(changed).toBe(1);
    expect(turn).toEqual(withoutSecret(ANSWERED));
    expect(names()).toEqual(['t-1.2.json']);
  });

  it('that its owner takes out does not come back', async () => {
    const seen = await whenRewritten(({ at }) => fs.rmSync(at('t-1.json')));
    expect(seen).toMatchObject({ changed: 0, turn: null });
    expect(seen.names()).toEqual([]);
  });

  it('is rewritten though another who rewrites deletes what is unfinished', async () => {
    const { changed, turn, names } = await whenRewritten(({ place, at }) => {
      for (const name of fs.readdirSync(place.pending)) {
        if (name.startsWith('.tmp-')) fs.rmSync(at(name));
      }
    });
    expect([changed, turn]).toEqual([1, CLEAN]);
    expect(names()).toEqual(['t-1.1.json']);
  });

  it('is counted once when another has rewritten it already', async () => {
    const { changed, turn, names } = await whenRewritten(({ put, at }) => {
      put('t-1.1.json', encodePending(currentOwner(), CLEAN));
      fs.rmSync(at('t-1.json'));
    });
    expect([changed, turn]).toEqual([0, CLEAN]);
    expect(names()).toEqual(['t-1.1.json']);
  });

  it.each([
    ['first', 'renameSync'],
    ['again', 'linkSync'],
  ] as const)('is saved %s though its unfinished file is deleted', async (when, call) => {
    const { open, place, at } = arrange();
    if (when === 'again') await open().save(ASKED);
    const deletes = () => {
      for (const name of fs.readdirSync(place.pending)) {
        if (name.startsWith('.tmp-')) fs.rmSync(at(name));
      }
    };
    const save = () => open().save(ANSWERED);
    await meanwhile(call, () => true, deletes, save);
    expect(await open().read('alice', 't-1')).toEqual(ANSWERED);
  });

  it('is saved where there are no hard links, though it is seen unfinished and deleted', async () => {
    const { open, at } = arrange();
    await open().save(ASKED);
    const withoutLinks = () => {
      throw diskError('EPERM');
    };
    const deletes = () => fs.rmSync(at('t-1.1.json'));
    const isWrite = () => fs.existsSync(at('t-1.1.json'));
    const save = () => open().save(ANSWERED);
    await meanwhile('writeSync', isWrite, deletes, () =>
      meanwhile('linkSync', () => true, withoutLinks, save),
    );
    expect(await open().read('alice', 't-1')).toEqual(ANSWERED);
  });

  it('is adopted though its file is rewritten at that moment', async () => {
    const { open, at, put, ownerIn } = arrange();
    await open(DEAD).save(SECRET);
    const rewrites = () => {
      put('t-1.1.json', encodePending(DEAD, CLEAN));
      fs.rmSync(at('t-1.json'));
    };
    const adopt = () => open().adopt('alice');
    expect(await meanwhile('linkSync', () => true, rewrites, adopt)).toEqual([CLEAN]);
    expect(ownerIn('t-1.2.json')).toEqual(currentOwner());
  });

  it('is taken out though its file is rewritten at that moment', async () => {
    const { open, at, put, names } = arrange();
    await open().save(SECRET);
    const rewrites = () => {
      put('t-1.1.json', encodePending(currentOwner(), CLEAN));
      fs.rmSync(at('t-1.json'));
    };
    const remove = () => open().remove('alice', 't-1');
    await meanwhile('unlinkSync', () => true, rewrites, remove);
    expect(names()).toEqual([]);
  });

  it('is read though its file is rewritten at that moment', async () => {
    const { open, at, put } = arrange();
    await open().save(SECRET);
    const rewrites = () => {
      put('t-1.1.json', encodePending(currentOwner(), CLEAN));
      fs.rmSync(at('t-1.json'));
    };
    const isRead = ([name]: unknown[]) => name === at('t-1.json');
    const read = () => open().read('alice', 't-1');
    expect(await meanwhile('openSync', isRead, rewrites, read)).toEqual(CLEAN);
  });

  it('loses nothing that its owner saves, however often it is rewritten', async () => {
    const { open, names } = arrange();
    const owner = open();
    let isOver = false;
    const saving = (async () => {
      for (let attempts = 0; attempts <= 30; attempts++) await owner.save({ ...SECRET, attempts });
      isOver = true;
    })();
    const rewriting = [1, 2].map(async () => {
      for (let rounds = 0; !isOver && rounds < 1000; rounds++) {
        await open().rewrite('alice', withoutSecret);
      }
    });
    await Promise.all([saving, ...rewriting]);
    await open().rewrite('alice', withoutSecret);
    expect(await open().read('alice', 't-1')).toEqual({ ...CLEAN, attempts: 30 });
    expect(names()).toHaveLength(1);
    await owner.remove('alice', 't-1');
    expect(names()).toEqual([]);
  });
});
