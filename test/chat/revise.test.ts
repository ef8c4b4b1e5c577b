import { describe, expect, it } from 'vitest';
import { addFact, editFact, setPreference } from '../../src/chat/revise.ts';
import { undoRevision } from '../../src/chat/undo.ts';
import { update } from '../../src/store/update.ts';
import { NOW } from '../support/memories.ts';
import { RacingStore } from '../support/racing-store.ts';

function world() {
  const store = new RacingStore();
  let number = 0;
  const ports = { store, clock: () => NOW, newId: (kind: string) => `${kind}-${++number}` };
  const facts = async () => (await store.read('alice'))?.keyFacts ?? [];
  return { ports, store, facts };
}

describe('what the user dictates', () => {
  it('is one commit of its own reason, and the first one makes the memory', async () => {
    const { ports, store, facts } = world();
    const outcome = await addFact(ports, 'alice', { text: 'Has a dog', tag: 'pets' });
    expect(outcome).toMatchObject({ revision: 1, changes: { added: [{ text: 'Has a dog' }] } });
    expect(await facts()).toMatchObject([{ text: 'Has a dog', tag: 'pets', recordedAt: NOW }]);
    const newest = await store.history('alice')[Symbol.asyncIterator]().next();
    expect(newest.value).toMatchObject({ revision: 1, reason: 'revised', turn: null });
    expect(await store.read('alice')).toMatchObject({ createdAt: NOW, sessionCount: 0 });
  });

  it('is undone in one step', async () => {
    const { ports, store, facts } = world();
    await addFact(ports, 'alice', { text: 'Has a dog' });
    const [dog] = await facts();
    await editFact(ports, 'alice', dog?.id ?? '', { text: 'Has a cat' });
    await setPreference(ports, 'alice', 'tone', 'dry');
    for (const left of [['Has a cat'], ['Has a dog'], []]) {
      await undoRevision({ store }, 'alice');
      expect((await facts()).map(({ text }) => text)).toEqual(left);
    }
    expect((await store.read('alice'))?.preferences).toEqual({});
  });

  it('is done on the memory as another writer leaves it', async () => {
    const { ports, store, facts } = world();
    await addFact(ports, 'alice', { text: 'Has a dog' });
    store.slipIn = () =>
      update(store, 'alice', (current) => (current === null ? null : { ...current, name: 'Ada' }));
    const outcome = await addFact(ports, 'alice', { text: 'Has a dog', pinned: true });
    expect(outcome).toMatchObject({ revision: 3, changes: { confirmed: [{ text: 'Has a dog' }] } });
    expect((await store.read('alice'))?.name).toBe('Ada');
    expect(await facts()).toMatchObject([{ pinned: true }]);
  });

  it('writes nothing when nothing changes, or cannot', async () => {
    const { ports, store, facts } = world();
    await addFact(ports, 'alice', { text: 'Has a dog' });
    const [dog] = await facts();
    const id = dog?.id ?? '';
    const outcome = await editFact(ports, 'alice', id, { tag: 'other' });
    expect(outcome.revision).toBe(null);
    const failing = [
      addFact(ports, 'alice', { text: '' }),
      editFact(ports, 'alice', 'f-none', { pinned: true }),
      editFact(ports, 'alice', id, { text: 'One. Two.' }),
      setPreference(ports, 'alice', 'tone', null),
    ];
    for (const attempt of failing) await expect(attempt).rejects.toMatchObject({ code: 'usage' });
    expect((await store.read('alice'))?.revision).toBe(1);
  });

  it('makes no memory of a user who has none when it fails', async () => {
    const { ports, store } = world();
    await expect(addFact(ports, 'alice', { text: '' })).rejects.toMatchObject({ code: 'usage' });
    expect(await store.read('alice')).toBe(null);
  });
});
