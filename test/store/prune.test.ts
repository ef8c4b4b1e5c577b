import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Place, placeOf } from '../../src/store/paths.ts';
import { prune, sweep } from '../../src/store/prune.ts';
import {
  decodeRevision,
  type Revision,
  revisionNumbers,
  revisionPath,
  sha256,
} from '../../src/store/revision.ts';
import { NOW, temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();
const TIME = Date.parse(NOW);
const TEN_MINUTES = 10 * 60 * 1000;

/** Puts a file there that is so old (ms). */
function leave(file: string, age: number): void {
  fs.writeFileSync(file, 'x');
  const time = (TIME - age) / 1000;
  fs.utimesSync(file, time, time);
}

/** A folder with revisions of these ages; a number without an age has no file. */
function placeWith(ages: Record<number, number>): Place {
  const place = placeOf(folder(), 'alice');
  fs.mkdirSync(place.revisions, { recursive: true });
  for (const [number, age] of Object.entries(ages)) {
    leave(revisionPath(place, Number(number)), age);
  }
  return place;
}

function newest(number: number): Revision {
  const header = JSON.stringify({ revision: number, sha256: sha256(Buffer.alloc(0)) });
  const revision = decodeRevision(Buffer.from(`${header}\n`), TIME, number);
  if (revision === null) throw new Error('not arranged');
  return revision;
}

const OLD = TEN_MINUTES + 1000;
const ages = (from: number, to: number, age: number) =>
  Object.fromEntries(Array.from({ length: to - from + 1 }, (_, n) => [from + n, age]));

describe('old revisions', () => {
  it('are deleted when there are 64 newer ones', () => {
    const place = placeWith({ ...ages(0, 69, OLD), 70: 0 });
    prune(place, newest(70));
    expect(revisionNumbers(place)).toEqual(Array.from({ length: 64 }, (_, n) => n + 7));
  });

  it('are deleted from the first one that is too much', () => {
    const place = placeWith({ ...ages(0, 63, OLD), 64: 0 });
    prune(place, newest(64));
    expect(revisionNumbers(place)[0]).toBe(1);
  });

  it('stay when there are no more than 64', () => {
    const place = placeWith({ ...ages(0, 62, OLD), 63: 0 });
    prune(place, newest(63));
    expect(revisionNumbers(place)).toHaveLength(64);
  });

  it('stay until they are more than 10 minutes older than the newest', () => {
    const place = placeWith(ages(0, 70, TEN_MINUTES));
    prune(place, newest(70));
    expect(revisionNumbers(place)).toHaveLength(71);
  });

  it('stay when one before them is young, so that the numbers have no gap', () => {
    const place = placeWith({ ...ages(0, 2, OLD), 3: 0, ...ages(4, 69, OLD), 70: 0 });
    prune(place, newest(70));
    expect(revisionNumbers(place)[0]).toBe(3);
  });

  it('are no concern where the housekeeping was deleted by its owner', () => {
    const place = placeWith(ages(69, 70, OLD));
    prune(place, newest(70));
    expect(revisionNumbers(place)).toEqual([69, 70]);
    fs.rmSync(place.house, { recursive: true });
    expect(() => prune(place, newest(70))).not.toThrow();
  });
});

describe('unfinished files of stopped writers', () => {
  const unfinished = '.tmp-1';

  it('are deleted at every 64th revision, the first included', () => {
    const swept = [1, 2, 63, 64, 65, 129].filter((revision) => {
      const place = placeWith({});
      const file = path.join(place.revisions, unfinished);
      leave(file, OLD);
      prune(place, newest(revision));
      return !fs.existsSync(file);
    });
    expect(swept).toEqual([1, 65, 129]);
  });

  it('stay while they are no more than 10 minutes old, and so do all other files', () => {
    const { revisions } = placeWith({ 1: OLD });
    leave(path.join(revisions, unfinished), TEN_MINUTES);
    leave(path.join(revisions, '.tmp-2'), TEN_MINUTES + 1);
    leave(path.join(revisions, 'note.tmp-'), OLD);
    sweep(revisions, TIME);
    expect(fs.readdirSync(revisions).sort()).toEqual([unfinished, '0000000001.json', 'note.tmp-']);
  });

  it('are none in a folder that is not there', () => {
    expect(() => sweep(path.join(folder(), 'nothing'), TIME)).not.toThrow();
  });
});
