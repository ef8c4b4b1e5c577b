import { describe, expect, it } from 'vitest';
import type { PastRevision, Store } from '../../src/store/port.ts';
import { update } from '../../src/store/update.ts';
import { memory } from './temporary.ts';

/** The history as every store keeps it. `open` gives a new, empty one. */
export function historyContract(name: string, open: () => Promise<Store> | Store): void {
  describe(`${name} keeps the contract of a history`, () => {
    it('has none of a user it never saw', async () => {
      const store = await open();
      expect(await collect(store.history('alice'))).toEqual([]);
    });

    it('hands out what was committed, newest first', async () => {
      const store = await withCommits(await open(), 3);
      const past = await collect(store.history('alice'));
      expect(past.map(({ revision }) => revision)).toEqual([3, 2, 1, 0]);
      expect(past.map((one) => one.memory)).toEqual([3, 2, 1, 0].map(numbered));
      for (const { at } of past) expect(new Date(at).toISOString()).toBe(at);
    });

    it('begins where it is told to', async () => {
      const store = await withCommits(await open(), 3);
      const from = async (revision: number) =>
        (await collect(store.history('alice', revision))).map((past) => past.revision);
      expect(await from(1)).toEqual([1, 0]);
      expect(await from(3)).toEqual([3, 2, 1, 0]);
      expect(await from(99)).toEqual([3, 2, 1, 0]);
      expect(await from(-1)).toEqual([]);
    });

    it('is read as it is asked for, and may be left early', async () => {
      const store = await withCommits(await open(), 3);
      for await (const { revision } of store.history('alice')) {
        expect(revision).toBe(3);
        break;
      }
      expect(await collect(store.history('alice'))).toHaveLength(4);
    });

    it('says why a commit was made, and of which revision', async () => {
      const store = await open();
      await store.commit('alice', numbered(0));
      await store.commit('alice', numbered(1), { reason: 'commit', of: null });
      await store.commit('alice', numbered(2), { reason: 'undone', of: 1 });
      await store.commit('alice', numbered(3), { reason: 'restored', of: 0 });
      const past = await collect(store.history('alice'));
      expect(past.map(({ reason, of }) => [reason, of])).toEqual([
        ['restored', 0],
        ['undone', 1],
        ['commit', null],
        ['commit', null],
      ]);
    });

    it('keeps the note of an update, and makes none up for a new user', async () => {
      const store = await open();
      const note = { reason: 'restored', of: 7 } as const;
      await update(store, 'alice', (current) => current ?? numbered(0), { note });
      const past = await collect(store.history('alice'));
      expect(past.map(({ reason, of }) => [reason, of])).toEqual([
        ['restored', 7],
        ['commit', null],
      ]);
    });

    it('names the turn that a commit applied', async () => {
      const store = await open();
      await store.commit('alice', numbered(0));
      await store.commit('alice', { ...numbered(1), appliedTurns: ['t-1'] });
      await store.commit('alice', { ...numbered(2), appliedTurns: ['t-1'] });
      await store.commit('alice', { ...numbered(3), appliedTurns: ['t-1', 't-2'] });
      const past = await collect(store.history('alice'));
      expect(past.map(({ turn }) => turn)).toEqual(['t-2', null, 't-1', null]);
    });

    it('keeps at least the newest 64 revisions', async () => {
      const store = await withCommits(await open(), 70);
      const past = await collect(store.history('alice'));
      const newest = Array.from({ length: 64 }, (_, n) => 70 - n);
      expect(past.map(({ revision }) => revision).slice(0, 64)).toEqual(newest);
    });

    it('keeps users apart, and forgets a removed one', async () => {
      const store = await withCommits(await open(), 2);
      await store.commit('bob', memory('bob', 0));
      await store.remove('alice');
      expect(await collect(store.history('alice'))).toEqual([]);
      expect(await collect(store.history('bob'))).toHaveLength(1);
      await store.commit('alice', numbered(0));
      const past = await collect(store.history('alice'));
      expect(past.map(({ revision }) => revision)).toEqual([0]);
    });

    it('hands out copies: changing one changes nothing in the store', async () => {
      const store = await withCommits(await open(), 1);
      for await (const past of store.history('alice')) past.memory.summary = 'changed';
      const again = await collect(store.history('alice'));
      expect(again.map((past) => past.memory)).toEqual([1, 0].map(numbered));
    });

    it('refuses an id that is not valid', async () => {
      const store = await open();
      await expect(collect(store.history('a\nb'))).rejects.toMatchObject({ code: 'usage' });
    });
  });
}

/** The memory of alice at a revision: its summary says which. */
export function numbered(revision: number) {
  return memory('alice', revision, `Revision ${revision}.`);
}

/** The store with that many commits on top of revision 0. */
export async function withCommits<S extends Store>(store: S, commits: number): Promise<S> {
  for (let revision = 0; revision <= commits; revision++) {
    expect(await store.commit('alice', numbered(revision))).toBe('committed');
  }
  return store;
}

export async function collect(history: AsyncIterable<PastRevision>): Promise<PastRevision[]> {
  const all: PastRevision[] = [];
  for await (const past of history) all.push(past);
  return all;
}
