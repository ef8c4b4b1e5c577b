import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeMemory } from '../../src/memory/codec.ts';
import { addRevision, type CommitEvents } from '../../src/store/fence.ts';
import { type Place, placeOf } from '../../src/store/paths.ts';
import {
  encodeRevision,
  type RevisionHeader,
  readRevision,
  revisionNumbers,
  revisionPath,
  sha256,
} from '../../src/store/revision.ts';
import { diskError, meanwhile } from './meanwhile.ts';
import { openFiles } from './open-files.ts';
import { memory, NOW, temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();
const bodyOf = (revision: number, summary = '') =>
  Buffer.from(encodeMemory(memory('alice', revision, summary)));

function headerOf(revision: number, parent: string | null, summary = ''): RevisionHeader {
  const sum = sha256(bodyOf(revision, summary));
  const none = { of: null, turn: null, edit: null, seen: null };
  return { revision, sha256: sum, at: NOW, reason: 'commit', parent, ...none };
}

function put(place: Place, header: RevisionHeader, summary = ''): void {
  const file = revisionPath(place, header.revision);
  fs.writeFileSync(file, encodeRevision(header, bodyOf(header.revision, summary)));
}

/** A folder with the revisions up to `last`, each made from the one before. */
function arrange(last = 2) {
  const place = placeOf(folder(), 'alice');
  fs.mkdirSync(place.revisions, { recursive: true });
  let parent: string | null = null;
  for (let revision = 0; revision <= last; revision++) {
    const header = headerOf(revision, parent);
    put(place, header);
    parent = header.sha256;
  }
  const told: string[] = [];
  const events: CommitEvents = {
    claimed: async () => void told.push('claimed'),
    weak: () => void told.push('weak'),
    unpublished: () => void told.push('unpublished'),
  };
  const add = (header: RevisionHeader, summary = '', time?: number) =>
    addRevision(place, header, bodyOf(header.revision, summary), events, time);
  return { place, told, events, add, parent: parent ?? '' };
}

const files = (place: Place) => fs.readdirSync(place.revisions).sort();
/** Before the number is taken, another process does this. */
const firstOthers = <T>(others: () => void, work: () => Promise<T>) =>
  meanwhile('linkSync', () => true, others, work);

describe('the number of a revision', () => {
  it('goes to a writer that is alone, who is told so', async () => {
    const { place, told, add, parent } = arrange();
    const before = openFiles();
    const added = await add(headerOf(3, parent, 'Ours.'), 'Ours.');
    const found = readRevision(place, 3);
    expect(found).toEqual(added);
    expect(found).toMatchObject({ body: bodyOf(3, 'Ours.') });
    expect(told).toEqual(['claimed']);
    expect(files(place)).toHaveLength(4);
    expect(openFiles()).toBe(before);
  });

  it('may come with a time', async () => {
    const { place, add } = arrange(-1);
    expect(await add(headerOf(0, null), '', 1500)).toMatchObject({ time: 1500 });
    expect(fs.statSync(revisionPath(place, 0)).mtimeMs).toBe(1500);
  });

  it('is the first one in a folder that it makes', async () => {
    const place = placeOf(folder(), 'alice');
    const { events } = arrange();
    const added = await addRevision(place, headerOf(0, null), bodyOf(0), events);
    expect(added).toMatchObject({ body: bodyOf(0) });
    expect(fs.statSync(place.revisions).mode & 0o777).toBe(0o700);
  });

  it('that somebody has is a conflict, and their file stays, whole or not', async () => {
    const { place, told, add, parent } = arrange();
    fs.writeFileSync(revisionPath(place, 3), 'half');
    expect(await add(headerOf(3, parent))).toBe('conflict');
    expect(fs.readFileSync(revisionPath(place, 3), 'utf8')).toBe('half');
    expect(told).toEqual([]);
    expect(files(place)).toHaveLength(4);
  });

  it('that somebody takes at this moment is a conflict', async () => {
    const { place, told, add, parent } = arrange();
    const theirs = () => put(place, headerOf(3, parent, 'Theirs.'), 'Theirs.');
    const before = openFiles();
    expect(await firstOthers(theirs, () => add(headerOf(3, parent)))).toBe('conflict');
    expect(readRevision(place, 3)).toMatchObject({ body: bodyOf(3, 'Theirs.') });
    expect(told).toEqual([]);
    expect(files(place)).toHaveLength(4);
    expect(openFiles()).toBe(before);
  });

  it('is kept by a writer on whose revision the next one was built already', async () => {
    const { place, add, parent } = arrange();
    const ours = headerOf(3, parent);
    const next = () => put(place, headerOf(4, ours.sha256));
    expect(await firstOthers(next, () => add(ours))).toMatchObject({ header: ours });
    expect(revisionNumbers(place)).toEqual([0, 1, 2, 3, 4]);
  });

  it('is given up where the next one was built on another', async () => {
    const { place, told, add, parent } = arrange();
    const next = () => put(place, headerOf(4, sha256(Buffer.from('another 3'))));
    expect(await firstOthers(next, () => add(headerOf(3, parent)))).toBe('conflict');
    expect(revisionNumbers(place)).toEqual([0, 1, 2, 4]);
    expect(told).toEqual([]);
  });

  it('is given up where the one before is not the one that it was built on', async () => {
    const { place, add } = arrange();
    expect(await add(headerOf(3, sha256(Buffer.from('another 2'))))).toBe('conflict');
    expect(revisionNumbers(place)).toEqual([0, 1, 2]);
  });

  it('is given up where it was used before and pruned', async () => {
    const { place, add, parent } = arrange(9);
    for (const number of [0, 1, 2, 3, 4, 5, 6]) fs.rmSync(revisionPath(place, number));
    expect(await add(headerOf(4, parent))).toBe('conflict');
    expect(revisionNumbers(place)).toEqual([7, 8, 9]);
  });

  it('is given up where the one before is gone', async () => {
    const { place, add, parent } = arrange();
    fs.rmSync(revisionPath(place, 2));
    expect(await add(headerOf(3, parent))).toBe('conflict');
    expect(revisionNumbers(place)).toEqual([0, 1]);
  });

  it('is given up where the memory was deleted, and another has begun', async () => {
    const { place, add, parent } = arrange();
    const begun = headerOf(0, null, 'New.');
    const others = () => {
      for (const number of [0, 1, 2]) fs.rmSync(revisionPath(place, number));
      put(place, begun, 'New.');
      put(place, headerOf(1, begun.sha256));
    };
    expect(await firstOthers(others, () => add(headerOf(3, parent)))).toBe('conflict');
    expect(revisionNumbers(place)).toEqual([0, 1]);
  });

  it('is not taken from another who has it by the time that the disk refuses', async () => {
    const { place, add, parent, events } = arrange();
    const theirs = headerOf(3, parent, 'Theirs.');
    events.claimed = async () => {
      fs.rmSync(revisionPath(place, 3));
      put(place, theirs, 'Theirs.');
      throw diskError('EIO');
    };
    await expect(add(headerOf(3, parent))).rejects.toMatchObject({ code: 'EIO' });
    expect(readRevision(place, 3)).toMatchObject({ header: { sha256: theirs.sha256 } });
  });

  it('stays where the next one was made from it, though the disk refuses to say yes', async () => {
    const { place, add, parent, events } = arrange();
    const ours = headerOf(3, parent);
    events.claimed = async () => {
      put(place, headerOf(4, ours.sha256));
      throw diskError('EIO');
    };
    await expect(add(ours)).rejects.toMatchObject({ code: 'EIO' });
    expect(revisionNumbers(place)).toEqual([0, 1, 2, 3, 4]);
  });

  it('is kept though there are higher ones, while the one before is there', async () => {
    const { place, add, parent } = arrange();
    put(place, headerOf(6, sha256(Buffer.from('5'))));
    expect(await add(headerOf(3, parent))).toMatchObject({ header: { revision: 3 } });
  });

  it('is kept by a writer whose revision the others have read and pruned', async () => {
    const { place, told, add, parent } = arrange();
    const pruned = () => {
      for (const number of [0, 1, 2, 3]) fs.rmSync(revisionPath(place, number));
      put(place, headerOf(70, sha256(Buffer.from('69'))));
    };
    const isLook = ([name]: unknown[]) => name === revisionPath(place, 4);
    const ours = headerOf(3, parent);
    expect(await meanwhile('openSync', isLook, pruned, () => add(ours))).toMatchObject({
      header: ours,
    });
    expect(revisionNumbers(place)).toEqual([70]);
    expect(told).toEqual(['claimed']);
  });
});

describe('a revision that cannot be written', () => {
  it('is a conflict when the housekeeping is taken away meanwhile', async () => {
    const { place, told, add, parent } = arrange();
    const takenAway = () => fs.rmSync(place.house, { recursive: true });
    const isDraft = ([name]: unknown[]) => String(name).includes('.tmp-');
    const work = () => add(headerOf(3, parent));
    expect(await meanwhile('openSync', isDraft, takenAway, work)).toBe('conflict');
    expect(fs.existsSync(place.house)).toBe(false);
    expect(told).toEqual([]);
    const late = arrange();
    const lateTaken = () => fs.rmSync(late.place.house, { recursive: true });
    expect(await firstOthers(lateTaken, () => late.add(headerOf(3, late.parent)))).toBe('conflict');
  });

  it.each(['ENOSPC', 'EIO'])('is told by the error of the system: %s', async (code) => {
    const { place, told, add, parent } = arrange();
    const before = openFiles();
    const fails = () => {
      throw diskError(code);
    };
    const work = () => add(headerOf(3, parent));
    await expect(firstOthers(fails, work)).rejects.toMatchObject({ code });
    await expect(meanwhile('writeSync', () => true, fails, work)).rejects.toMatchObject({ code });
    expect(files(place)).toHaveLength(3);
    expect(told).toEqual([]);
    expect(openFiles()).toBe(before);
  });

  it('is taken back when the folder cannot be synced', async () => {
    const { place, told, add, parent } = arrange();
    const isSync = ([name]: unknown[]) => name === place.revisions;
    const fails = () => {
      throw diskError('EIO');
    };
    const work = () => add(headerOf(3, parent));
    await expect(meanwhile('openSync', isSync, fails, work)).rejects.toMatchObject({ code: 'EIO' });
    expect(files(place)).toHaveLength(3);
    expect(told).toEqual(['claimed']);
    expect(await work()).toMatchObject({ header: { revision: 3 } });
  });

  it('is written all the same where there are no hard links, and that is told', async () => {
    const { place, told, add, parent } = arrange();
    const fails = () => {
      throw diskError('EPERM');
    };
    const added = await firstOthers(fails, () => add(headerOf(3, parent)));
    expect(readRevision(place, 3)).toMatchObject({ body: bodyOf(3) });
    expect(added).toMatchObject({ header: { revision: 3 } });
    expect(told).toEqual(['weak', 'claimed']);
    expect(files(place)).toHaveLength(4);
  });
});
