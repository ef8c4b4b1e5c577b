import { beforeEach, describe, expect, it } from 'vitest';
import { history } from '../../src/chat/history.ts';
import { restoreRevision } from '../../src/chat/restore.ts';
import { undoRevision } from '../../src/chat/undo.ts';
import type { Memory } from '../../src/memory/types.ts';
import { update } from '../../src/store/update.ts';
import { fact, memoryOf } from '../support/memories.ts';
import { RacingStore } from '../support/racing-store.ts';

let store: RacingStore;
beforeEach(() => {
  store = new RacingStore();
});

const write = (change: (current: Memory) => Memory) =>
  update(store, 'alice', (current) => change(current ?? memoryOf()));
const learn = (...texts: string[]) =>
  write((m) => ({ ...m, keyFacts: [...m.keyFacts, ...texts.map((text) => fact(text))] }));
const sumUp = (summary: string) => write((m) => ({ ...m, summary }));
const chat = () => write((m) => ({ ...m, sessionCount: m.sessionCount + 1 }));
const facts = async () => (await store.read('alice'))?.keyFacts.map(({ text }) => text);
const undo = async (revision: number | null = null) => {
  const outcome = await undoRevision({ store }, 'alice', revision);
  return [outcome.undone, outcome.revision];
};
const numbers = async (limit = 99) =>
  (await history({ store }, 'alice', { limit })).map(({ revision }) => revision);
const undone = async () =>
  (await history({ store }, 'alice', { limit: 99 }))
    .filter((entry) => entry.undone)
    .map(({ revision }) => revision);

describe('the history', () => {
  it('of a user nobody has met is empty', async () => {
    expect(await history({ store }, 'alice', { limit: 20 })).toEqual([]);
  });

  it('shows what each revision changed, newest first, from the very beginning', async () => {
    await learn('Likes tea');
    await chat();
    const [second, first, beginning] = await history({ store }, 'alice', { limit: 20 });
    expect(second).toMatchObject({ revision: 2, reason: 'commit', changes: { added: [] } });
    expect(first).toMatchObject({
      revision: 1,
      undone: false,
      changes: { added: [{ text: 'Likes tea' }] },
    });
    expect(beginning).toMatchObject({ revision: 0, changes: { added: [] } });
  });

  it('shows at most as many as are asked for, with what the last one changed', async () => {
    for (const text of ['A b c', 'D e f', 'G h i']) await learn(text);
    const entries = await history({ store }, 'alice', { limit: 2 });
    expect(entries.map(({ revision, changes }) => [revision, changes?.added.length])).toEqual([
      [3, 1],
      [2, 1],
    ]);
    expect(await numbers(0)).toEqual([]);
  });

  it('does not know what the oldest kept revision changed', async () => {
    for (let n = 0; n < 70; n++) await chat();
    const entries = await history({ store }, 'alice', { limit: 99 });
    expect(entries.at(-1)?.changes).toBeNull();
    expect(entries.slice(0, -1).every(({ changes }) => changes !== null)).toBe(true);
  });
});

