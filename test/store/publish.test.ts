import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type PlainFile, readPlain } from '../../src/store/files.ts';
import { placeOf } from '../../src/store/paths.ts';
import { publish } from '../../src/store/publish.ts';
import { type Revision, readRevision, revisionPath } from '../../src/store/revision.ts';
import { update } from '../../src/store/update.ts';
import { countOne } from './contract.ts';
import { diskError, meanwhile } from './meanwhile.ts';
import { memory, temporaryFolders, worldIn } from './temporary.ts';

const folder = temporaryFolders();

/** A memory with the revisions 0 to 3. */
async function arrange() {
  const { store, at } = worldIn(folder());
  for (let n = 0; n < 3; n++) await update(store, 'alice', countOne);
  const place = placeOf(at('.'), 'alice');
  const revision = (number: number): Revision => {
    const found = readRevision(place, number);
    if (typeof found === 'string') throw new Error(found);
    return found;
  };
  const main = (): PlainFile => {
    const found = readPlain(place.main);
    if (found === null) throw new Error('no file');
    return found;
  };
  /** Puts a revision's copy there, as its writer does. */
  const copy = (number: number): PlainFile => {
    const { body, time } = revision(number);
    fs.writeFileSync(place.main, body);
    fs.utimesSync(place.main, time / 1000, time / 1000);
    return main();
  };
  const unfinished = () => fs.readdirSync(place.revisions).filter((name) => name.startsWith('.'));
  return { place, revision, main, copy, unfinished };
}

describe('the copy of a revision in the file of its user', () => {
  it('is not made when the memory was deleted meanwhile, and another has begun', async () => {
    const { place, revision, main, unfinished } = await arrange();
    const late = revision(3);
    const known = main();
    const other = worldIn(place.directory);
    await other.store.remove('alice');
    for (let n = 0; n < 3; n++)
      await update(other.store, 'alice', () => memory('alice', 0, 'New.'));
    await publish(place, late, known);
    expect(await other.another().read('alice')).toMatchObject({ revision: 3, summary: 'New.' });
    expect(unfinished()).toEqual([]);
  });

  it('takes the place of the one that was known, and shares its time', async () => {
    const { place, revision, main, copy, unfinished } = await arrange();
    await publish(place, revision(3), copy(2));
    expect(main().bytes).toEqual(revision(3).body);
    expect(Math.abs(main().time - revision(3).time)).toBeLessThan(2);
    expect(fs.statSync(place.main).mode & 0o777).toBe(0o600);
    expect(unfinished()).toEqual([]);
  });

  it('takes the place of another copy that was put there meanwhile', async () => {
    const { place, revision, main, copy } = await arrange();
    const known = copy(1);
    copy(2);
    await publish(place, revision(3), known);
    expect(main().bytes).toEqual(revision(3).body);
  });

  it('takes the place of the same words with another time', async () => {
    const { place, revision, main, copy } = await arrange();
    fs.writeFileSync(place.main, 'an edit that was taken over');
    const known = main();
    fs.utimesSync(place.main, 5, 5);
    await publish(place, revision(3), known);
    expect(main().bytes).toEqual(revision(3).body);
    expect(copy(3).bytes).toEqual(main().bytes);
  });

  it.each([
    ['is not a memory', 'my notes'],
    ['names a revision that there is not', JSON.stringify(memory('alice', 9, 'Mine.'))],
    ['differs from the revision that it names', JSON.stringify(memory('alice', 2, 'Mine.'))],
  ])('does not take the place of what the owner put there: what %s', async (_, content) => {
    const { place, revision, main, copy, unfinished } = await arrange();
    const known = copy(2);
    fs.writeFileSync(place.main, content);
    await publish(place, revision(3), known);
    expect(main().bytes.toString()).toBe(content);
    expect(unfinished()).toEqual([]);
  });

  it('does not bring back what the owner deleted', async () => {
    const { place, revision, copy, unfinished } = await arrange();
    const known = copy(2);
    fs.rmSync(place.main);
    await publish(place, revision(3), known);
    expect(fs.existsSync(place.main)).toBe(false);
    expect(unfinished()).toEqual([]);
  });

  it('is left to the writer of the next revision', async () => {
    const { place, revision, main, copy, unfinished } = await arrange();
    const known = copy(1);
    await publish(place, revision(2), known);
    expect(main()).toEqual(known);
    expect(unfinished()).toEqual([]);
  });

  it('is left to the writer of the next revision that comes at this moment', async () => {
    const { place, revision, main, copy, unfinished } = await arrange();
    const [known, third] = [copy(1), fs.readFileSync(revisionPath(place, 3))];
    fs.rmSync(revisionPath(place, 3));
    await meanwhile(
      'openSync',
      ([name]) => String(name).includes('.tmp-'),
      () => fs.writeFileSync(revisionPath(place, 3), third),
      () => publish(place, revision(2), known),
    );
    expect(main()).toEqual(known);
    expect(unfinished()).toEqual([]);
  });

  it('never hides a higher one that was put there at the same moment', async () => {
    const { place, revision, main, copy, unfinished } = await arrange();
    const [known, third] = [copy(1), fs.readFileSync(revisionPath(place, 3))];
    const { atime, mtime } = fs.statSync(revisionPath(place, 3));
    fs.rmSync(revisionPath(place, 3));
    await meanwhile(
      'renameSync',
      ([, name]) => name === place.main,
      () => {
        fs.writeFileSync(revisionPath(place, 3), third);
        fs.utimesSync(revisionPath(place, 3), atime, mtime);
        copy(3);
      },
      () => publish(place, revision(2), known),
    );
    expect(main().bytes).toEqual(revision(3).body);
    expect(unfinished()).toEqual([]);
  });

  it('stands when the higher one is not whole, or the owner deleted the file', async () => {
    for (const isDeleted of [false, true]) {
      const { place, revision, copy, unfinished } = await arrange();
      const known = copy(1);
      fs.rmSync(revisionPath(place, 3));
      await meanwhile(
        'renameSync',
        ([, name]) => name === place.main,
        () => fs.writeFileSync(revisionPath(place, 3), 'half'),
        () => {
          if (!isDeleted) return publish(place, revision(2), known);
          const isLook = ([name]: unknown[]) => name === revisionPath(place, 3);
          const others = () => fs.rmSync(place.main);
          return meanwhile('openSync', isLook, others, () => publish(place, revision(2), known));
        },
      );
      expect(fs.existsSync(place.main)).toBe(!isDeleted);
      expect(unfinished()).toEqual([]);
    }
  });

  it('leaves nothing unfinished when it cannot be put there', async () => {
    const { place, revision, main, copy, unfinished } = await arrange();
    const known = copy(2);
    const failing = meanwhile(
      'renameSync',
      () => true,
      () => {
        throw diskError('EACCES');
      },
      () => publish(place, revision(3), known),
    );
    await expect(failing).rejects.toMatchObject({ code: 'EACCES' });
    expect(main()).toEqual(known);
    expect(unfinished()).toEqual([]);
  });

  it('is not put there any more when the revisions were taken away', async () => {
    const { place, revision, main, copy } = await arrange();
    const [known, third] = [copy(2), revision(3)];
    fs.rmSync(place.house, { recursive: true });
    await expect(publish(place, third, known)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(main()).toEqual(known);
  });
});
