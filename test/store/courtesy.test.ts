import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Courtesy } from '../../src/store/courtesy.ts';
import { type Place, placeOf } from '../../src/store/paths.ts';
import { temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();

function placeWithHouse(user = 'alice'): Place {
  const place = placeOf(folder(), user);
  fs.mkdirSync(place.house);
  return place;
}

const isLocked = (place: Place) => fs.existsSync(place.lock);

function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe('writers of one process', () => {
  it('write one after the other, in their order, also after one that failed', async () => {
    const courtesy = new Courtesy();
    const place = placeWithHouse();
    const log: string[] = [];
    const write = (name: string, fails = false) =>
      courtesy.run(place, async () => {
        log.push(`${name} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        log.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      });
    const outcomes = await Promise.allSettled([write('a'), write('b', true), write('c')]);
    expect(outcomes.map((outcome) => 'value' in outcome && outcome.value)).toEqual([
      ...['a', false, 'c'],
    ]);
    const each = ['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]);
    expect(log).toEqual(each);
    expect(await write('d')).toBe('d');
  });

  it('do not wait for the writers of another user', async () => {
    const courtesy = new Courtesy();
    const { opened, open } = gate();
    const first = courtesy.run(placeWithHouse('alice'), () => opened);
    expect(await courtesy.run(placeWithHouse('bob'), async () => 'bob')).toBe('bob');
    open();
    await first;
  });
});

describe('a writer that lost races', () => {
  async function lockedAfter(...outcomes: ('committed' | 'conflict')[]): Promise<boolean> {
    const courtesy = new Courtesy();
    const place = placeWithHouse();
    for (const outcome of outcomes) courtesy.ended(place, outcome);
    const locked = await courtesy.run(place, async () => isLocked(place));
    expect(isLocked(place)).toBe(false);
    return locked;
  }

  it('takes the lock after three in a row', async () => {
    expect(await lockedAfter()).toBe(false);
    expect(await lockedAfter('conflict', 'conflict')).toBe(false);
    expect(await lockedAfter('conflict', 'conflict', 'conflict')).toBe(true);
    expect(await lockedAfter('conflict', 'conflict', 'committed', 'conflict')).toBe(false);
    expect(await lockedAfter('conflict', 'conflict', 'conflict', 'committed')).toBe(false);
  });

  it('takes it only for the user whose races it lost', async () => {
    const courtesy = new Courtesy();
    const [alice, bob] = [placeWithHouse('alice'), placeWithHouse('bob')];
    for (let n = 0; n < 3; n++) courtesy.ended(alice, 'conflict');
    expect(await courtesy.run(bob, async () => isLocked(bob))).toBe(false);
  });

  it('may give the lock back before it is done, and gives it back when it fails', async () => {
    const courtesy = new Courtesy();
    const place = placeWithHouse();
    for (let n = 0; n < 3; n++) courtesy.ended(place, 'conflict');
    await courtesy.run(place, async () => {
      expect(isLocked(place)).toBe(true);
      await courtesy.giveBack(place);
      expect(isLocked(place)).toBe(false);
      await courtesy.giveBack(place);
    });
    const failing = courtesy.run(place, async () => {
      expect(isLocked(place)).toBe(true);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(isLocked(place)).toBe(false);
  });

  it('writes all the same when the lock cannot be had', async () => {
    const courtesy = new Courtesy();
    const place = placeWithHouse();
    fs.mkdirSync(place.lock);
    for (let n = 0; n < 3; n++) courtesy.ended(place, 'conflict');
    expect(await courtesy.run(place, async () => 'written')).toBe('written');
    expect(isLocked(place)).toBe(true);
  });
});
