import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemchatError } from '../../src/errors.ts';
import { placeOf, stemOf } from '../../src/store/paths.ts';
import { memory, temporaryFolders, worldIn } from './temporary.ts';

const folder = temporaryFolders();
const ROOT = path.resolve('/store');

/** Ids as people and attackers write them. */
const anyId = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.stringMatching(/^[a-zA-Z0-9._~/\\-]{1,70}$/),
  fc.constantFrom('..', '.', '~', '../x', '/abs', 'a/../b', 'CON', 'con', 'nul.txt', 'com1', 'a.'),
  fc.constantFrom('alice.json', '.alice', 'memchat', 'a\u0301', '\u00e1', 'ａlice', 'аlice', ' '),
);

function stemOrRefusal(id: string): string | null {
  try {
    return stemOf(id);
  } catch (error) {
    expect(error).toBeInstanceOf(MemchatError);
    return null;
  }
}

describe('a user id', () => {
  it.each(['alice', 'a', '0', 'bob.smith', 'a_b-c', 'alice.json', 'x'.repeat(64), 'console'])(
    'that is plain is its own file name: %s',
    (id) => expect(stemOf(id)).toBe(id),
  );

  it.each([
    ...['Alice', 'CON', 'con', 'aux.txt', 'com1', 'lpt9.log', 'memchat', 'a.', '.a', '-a', '_a'],
    ...['../x', '/abs', '.', '..', '~', 'a/b', 'a\\b', 'a b', 'é', '🙂', 'x'.repeat(65), 'ａlice'],
  ])('that is not is mapped: %s', (id) => expect(stemOf(id)).toMatch(/^~[0-9a-f]{64}$/));

  it.each(['', '\0', 'a\0', 'a\u0007', '\u0085', '\ud83d', 'x'.repeat(257), '🙂'.repeat(257)])(
    'that is refused: %j',
    (id) => expect(() => stemOf(id)).toThrow(MemchatError),
  );

  it('may have 256 characters, each counted once', () => {
    expect(stemOf('🙂'.repeat(256))).toMatch(/^~/);
    expect(stemOf('a'.repeat(256))).toMatch(/^~/);
  });

  it('never leads outside the folder of the store', () => {
    fc.assert(
      fc.property(anyId, (id) => {
        if (stemOrRefusal(id) === null) return;
        const place = placeOf(ROOT, id);
        expect(path.dirname(path.resolve(place.main))).toBe(ROOT);
        expect(path.dirname(path.resolve(place.house))).toBe(ROOT);
        for (const inside of [place.revisions, place.pending, place.transcript, place.lock]) {
          expect(path.dirname(path.resolve(inside))).toBe(place.house);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never shares a file with another id, not even where case is ignored', () => {
    fc.assert(
      fc.property(anyId, anyId, (a, b) => {
        const [first, second] = [stemOrRefusal(a), stemOrRefusal(b)];
        if (first === null || second === null) return;
        const isOne = a.normalize('NFC') === b.normalize('NFC');
        expect(first.toLowerCase() === second.toLowerCase()).toBe(isOne);
        expect(`.${first}`.toLowerCase()).not.toBe(`${second}.json`.toLowerCase());
      }),
      { numRuns: 500 },
    );
  });

  it('that only looks like another, or differs in case, is another', () => {
    const lookAlikes: ((id: string) => string)[] = [
      (id) => id.toUpperCase(),
      (id) => id.toLowerCase(),
      (id) => id.normalize('NFKC'),
      (id) => id.replaceAll('a', 'а').replaceAll('o', 'о'),
      (id) =>
        id.replaceAll(/[!-~]/g, (c) => String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0)),
      (id) => `${id}\u200b`,
      (id) => `\u202e${id}`,
      (id) => `${id}.`,
      (id) => `${id} `,
      (id) => `${id}.json`,
      (id) => `./${id}`,
      (id) => `~${id}`,
    ];
    fc.assert(
      fc.property(anyId, fc.constantFrom(...lookAlikes), (id, alike) => {
        const [first, second] = [stemOrRefusal(id), stemOrRefusal(alike(id))];
        if (first === null || second === null) return;
        const isOne = id.normalize('NFC') === alike(id).normalize('NFC');
        expect(first.toLowerCase() === second.toLowerCase()).toBe(isOne);
      }),
      { numRuns: 500 },
    );
  });

  it('of a mapped name is no other id', () => {
    fc.assert(
      fc.property(anyId, (id) => {
        const stem = stemOrRefusal(id);
        if (stem === null || stem === id.normalize('NFC')) return;
        expect(stemOf(stem)).not.toBe(stem);
      }),
      { numRuns: 500 },
    );
  });

  it('has all that is kept of it below the folder, and reads nothing of another', async () => {
    const root = folder();
    const ids = new Set<string>();
    const { store } = worldIn(path.join(root, 'sessions'));
    await fc.assert(
      fc.asyncProperty(anyId, async (id) => {
        if (stemOrRefusal(id) === null) return;
        const user = id.normalize('NFC');
        const isNew = !ids.has(user);
        ids.add(user);
        expect(await store.commit(id, memory(id, 0, user))).toBe(isNew ? 'committed' : 'conflict');
        expect(await store.read(id)).toMatchObject({ user, summary: user });
      }),
      { numRuns: 60 },
    );
    expect(fs.readdirSync(root)).toEqual(['sessions']);
    const users: string[] = [];
    for await (const user of store.users()) users.push(user);
    expect(users).toEqual([...ids].sort());
  });

  it('is one with its other normal form', () => {
    expect(stemOf('Zoe\u0308')).toBe(stemOf('Zo\u00eb'));
    expect(placeOf(ROOT, 'Zoe\u0308').user).toBe('Zo\u00eb');
  });
});