describe('undo', () => {
  it('takes the newest change back, again and again, until nothing is left', async () => {
    await learn('Likes tea');
    await learn('Likes jazz');
    await chat();
    expect(await undo()).toEqual([2, 4]);
    expect(await facts()).toEqual(['Likes tea']);
    expect(await undo()).toEqual([1, 5]);
    expect(await facts()).toEqual([]);
    await expect(undo()).rejects.toMatchObject({ code: 'usage' });
    expect(await undone()).toEqual([2, 1]);
  });

  it('says what it took back', async () => {
    await learn('Likes tea');
    const { changes, left } = await undoRevision({ store }, 'alice');
    expect(changes.retired.map(({ text }) => text)).toEqual(['Likes tea']);
    expect(left).toEqual([]);
    const [entry] = await history({ store }, 'alice', { limit: 1 });
    expect(entry).toMatchObject({ reason: 'undone', of: 1, changes });
  });

  it('of an undo brings back what that took away, and then it can be undone again', async () => {
    await learn('Likes tea');
    await learn('Likes jazz');
    await undo();
    expect(await undo(3)).toEqual([3, 4]);
    expect(await facts()).toEqual(['Likes tea', 'Likes jazz']);
    expect(await undone()).toEqual([3]);
    expect(await undo()).toEqual([2, 5]);
    expect(await facts()).toEqual(['Likes tea']);
  });

  it('of an older change leaves what came after it', async () => {
    await learn('Likes tea');
    await learn('Likes jazz');
    expect(await undo(1)).toEqual([1, 3]);
    expect(await facts()).toEqual(['Likes jazz']);
    expect(await undo()).toEqual([2, 4]);
  });

  it('writes nothing and says so when all has changed again since', async () => {
    await sumUp('One.');
    await sumUp('Two.');
    expect(await undoRevision({ store }, 'alice', 1)).toMatchObject({
      undone: 1,
      revision: null,
      changes: { replaced: [] },
      left: [{ text: 'summary: Two.', reason: 'it has changed again since' }],
    });
    expect(await numbers()).toEqual([2, 1, 0]);
  });

  it('does not stop for good at a change that cannot be undone any more', async () => {
    await learn('Likes tea');
    await sumUp('One.');
    await write((m) => ({ ...m, summary: 'Two.', name: 'Alice' }));
    await sumUp('Three.');
    expect(await undo(3)).toEqual([3, 5]);
    // Back to "Two.", which the second change did not write: what is left to undo is the first.
    expect(await undo()).toEqual([4, 6]);
    expect(await undo()).toEqual([1, 7]);
    await expect(undo()).rejects.toThrow('nothing to undo');
  });

  it('loses nothing of what another writer commits at the same moment', async () => {
    await learn('Likes tea');
    store.slipIn = () => learn('Likes jazz');
    expect(await undo()).toEqual([1, 3]);
    expect(await facts()).toEqual(['Likes jazz']);
  });

  it('leaves what another writer changes at the same moment', async () => {
    await sumUp('One.');
    store.slipIn = () => sumUp('Two.');
    expect(await undo()).toEqual([1, null]);
    expect((await store.read('alice'))?.summary).toBe('Two.');
  });

  it('refuses with words what cannot be undone', async () => {
    await expect(undo()).rejects.toThrow('nothing to undo in the memory of alice');
    await expect(undo(3)).rejects.toThrow('no history of alice');
    for (let n = 0; n < 70; n++) await learn(`Knows the number ${n}`);
    await expect(undo(3)).rejects.toThrow("no revision 3 of alice's memory. 7 to 70 are kept");
    await expect(undo(99)).rejects.toThrow('7 to 70 are kept');
    await expect(undo(7)).rejects.toThrow('the one before it is not kept');
    expect(await undo(8)).toEqual([8, 71]);
    await store.remove('alice');
    await learn('Likes tea');
    await expect(undo(0)).rejects.toThrow('the memory began with it');
    await expect(undo(7)).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('restore', () => {
  it('commits a whole earlier revision, and one undo takes that back', async () => {
    await learn('Likes tea');
    await learn('Likes jazz');
    await sumUp('Likes both.');
    await chat();
    const outcome = await restoreRevision({ store }, 'alice', 1);
    expect(outcome).toMatchObject({ restored: 1, revision: 5 });
    expect(outcome.changes.retired.map(({ text }) => text)).toEqual(['Likes jazz', 'Likes both.']);
    expect(await store.read('alice')).toMatchObject({ sessionCount: 1, summary: '' });
    expect(await facts()).toEqual(['Likes tea']);
    expect(await undo()).toEqual([5, 6]);
    expect(await facts()).toEqual(['Likes tea', 'Likes jazz']);
    expect(await undo()).toEqual([3, 7]);
  });

  it('leaves what it went back over undone, so that undo walks on from there', async () => {
    await learn('Likes tea');
    await undo();
    await sumUp('Likes nothing.');
    await restoreRevision({ store }, 'alice', 1);
    expect(await undone()).toEqual([3, 2]);
    expect(await facts()).toEqual(['Likes tea']);
  });

  it('writes nothing when the memory is like that already', async () => {
    await learn('Likes tea');
    await chat();
    const outcome = await restoreRevision({ store }, 'alice', 1);
    expect(outcome).toMatchObject({ restored: 1, revision: null });
    expect(await numbers()).toEqual([2, 1, 0]);
  });

  it('goes back over what another writer commits at the same moment, and says so', async () => {
    await learn('Likes tea');
    await learn('Likes jazz');
    store.slipIn = () => learn('Likes rain');
    const { revision, changes } = await restoreRevision({ store }, 'alice', 1);
    expect(revision).toBe(4);
    expect(changes.retired.map(({ text }) => text)).toEqual(['Likes jazz', 'Likes rain']);
    expect(await undo()).toEqual([4, 5]);
    expect(await facts()).toEqual(['Likes tea', 'Likes jazz', 'Likes rain']);
  });

  it('refuses a revision that is not kept', async () => {
    await expect(restoreRevision({ store }, 'alice', 0)).rejects.toMatchObject({ code: 'usage' });
    await learn('Likes tea');
    await expect(restoreRevision({ store }, 'alice', 2)).rejects.toThrow('0 to 1 are kept');
  });
});
