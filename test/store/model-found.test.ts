import fs from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { update } from '../../src/store/update.ts';
import { countOne } from './contract.ts';
import { killedAt } from './crash.ts';
import { memory, temporaryFolders, type World, worldIn } from './temporary.ts';

const folder = temporaryFolders();

async function metTwice(): Promise<World> {
  const world = worldIn(folder());
  for (let n = 0; n < 2; n++) await update(world.store, 'alice', countOne);
  return world;
}

/** As an editor does on :wq, or a restore of the very same file. */
function saveWithoutChange({ at }: World): void {
  const later = Date.now() / 1000 + 1;
  fs.utimesSync(at('alice.json'), later, later);
}

describe('a file that its owner saved without a change', () => {
  it('is not taken for an older memory put back, when the commit after it was not published', async () => {
    const world = await metTwice();
    saveWithoutChange(world);
    // At one of these calls the commit is durable, and its copy is not in the file yet.
    for (let at = 1; at < 20; at++) {
      const copy = folder();
      fs.cpSync(world.at('.'), copy, { recursive: true, preserveTimestamps: true });
      const { store, another, at: inCopy } = worldIn(copy);
      await killedAt(at, () => update(store, 'alice', countOne));
      const revisions = fs.readdirSync(inCopy('.alice/revisions'));
      const isThere = revisions.includes('0000000003.json');
      const seen = await another().read('alice');
      expect({ at, count: seen?.sessionCount, revision: seen?.revision }).toEqual({
        at,
        count: isThere ? 3 : 2,
        revision: isThere ? 3 : 2,
      });
    }
  });
});

describe('a file that the disk refuses to replace', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** No copy reaches the user's file; what is committed is committed all the same. */
  function refuseCopies({ at }: World): void {
    const { renameSync } = fs;
    vi.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      if (to === at('alice.json')) throw Object.assign(new Error('EIO'), { code: 'EIO' });
      renameSync(from, to);
    });
  }

  it('costs no commit, when its owner had saved it without a change', async () => {
    const world = await metTwice();
    saveWithoutChange(world);
    refuseCopies(world);
    await update(world.store, 'alice', countOne);
    expect(await world.another().read('alice')).toMatchObject({ sessionCount: 3, revision: 3 });
    expect(await update(world.another(), 'alice', countOne)).toMatchObject({ sessionCount: 4 });
  });

  it("is not taken for its owner's edit again, once that was taken over", async () => {
    const world = await metTwice();
    const text = fs.readFileSync(world.at('alice.json'), 'utf8');
    fs.writeFileSync(world.at('alice.json'), text.replace('"summary": ""', '"summary": "Mine."'));
    saveWithoutChange(world);
    refuseCopies(world);
    expect(await update(world.store, 'alice', countOne)).toMatchObject({ summary: 'Mine.' });
    await update(world.another(), 'alice', (current) => ({
      ...countOne(current),
      summary: 'Later.',
    }));
    for (const sessionCount of [5, 6]) {
      expect(await world.another().read('alice')).toMatchObject({ summary: 'Later.' });
      const next = await update(world.another(), 'alice', countOne);
      expect(next).toMatchObject({ summary: 'Later.', sessionCount });
    }
  });
});

describe('a commit of what was read before the owner changed the file', () => {
  it('is a conflict, also where the housekeeping was deleted', async () => {
    const { store, at } = await metTwice();
    fs.rmSync(at('.alice'), { recursive: true });
    const read = (await store.read('alice')) ?? memory('alice', 0);
    fs.writeFileSync(at('alice.json'), JSON.stringify({ ...read, summary: 'Edited by hand.' }));
    expect(await store.commit('alice', { ...countOne(read), revision: 3 })).toBe('conflict');
    expect(await update(store, 'alice', countOne)).toMatchObject({
      summary: 'Edited by hand.',
      sessionCount: 3,
    });
  });

  it('is a conflict, also when a new memory has come as far as the removed one', async () => {
    const { store, another } = await metTwice();
    const read = (await store.read('alice')) ?? memory('alice', 0);
    await another().remove('alice');
    for (const name of ['A', 'B']) {
      await update(another(), 'alice', (current) => ({ ...countOne(current), name }));
    }
    const late = { ...read, summary: 'Of the removed one.', revision: 3 };
    expect(await store.commit('alice', late)).toBe('conflict');
    expect(await another().read('alice')).toMatchObject({ summary: '', revision: 2 });
  });
});
