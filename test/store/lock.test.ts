import fs from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { takeLock, yieldToLock } from '../../src/store/lock.ts';
import { type Place, placeOf } from '../../src/store/paths.ts';
import { meanwhile } from './meanwhile.ts';
import { temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();

function placeWithHouse(): Place {
  const place = placeOf(folder(), 'alice');
  fs.mkdirSync(place.house);
  return place;
}

/** A lock that another process holds. */
function lockedPlace(): Place {
  const place = placeWithHouse();
  fs.mkdirSync(place.lock);
  return place;
}

/** Runs `work`; the holder gives the lock back when it was looked at and waited for. */
function whileItIsGivenBack<T>(place: Place, work: () => Promise<T>): Promise<T> {
  let isWaitedFor = false;
  const isLaterLook = ([name]: unknown[]) => {
    if (name === place.lock && !isWaitedFor) setImmediate(() => (isWaitedFor = true));
    return name === place.lock && isWaitedFor;
  };
  return meanwhile('lstatSync', isLaterLook, () => fs.rmdirSync(place.lock), work);
}

describe('the lock', () => {
  it('is a folder of its own, for this user alone, and gone when it is given back', async () => {
    const before = process.umask(0);
    const place = placeWithHouse();
    const release = await takeLock(place);
    process.umask(before);
    expect(fs.statSync(place.lock).mode & 0o777).toBe(0o700);
    await release?.();
    expect(fs.readdirSync(place.house)).toEqual([]);
    expect(release).not.toBeNull();
  });

  it('is held by one: others go on without it when it is not given back', async () => {
    const place = placeWithHouse();
    const release = await takeLock(place);
    expect(await takeLock(place)).toBeNull();
    await release?.();
    const again = await takeLock(place);
    expect(again).not.toBeNull();
    await again?.();
  });

  it('is waited for while its holder works', async () => {
    const place = lockedPlace();
    const release = await whileItIsGivenBack(place, () => takeLock(place));
    expect(release).not.toBeNull();
    await release?.();
  });

  it('that a dead process left is taken when it is old, and not waited for when it is not', async () => {
    const place = lockedPlace();
    expect(await takeLock(place)).toBeNull();
    const old = Date.now() / 1000 - 10;
    fs.utimesSync(place.lock, old, old);
    const release = await takeLock(place);
    expect(release).not.toBeNull();
    await release?.();
    expect(fs.existsSync(place.lock)).toBe(false);
  });

  it('is given back without complaint when it is lost, and twice', async () => {
    const place = placeWithHouse();
    const release = await takeLock(place);
    fs.rmdirSync(place.lock);
    await expect(release?.()).resolves.toBeUndefined();
    await expect(release?.()).resolves.toBeUndefined();
  });

  it('is not taken where there is no housekeeping, and none is made for it', async () => {
    const place = placeOf(folder(), 'alice');
    expect(await takeLock(place)).toBeNull();
    expect(fs.readdirSync(place.directory)).toEqual([]);
  });

  it('is not made behind a link', async () => {
    const place = placeOf(folder(), 'alice');
    const outside = folder();
    fs.symlinkSync(outside, place.house);
    await expect(takeLock(place)).rejects.toMatchObject({ code: 'memory-unreadable' });
    expect(fs.readdirSync(outside)).toEqual([]);
  });

  it('is gone without when it cannot be taken', async () => {
    const place = placeWithHouse();
    fs.writeFileSync(place.lock, 'not a lock');
    fs.utimesSync(place.lock, 1, 1);
    expect(await takeLock(place)).toBeNull();
    expect(fs.readFileSync(place.lock, 'utf8')).toBe('not a lock');
  });
});

describe('a writer that lets the holder of the lock go first', () => {
  it('goes on at once when nobody holds it, and leaves nothing', async () => {
    const place = placeWithHouse();
    await yieldToLock(place);
    await yieldToLock(placeOf(folder(), 'nobody'));
    expect(fs.readdirSync(place.house)).toEqual([]);
  });

  it('looks once, and goes on, where the holder has not renewed it: nobody may ever take it', async () => {
    const place = lockedPlace();
    const old = Date.now() / 1000 - 5;
    fs.utimesSync(place.lock, old, old);
    const looks = vi.spyOn(fs, 'lstatSync');
    await yieldToLock(place);
    expect(looks.mock.calls.filter(([file]) => file === place.lock)).toHaveLength(1);
    looks.mockRestore();
    expect(fs.existsSync(place.lock)).toBe(true);
  });

  it('goes on when it is given back', async () => {
    const place = lockedPlace();
    await whileItIsGivenBack(place, () => yieldToLock(place));
    expect(fs.existsSync(place.lock)).toBe(false);
  });

  it('goes on when it is not given back, and does not touch it', async () => {
    const place = lockedPlace();
    await yieldToLock(place);
    expect(fs.existsSync(place.lock)).toBe(true);
  });
});
