import { describe, expect, it } from 'vitest';
import type { Archive, PastRevision, Store } from '../../src/store/port.ts';
import { fact } from '../support/memories.ts';
import { collect } from './history-contract.ts';
import { memory } from './temporary.ts';

/** A revision of alice's as another store has kept it; `over` says what is different about it. */
function pastOf(revision: number, over: Partial<PastRevision> = {}): PastRevision {
  const at = new Date(Date.UTC(2026, 0, 1, 10, revision)).toISOString();
  const keyFacts = [fact(`Was at revision ${revision}. \u0000\ud800\ue000 "\\u0000"`)];
  const kept = {
    ...memory('alice', revision, `At ${revision}.`),
    keyFacts,
    later: { n: [revision] },
  };
  return { revision, at, reason: 'commit', of: null, turn: `t-${revision}`, memory: kept, ...over };
}

/** The revisions from `newest` down to `oldest`. */
export function pastFrom(newest: number, oldest: number): PastRevision[] {
  return Array.from({ length: newest - oldest + 1 }, (_, n) => pastOf(newest - n));
}

async function* given(history: readonly PastRevision[]): AsyncGenerator<PastRevision> {
  yield* history;
}

/** How every archive takes over what another store has kept. `open` gives a new, empty one. */
export function archiveContract(
  name: string,
  open: () => Promise<Store & Archive> | (Store & Archive),
): void {
  const adopt = (store: Archive, history: readonly PastRevision[]) =>
    store.adoptHistory('alice', given(history));
  const kept = (store: Store) => collect(store.history('alice'));
  const next = (revision: number) => memory('alice', revision, 'Next.');

  describe(`${name} keeps the contract of an archive`, () => {
    it('takes a history over as it is, wherever it begins, and goes on from there', async () => {
      const store = await open();
      const history = [
        pastOf(43, { reason: 'restored', of: 41, turn: null }),
        pastOf(42, { reason: 'edited', turn: null }),
        pastOf(40, { reason: 'undone', of: 39 }),
        pastOf(39, { reason: 'imported', turn: null }),
      ];
      expect(await adopt(store, history)).toBe('adopted');
      expect(await store.read('alice')).toEqual(history[0]?.memory);
      expect(await kept(store)).toEqual(history);
      const users: string[] = [];
      for await (const user of store.users()) users.push(user);
      expect(users).toEqual(['alice']);
      expect(await store.commit('alice', next(43))).toBe('conflict');
      expect(await store.commit('alice', next(44))).toBe('committed');
      expect((await kept(store)).slice(1)).toEqual(history);
      expect(await store.read('alice')).toEqual(next(44));
    });

    it('takes over more revisions than fit into one message, and the same again for nothing new', async () => {
      const store = await open();
      const history = pastFrom(250, 0);
      for (let times = 0; times < 2; times++) {
        expect(await adopt(store, history)).toBe('adopted');
        expect(await kept(store)).toEqual(history);
      }
    });

    it('is brought up to what the other store has kept since', async () => {
      const store = await open();
      await adopt(store, pastFrom(5, 3));
      const later = [pastOf(7, { reason: 'undone', of: 6, turn: null }), ...pastFrom(6, 2)];
      expect(await adopt(store, later)).toBe('adopted');
      expect(await store.read('alice')).toEqual(later[0]?.memory);
      expect(await kept(store)).toEqual(later);
    });

    it('finishes what was cut short, at whichever revision that was', async () => {
      const history = pastFrom(6, 2);
      for (let read = 1; read <= history.length; read++) {
        const store = await open();
        await store.remove('alice');
        const cut = async function* () {
          yield* history.slice(0, read);
          throw new Error('cut');
        };
        await expect(store.adoptHistory('alice', cut())).rejects.toThrow('cut');
        const there = await store.read('alice');
        if (there !== null) expect(there).toEqual(history[0]?.memory);
        expect(await adopt(store, history)).toBe('adopted');
        expect(await kept(store)).toEqual(history);
      }
    });

    it('leaves another memory as it is, one that is newer, and one with a gap before what is newer', async () => {
      const others = [
        [pastOf(5, { memory: next(5) }), pastOf(4)],
        [pastOf(6), pastOf(5)],
        [pastOf(3), pastOf(2)],
      ];
      const histories = [pastFrom(5, 4), pastFrom(5, 4), [pastOf(5), pastOf(3), pastOf(2)]];
      for (const [index, other] of others.entries()) {
        const store = await open();
        await store.remove('alice');
        await adopt(store, other);
        expect(await adopt(store, histories[index] ?? [])).toBe('conflict');
        expect(await store.read('alice')).toEqual(other[0]?.memory);
        expect(await kept(store)).toEqual(other);
      }
    });

    it('keeps nothing of an empty history', async () => {
      const store = await open();
      expect(await adopt(store, [])).toBe('conflict');
      expect(await store.read('alice')).toBeNull();
    });

    it('refuses the memory of another user, and an id that is none', async () => {
      const store = await open();
      const foreign = pastOf(1, { memory: memory('bob', 1) });
      await expect(adopt(store, [foreign])).rejects.toMatchObject({ code: 'usage' });
      await expect(store.adoptHistory('', given([pastOf(1)]))).rejects.toMatchObject({
        code: 'usage',
      });
      expect(await store.read('alice')).toBeNull();
    });

    it('brings nothing back of what is forgotten while it goes on', async () => {
      const store = await open();
      const history = pastFrom(250, 0);
      const meanwhile = async function* () {
        for (const past of history) {
          yield past;
          if (past.revision !== 120) continue;
          // Where the memory comes last there is none yet.
          const note = { reason: 'forgotten', of: null } as const;
          if ((await store.commit('alice', next(251), note)) === 'conflict') return;
          await store.purge('alice', 251);
        }
      };
      const outcome = await store.adoptHistory('alice', meanwhile());
      if ((await store.read('alice'))?.revision !== 251) return;
      expect(outcome).toBe('conflict');
      expect((await kept(store)).map(({ revision }) => revision)).toEqual([251]);
    });

    it('lets what was to be deleted by a forgetting go with the next commit', async () => {
      const store = await open();
      await adopt(store, [pastOf(9, { reason: 'forgotten', turn: null }), pastOf(8), pastOf(7)]);
      await store.purge('alice', 9);
      expect(await kept(store)).toHaveLength(1);
      expect(await store.commit('alice', next(10))).toBe('committed');
    });
  });
}
