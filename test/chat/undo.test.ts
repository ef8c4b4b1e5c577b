import { expect, it } from 'vitest';
import { undoRevision } from '../../src/chat/undo.ts';
import { update } from '../../src/store/update.ts';
import { fact, memoryOf } from '../support/memories.ts';
import { RacingStore } from '../support/racing-store.ts';

const NOW = '2026-11-20T09:00:00.000Z';

/** Revision 0 knows nothing, revision 1 that alice likes tea. */
async function taught() {
  const store = new RacingStore();
  await store.commit('alice', { ...memoryOf(), revision: 0 });
  const keyFacts = [fact('Likes tea', { id: 'f-tea' })];
  await store.commit('alice', { ...memoryOf({ keyFacts }), revision: 1 });
  return store;
}

it('does not bring back what another process forgets while it is under way', async () => {
  const store = await taught();
  // Beside the undo of the undo: what it would bring back is forgotten meanwhile.
  await undoRevision({ store }, 'alice', 1);
  store.slipIn = () =>
    update(store, 'alice', (current) => current && { ...current, forgottenAt: NOW });
  await expect(undoRevision({ store }, 'alice', 2)).rejects.toThrow(
    'Revision 2 is from before something was forgotten: nothing of it comes back.',
  );
  expect((await store.read('alice'))?.keyFacts).toEqual([]);
});

it('undoes nothing of a memory that is deleted while it is under way', async () => {
  const store = await taught();
  store.slipIn = () => store.remove('alice');
  await expect(undoRevision({ store }, 'alice', 1)).rejects.toThrow(
    'There is nothing to undo in the memory of alice.',
  );
  expect(await store.read('alice')).toBeNull();
});
