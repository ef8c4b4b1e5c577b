import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeMemory } from '../../src/memory/codec.ts';
import { placeOf } from '../../src/store/paths.ts';
import { survey } from '../../src/store/read.ts';
import {
  encodeRevision,
  type RevisionHeader,
  readRevision,
  revisionPath,
  sha256,
} from '../../src/store/revision.ts';
import { fact } from '../support/memories.ts';
import { meanwhile } from './meanwhile.ts';
import { filesBelow, memory, NOW, temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();
/** When the newest revision was written, in seconds. */
const TIME = 1_700_000_000;
const textOf = (revision: number, summary = `At ${revision}.`) =>
  encodeMemory(memory('alice', revision, summary));

/** A folder with the revisions `from` to `last`, written a second after the other, and no file. */
function arrange(last: number, from = 0) {
  const place = placeOf(folder(), 'alice');
  fs.mkdirSync(place.revisions, { recursive: true });
  const put = (number: number, over: Partial<RevisionHeader> = {}, text = textOf(number)) => {
    const before = readRevision(place, number - 1);
    const header = {
      revision: number,
      sha256: sha256(Buffer.from(text)),
      at: NOW,
      reason: 'commit' as const,
      parent: typeof before === 'string' ? null : before.header.sha256,
      ...{ of: null, turn: null, edit: null, seen: null },
      ...over,
    };
    const time = TIME + number - last;
    fs.writeFileSync(revisionPath(place, number), encodeRevision(header, Buffer.from(text)));
    fs.utimesSync(revisionPath(place, number), time, time);
  };
  for (let number = from; number <= last; number++) put(number);
  /** Puts something into the user's file, so many seconds after the newest revision. */
  const write = (text: string, after = 60) => {
    fs.writeFileSync(place.main, text);
    fs.utimesSync(place.main, TIME + after, TIME + after);
  };
  /** The copy of a revision, as its writer leaves it. */
  const copy = (number: number) => write(textOf(number), number - last);
  return { place, put, write, copy, look: () => survey(place) };
}

const summaryOf = (seen: ReturnType<typeof survey>) =>
  'memory' in seen ? `${seen.memory.revision}: ${seen.memory.summary}` : null;

describe('a look at a store', () => {
  it('finds nothing where there is nothing', () => {
    const { place, look } = arrange(-1);
    expect(look()).toEqual({ state: 'none', top: -1, broken: [] });
    fs.rmSync(place.directory, { recursive: true });
    expect(look()).toEqual({ state: 'none', top: -1, broken: [] });
  });

  it('finds the newest revision in the file', () => {
    const { copy, look } = arrange(3);
    copy(3);
    const seen = look();
    expect(seen).toMatchObject({ state: 'current', top: 3, broken: [], migratedFrom: null });
    expect(seen).toMatchObject({
      newest: { header: { revision: 3 } },
      main: { time: TIME * 1000 },
    });
    expect(summaryOf(seen)).toBe('3: At 3.');
  });

  it('finds a file whose owner deleted it', () => {
    expect(arrange(3).look()).toEqual({ state: 'deleted', top: 3, broken: [] });
  });

  it('finds the memory in a file without revisions', () => {
    const { write, look } = arrange(-1);
    write(textOf(5));
    expect(look()).toMatchObject({ state: 'current', newest: null, migratedFrom: null, top: -1 });
    write(JSON.stringify({ user_id: 'alice', key_facts: ['Likes tea'] }));
    expect(look()).toMatchObject({ state: 'current', newest: null, migratedFrom: 0, top: -1 });
  });

  it('changes nothing', () => {
    const { place, write, look } = arrange(3);
    write('broken');
    const before = filesBelow(place.directory);
    look();
    expect(filesBelow(place.directory)).toEqual(before);
  });

  it('finds what has no newer revision, whatever numbers the file names', () => {
    const { place, look, copy } = arrange(3);
    fs.rmSync(revisionPath(place, 3));
    copy(3);
    // All that is left of revision 3 is the file itself.
    expect(look()).toMatchObject({ state: 'edited', newest: { header: { revision: 2 } }, top: 2 });
    expect(summaryOf(look())).toBe('3: At 3.');
  });
});

describe('a file behind the newest revision', () => {
  it.each([1, 2, 3, 4])(
    'is a copy of %i revisions ago, that a stopped writer has left',
    (steps) => {
      const { copy, look } = arrange(5);
      copy(5 - steps);
      expect(look()).toMatchObject({ state: 'stale', top: 5, broken: [] });
      expect(summaryOf(look())).toBe('5: At 5.');
    },
  );

  it('is one though it is hundreds of revisions behind', () => {
    const { copy, look } = arrange(200);
    copy(3);
    expect(look()).toMatchObject({ state: 'stale', top: 200 });
    copy(72);
    expect(look()).toMatchObject({ state: 'stale', top: 200 });
  });

  it('is one with the time at which the newest writer saw it', () => {
    const { put, write, look } = arrange(5);
    put(5, { seen: (TIME + 30) * 1000 });
    write(textOf(3), 30);
    expect(look()).toMatchObject({ state: 'stale', top: 5 });
    write(textOf(3), 29);
    expect(look()).toMatchObject({ state: 'edited', top: 5 });
    expect(summaryOf(look())).toBe('3: At 3.');
  });

  it.each([3e-6, -3e-6])('is one with a time that is rounded by %f seconds', (seconds) => {
    const { write, look } = arrange(5);
    write(textOf(4), -1 + seconds);
    expect(look().state).toBe('stale');
    write(textOf(4), -1 + seconds * 4);
    expect(look().state).toBe('edited');
  });

  it('is its owner’s, who put an old memory back, with any other time', () => {
    const { write, look } = arrange(5);
    for (const after of [60, -60]) {
      write(textOf(2), after);
      expect(look()).toMatchObject({ state: 'edited', newest: { header: { revision: 5 } } });
      expect(summaryOf(look())).toBe('2: At 2.');
    }
  });

  it('was taken over already where the newest revision says so', () => {
    const { put, write, look } = arrange(4);
    const edit = textOf(4, 'Mine.');
    put(5, { reason: 'edited', edit: sha256(Buffer.from(edit)) });
    write(edit);
    expect(look()).toMatchObject({ state: 'stale', top: 5 });
    expect(summaryOf(look())).toBe('5: At 5.');
  });

  it('that names a revision which is gone may be all that is left of what it says', () => {
    const { write, look } = arrange(9, 5);
    for (const after of [-60, 0, 60]) {
      write(textOf(2), after);
      expect(look().state).toBe('edited');
      expect(summaryOf(look())).toBe('2: At 2.');
    }
  });

  it('that names a newer revision than there is was edited, whatever its time', () => {
    const { write, look } = arrange(5);
    write(textOf(9), -60);
    expect(look()).toMatchObject({ state: 'edited', top: 5 });
    expect(summaryOf(look())).toBe('9: At 9.');
  });
});

describe('an edit of the file', () => {
  it('is what it says, if it was made of the newest revision', () => {
    const { write, look } = arrange(5);
    write(textOf(5, 'Mine.'), -60);
    expect(look()).toMatchObject({ state: 'edited', newest: { header: { revision: 5 } }, top: 5 });
    expect(summaryOf(look())).toBe('5: Mine.');
  });

  it('has what was written meanwhile merged in, if it was made of an older one', () => {
    const { put, write, look } = arrange(4);
    const newest = { ...memory('alice', 5, 'At 4.'), keyFacts: [fact('Likes tea')] };
    put(5, {}, encodeMemory(newest));
    write(encodeMemory({ ...memory('alice', 4, 'Mine.'), name: 'Alice' }));
    const seen = look();
    expect(seen).toMatchObject({
      state: 'edited',
      memory: { summary: 'Mine.', name: 'Alice', keyFacts: [{ text: 'Likes tea' }] },
    });
  });

  it('that is not a memory is told with the reason, and with the newest good one', () => {
    const { write, look } = arrange(5);
    for (const text of ['{', encodeMemory(memory('bob', 5))]) {
      write(text);
      expect(look()).toMatchObject({ state: 'invalid', problem: expect.any(String), top: 5 });
      expect(summaryOf(look())).toBe('5: At 5.');
    }
  });
});

describe('a file that nobody can read', () => {
  it.each([0, -1])('of a newer memchat is refused, with %i revisions or none', (last) => {
    const { place, write, look } = arrange(last);
    write('{"version": 2, "user": "alice"}');
    expect(look).toThrow(
      `${place.main} was written by a newer memchat (format 2). It was left as it is. Update memchat to read it.`,
    );
  });

  it('is refused with the reason when there is nothing behind it', () => {
    const { place, put, write, look } = arrange(-1);
    write('{');
    const refusal = new RegExp(`^${place.main} cannot be read: it is not valid JSON.* no good rev`);
    expect(look).toThrow(refusal);
    put(0);
    fs.truncateSync(revisionPath(place, 0), 20);
    expect(look).toThrow(refusal);
  });

  it('in a revision is named with its number', () => {
    const { place, put, copy, look, write } = arrange(2);
    put(3, {}, '{"version": 2, "user": "alice"}');
    copy(2);
    expect(look).toThrow(`${place.revisions}, revision 3 was written by a newer memchat`);
    put(3, {}, 'no memory');
    expect(look).toThrow(`${place.revisions}, revision 3 cannot be read: it is not valid JSON`);
    write('no memory');
    expect(look).toThrow('revision 3 cannot be read');
  });
});

describe('damaged revisions', () => {
  it('above the newest whole one are told, the highest first', () => {
    const { place, copy, look } = arrange(5);
    for (const number of [4, 5]) fs.truncateSync(revisionPath(place, number), 30);
    copy(3);
    expect(look()).toMatchObject({ state: 'current', top: 5, broken: [5, 4] });
    expect(summaryOf(look())).toBe('3: At 3.');
    copy(2);
    expect(look()).toMatchObject({ state: 'stale', top: 5, broken: [5, 4] });
    expect(summaryOf(look())).toBe('3: At 3.');
  });

  it('below it are no concern', () => {
    const { place, copy, look } = arrange(5);
    fs.truncateSync(revisionPath(place, 4), 30);
    copy(5);
    expect(look()).toMatchObject({ state: 'current', broken: [] });
    copy(3);
    expect(look()).toMatchObject({ state: 'stale', broken: [] });
  });

  it('are those as well that do not follow on the one before', () => {
    const { put, copy, look } = arrange(4);
    put(5, { parent: sha256(Buffer.from('another 4')) });
    copy(4);
    expect(look()).toMatchObject({ state: 'current', top: 5, broken: [5] });
    copy(3);
    expect(look()).toMatchObject({ state: 'stale', top: 5, broken: [5] });
    expect(summaryOf(look())).toBe('4: At 4.');
  });

  it('of which the file is the only copy leave an edit', () => {
    const { place, copy, look } = arrange(5);
    fs.truncateSync(revisionPath(place, 5), 30);
    copy(5);
    expect(look()).toMatchObject({ state: 'edited', top: 5, broken: [5] });
    expect(summaryOf(look())).toBe('5: At 5.');
  });

  it('may be all that there is, beside a file that is whole', () => {
    const { place, copy, look } = arrange(1);
    for (const number of [0, 1]) fs.truncateSync(revisionPath(place, number), 30);
    copy(1);
    expect(look()).toMatchObject({ state: 'current', newest: null, top: 1, broken: [1, 0] });
    fs.rmSync(place.main);
    expect(look()).toEqual({ state: 'deleted', top: 1, broken: [1, 0] });
  });
});

describe('a gap in the numbers', () => {
  it.each([1, 2, 3])('of %i hides nothing behind it', (gap) => {
    const { place, copy, look } = arrange(8);
    for (let number = 8 - gap; number < 8; number++) fs.rmSync(revisionPath(place, number));
    copy(8 - gap - 1);
    expect(look()).toMatchObject({ state: 'stale', top: 8 });
    expect(summaryOf(look())).toBe('8: At 8.');
  });
});

describe('a look while others write', () => {
  it('is taken again when a revision is pruned between two steps', async () => {
    const { place, write, look } = arrange(5);
    write(textOf(1), -60);
    const pruned = () => fs.rmSync(revisionPath(place, 5));
    const isFive = ([name]: unknown[]) => name === revisionPath(place, 5);
    expect(await meanwhile('openSync', isFive, pruned, async () => look().top)).toBe(4);
  });

  it('is taken again when the file becomes newer than the revisions that were listed', async () => {
    const { place, put, write, copy, look } = arrange(4);
    write('an edit that is about to be taken over');
    let isListed = false;
    const seen = await meanwhile(
      'openSync',
      ([name]) => {
        isListed ||= name === revisionPath(place, 4);
        return isListed && name === place.main;
      },
      () => {
        put(5);
        copy(5);
      },
      async () => look(),
    );
    expect(seen).toMatchObject({ state: 'current', top: 5 });
  });

  it('is given up after a thousand times', async () => {
    const { place, write, look } = arrange(5);
    write(textOf(1), -60);
    const gone = () => {
      throw Object.assign(new Error('gone'), { code: 'ENOENT' });
    };
    const real = fs.openSync;
    Reflect.set(fs, 'openSync', (...args: Parameters<typeof fs.openSync>) =>
      args[0] === revisionPath(place, 5) ? gone() : real(...args),
    );
    try {
      expect(look).toThrow(`${place.main} changes too fast to be read.`);
    } finally {
      Reflect.set(fs, 'openSync', real);
    }
  });
});

describe('links in a store', () => {
  it.each(['house', 'revisions'] as const)('are refused in the place of the %s', (part) => {
    const { place, copy, look } = arrange(2);
    copy(2);
    fs.renameSync(place[part], `${place.directory}/moved`);
    fs.symlinkSync(`${place.directory}/moved`, place[part]);
    expect(look).toThrow(`${place[part]} is a symbolic link.`);
  });
});
