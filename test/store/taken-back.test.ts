import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { placeOf } from '../../src/store/paths.ts';
import {
  decodeRevision,
  encodeRevision,
  readRevision,
  revisionPath,
  sha256,
} from '../../src/store/revision.ts';
import { update } from '../../src/store/update.ts';
import { countOne } from './contract.ts';
import { memory, temporaryFolders, worldIn } from './temporary.ts';

// A revision whose fsync failed is taken back by its writer. Others may have seen it before.

const folder = temporaryFolders();

/** A memory with the revisions 0 to `count`, and its place. */
async function written(count: number) {
  const directory = folder();
  const world = worldIn(directory);
  for (let n = 0; n < count; n++) await update(world.store, 'alice', countOne);
  return { ...world, directory, place: placeOf(directory, 'alice') };
}

/** Puts the user's file back to what it was at a revision, with its time: its publisher was late. */
function lateCopy(place: ReturnType<typeof placeOf>, revision: number): void {
  const found = readRevision(place, revision);
  if (typeof found === 'string') throw new Error(found);
  fs.writeFileSync(place.main, found.body);
  fs.utimesSync(place.main, found.time / 1000, found.time / 1000);
}

describe('a revision that was taken back after another was built on it', () => {
  it('leaves a gap that hides nothing behind it', async () => {
    const { place, another, notices } = await written(5);
    lateCopy(place, 3);
    fs.unlinkSync(revisionPath(place, 4));
    expect(await another().read('alice')).toMatchObject({ revision: 5, sessionCount: 5 });
    expect(await update(another(), 'alice', countOne)).toMatchObject({
      revision: 6,
      sessionCount: 6,
    });
    expect(notices).toEqual([]);
  });

  it('does not pass on what was built on it, once its number is used again', async () => {
    const { place, another, notices } = await written(4);
    // Revision 4 was made from a revision 3 that is not the one that is there now.
    const three = readRevision(place, 3);
    if (typeof three === 'string') throw new Error(three);
    const body = Buffer.from(
      three.body.toString().replace('"sessionCount": 3', '"sessionCount": 30'),
    );
    const sum = sha256(body);
    fs.writeFileSync(
      revisionPath(place, 3),
      encodeRevision({ ...three.header, sha256: sum }, body),
    );
    fs.utimesSync(revisionPath(place, 3), three.time / 1000, three.time / 1000);
    lateCopy(place, 2);
    expect(await another().read('alice')).toMatchObject({ revision: 3, sessionCount: 30 });

    // Its writer died before it could take it back: after two seconds somebody else does.
    const old = Date.now() / 1000 - 60;
    fs.utimesSync(revisionPath(place, 4), old, old);
    expect(await update(another(), 'alice', countOne)).toMatchObject({
      revision: 4,
      sessionCount: 31,
    });
    expect(notices).toMatchObject([{ code: 'quarantined' }]);
    const four = fs.readFileSync(revisionPath(place, 4));
    expect(decodeRevision(four, 0, 4)?.header.parent).toBe(sum);
  });

  it('costs its writer the commit, if the number has another owner by then', async () => {
    const { place, store, another } = await written(2);
    const read = await store.read('alice');
    // Revision 2 is taken back, and another revision 2 comes, while `store` is about to write 3.
    fs.unlinkSync(revisionPath(place, 2));
    lateCopy(place, 1);
    expect(await another().commit('alice', memory('alice', 2, 'Another.'))).toBe('committed');
    expect(await store.commit('alice', { ...(read ?? memory('alice', 0)), revision: 3 })).toBe(
      'conflict',
    );
    expect(await store.read('alice')).toMatchObject({ revision: 2, summary: 'Another.' });
  });
});
