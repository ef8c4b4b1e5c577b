import { describe, expect, it } from 'vitest';
import type { Memory } from '../../src/memory/types.ts';
import type { Store } from '../../src/store/port.ts';
import { update } from '../../src/store/update.ts';
import { fact } from '../support/memories.ts';
import { memory, NOW } from './temporary.ts';

/** What every store does. `open` gives a new, empty one. */
export function storeContract(name: string, open: () => Promise<Store> | Store): void {
  describe(`${name} keeps the contract of a store`, () => {
    it('has no memory of a user it never saw, and no users', async () => {
      const store = await open();
      expect(await store.read('alice')).toBeNull();
      expect(await collect(store.users())).toEqual([]);
    });

    it('reads back what was committed', async () => {
      const store = await open();
      expect(await store.commit('alice', memory('alice', 0))).toBe('committed');
      expect(await store.commit('alice', memory('alice', 1, 'Likes tea.'))).toBe('committed');
      expect(await store.read('alice')).toEqual(memory('alice', 1, 'Likes tea.'));
    });

    it('refuses a revision that is not the next one, and keeps what it has', async () => {
      const store = await open();
      expect(await store.commit('alice', memory('alice', 1))).toBe('conflict');
      await store.commit('alice', memory('alice', 0));
      for (const revision of [0, 2, 3]) {
        expect(await store.commit('alice', memory('alice', revision, 'x'))).toBe('conflict');
      }
      expect(await store.read('alice')).toEqual(memory('alice', 0));
    });

    it('lets exactly one of two writers of a revision win', async () => {
      const store = await open();
      await store.commit('alice', memory('alice', 0));
      const outcomes = await Promise.all(
        ['A.', 'B.'].map((summary) => store.commit('alice', memory('alice', 1, summary))),
      );
      expect(outcomes.sort()).toEqual(['committed', 'conflict']);
    });

    it('lets exactly one of several first commits win', async () => {
      const store = await open();
      const firsts = ['A.', 'B.', 'C.'].map((summary) => memory('alice', 0, summary));
      const outcomes = await Promise.all(firsts.map((first) => store.commit('alice', first)));
      expect(outcomes.sort()).toEqual(['committed', 'conflict', 'conflict']);
      expect(firsts).toContainEqual(await store.read('alice'));
    });

    it('refuses a commit onto a memory that was removed since it was read', async () => {
      const store = await open();
      await store.commit('alice', memory('alice', 0));
      await store.commit('alice', memory('alice', 1, 'Old.'));
      await store.read('alice');
      await store.remove('alice');
      expect(await store.commit('alice', memory('alice', 2, 'Late.'))).toBe('conflict');
      expect(await store.read('alice')).toBeNull();
      expect(await collect(store.users())).toEqual([]);
    });

    it('hands out copies: changing one changes nothing in the store', async () => {
      const store = await open();
      const given = memory('alice', 0);
      await store.commit('alice', given);
      given.summary = 'changed';
      const read = await store.read('alice');
      if (read !== null) read.summary = 'changed too';
      expect((await store.read('alice'))?.summary).toBe('');
    });

    it('keeps fields that it does not know', async () => {
      const store = await open();
      const extended = { ...memory('alice', 0), futureField: { deep: [1, 2] } };
      await store.commit('alice', extended);
      expect(await store.read('alice')).toEqual(extended);
    });

    it('keeps a memory of megabytes, every character of it', async () => {
      const store = await open();
      const hard = [
        'Zoe\u0308',
        '👩‍👩‍👧',
        '\u2028\u2029\u0000\u001b[2J',
        '\ud800',
        'שלום',
        '"\\\r\n',
      ];
      const keyFacts = Array.from({ length: 2000 }, (_, n) =>
        fact(`${n} ${hard.join(' ')} ${'long '.repeat(100)}`, { id: `f-${n}` }),
      );
      const big = { ...memory('alice', 0, hard.join('')), name: hard.join(' '), keyFacts };
      await store.commit('alice', big);
      await update(store, 'alice', countOne);
      expect(await store.read('alice')).toEqual({ ...big, revision: 1, sessionCount: 1 });
    });

    it('keeps keys that every object has by itself, as they are', async () => {
      const store = await open();
      const preference = {
        value: 'short',
        origin: 'stated',
        source: { turn: 't-1', role: 'user', quote: 'short' },
        updatedAt: NOW,
      } as const;
      const keys = ['constructor', 'toString', 'hasOwnProperty', 'valueOf'];
      const preferences = Object.fromEntries(keys.map((key) => [key, preference]));
      const odd = { ...memory('alice', 0), preferences, constructor: [1], toString: null };
      await store.commit('alice', odd);
      expect(await store.read('alice')).toEqual(odd);
    });

    it('keeps users apart, and lists them sorted', async () => {
      const store = await open();
      const ids = ['bob', 'Bob', 'alice', 'Ünïcode 🙂', '../etc', 'con', 'memchat', 'a.'];
      for (const id of ids) await store.commit(id, memory(id, 0, `This is ${id}.`));
      for (const id of ids) expect((await store.read(id))?.summary).toBe(`This is ${id}.`);
      expect(await collect(store.users())).toEqual(ids.map((id) => id.normalize('NFC')).sort());
    });

    it('takes two spellings of the same characters for one user', async () => {
      const store = await open();
      await store.commit('Zoe\u0308', memory('Zo\u00eb', 0, 'One person.'));
      expect((await store.read('Zo\u00eb'))?.summary).toBe('One person.');
    });

    it.each(['', 'a\u0000b', 'a\nb', '\u001b[2J', '\ud800', 'x'.repeat(257)])(
      'refuses the user id %j',
      async (id) => {
        const store = await open();
        await expect(store.read(id)).rejects.toMatchObject({ code: 'usage' });
        await expect(store.commit(id, memory('x', 0))).rejects.toMatchObject({ code: 'usage' });
        await expect(store.remove(id)).rejects.toMatchObject({ code: 'usage' });
        await expect(store.purge(id, 0)).rejects.toMatchObject({ code: 'usage' });
      },
    );

    it('refuses a memory of one user under the id of another', async () => {
      const store = await open();
      await expect(store.commit('alice', memory('bob', 0))).rejects.toMatchObject({
        code: 'usage',
      });
    });

    it('removes a user whole, again without complaint, and starts anew', async () => {
      const store = await open();
      await store.commit('alice', memory('alice', 0));
      await store.commit('alice', memory('alice', 1, 'Old.'));
      await store.commit('bob', memory('bob', 0));
      await store.remove('alice');
      await store.remove('alice');
      expect(await store.read('alice')).toBeNull();
      expect(await collect(store.users())).toEqual(['bob']);
      expect(await store.commit('alice', memory('alice', 0))).toBe('committed');
    });

    it('purges what is before a revision, keeps the memory, and goes on', async () => {
      const store = await open();
      for (let n = 0; n <= 3; n++) await store.commit('alice', memory('alice', n, `At ${n}.`));
      const kept = async () => {
        const past = await collect(store.history('alice'));
        return past.map((one) => [one.revision, one.memory.summary]);
      };
      await store.purge('alice', 2);
      await store.purge('alice', 2);
      await store.purge('alice', 0);
      expect(await kept()).toEqual([
        [3, 'At 3.'],
        [2, 'At 2.'],
      ]);
      await store.purge('alice', 3);
      expect(await store.read('alice')).toEqual(memory('alice', 3, 'At 3.'));
      expect(await kept()).toEqual([[3, 'At 3.']]);
      expect(await store.commit('alice', memory('alice', 2, 'Late.'))).toBe('conflict');
      expect(await store.commit('alice', memory('alice', 4, 'At 4.'))).toBe('committed');
      expect(await kept()).toEqual([
        [4, 'At 4.'],
        [3, 'At 3.'],
      ]);
    });

    it('never purges the newest revision, and of a user it never saw nothing', async () => {
      const store = await open();
      await store.purge('alice', 5);
      expect(await store.read('alice')).toBeNull();
      await store.commit('alice', memory('alice', 0));
      await store.commit('alice', memory('alice', 1, 'New.'));
      await store.commit('bob', memory('bob', 0));
      await store.commit('bob', memory('bob', 1));
      await store.purge('alice', 99);
      expect(await store.read('alice')).toEqual(memory('alice', 1, 'New.'));
      expect(await collect(store.history('alice'))).toHaveLength(1);
      expect(await collect(store.history('bob'))).toHaveLength(2);
    });

    it('says of a purge why the commit before it was made', async () => {
      const store = await open();
      await store.commit('alice', memory('alice', 0));
      const note = { reason: 'forgotten', of: null } as const;
      const forgotten = await update(store, 'alice', (current) => current, { note });
      await store.purge('alice', forgotten?.revision ?? 0);
      expect(await collect(store.history('alice'))).toMatchObject([
        { revision: 1, reason: 'forgotten' },
      ]);
      expect((await update(store, 'alice', countOne))?.revision).toBe(2);
    });

    it('starts a new user with the empty memory, the first change is revision 1', async () => {
      const store = await open();
      const before: (Memory | null)[] = [];
      const committed = await update(store, 'alice', (current) => {
        before.push(current);
        return current ?? { ...memory('alice', 7, 'New.'), createdAt: NOW };
      });
      expect(before).toEqual([null]);
      expect(committed).toEqual(memory('alice', 1, 'New.'));
      expect(await store.read('alice')).toEqual(committed);
    });

    it('writes nothing when there is nothing to change', async () => {
      const store = await open();
      expect(await update(store, 'alice', () => null)).toBeNull();
      expect(await store.read('alice')).toBeNull();
    });

    it('loses none of 101 racing updates and applies none twice', async () => {
      const store = await open();
      await Promise.all(Array.from({ length: 101 }, () => update(store, 'alice', countOne)));
      const result = await store.read('alice');
      expect(result?.sessionCount).toBe(101);
      expect(result?.revision).toBe(101);
    });

    it('lists the users and reads whole memories while others write', async () => {
      const store = await open();
      const ids = ['alice', 'Bob', 'carol'];
      const writing = ids.map(async (id) => {
        for (let n = 0; n < 10; n++) {
          await update(store, id, (current) => countOne(current ?? memory(id, 0)));
        }
      });
      let done = false;
      const written = Promise.all(writing).then(() => {
        done = true;
      });
      let most = 0;
      while (!done) {
        const users = await collect(store.users());
        expect(users).toEqual(ids.filter((id) => users.includes(id)).sort());
        expect(users.length).toBeGreaterThanOrEqual(most);
        most = users.length;
        for (const id of users) expect(await store.read(id)).toMatchObject({ user: id });
        await new Promise((resolve) => setImmediate(resolve));
      }
      await written;
      expect(await collect(store.users())).toEqual([...ids].sort());
      for (const id of ids) expect(await store.read(id)).toMatchObject({ sessionCount: 10 });
    });

    it('leaves the memory as it was when a change throws, and goes on', async () => {
      const store = await open();
      await update(store, 'alice', countOne);
      const failing = update(store, 'alice', () => {
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect((await update(store, 'alice', countOne))?.sessionCount).toBe(2);
    });
  });
}

/** A change that shows each time it is applied. */
export function countOne(current: Memory | null): Memory {
  const base = current ?? memory('alice', 0);
  return { ...base, sessionCount: base.sessionCount + 1 };
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
