import { describe, expect, it } from 'vitest';
import type { Memory } from '../../src/memory/types.ts';
import { InMemoryStore } from '../../src/store/in-memory.ts';
import { update } from '../../src/store/update.ts';
import { countOne } from './contract.ts';
import { memory } from './temporary.ts';

/** A store in which another writer is first, so many times. */
class BusyStore extends InMemoryStore {
  #losses: number;

  constructor(losses: number) {
    super();
    this.#losses = losses;
  }

  override async commit(user: string, next: Memory): Promise<'committed' | 'conflict'> {
    if (this.#losses-- <= 0) return super.commit(user, next);
    const current = await this.read(user);
    const revision = current === null ? 0 : current.revision + 1;
    await super.commit(user, { ...(current ?? memory(user, 0)), revision });
    return 'conflict';
  }
}

describe('an update', () => {
  it('starts over from the fresh memory when another writer was first', async () => {
    const store = new BusyStore(3);
    const pauses: number[] = [];
    const pause = { sleep: async (ms: number) => pauses.push(ms), random: () => 0.5 };
    const committed = await update(store, 'alice', countOne, { pause });
    expect(committed).toMatchObject({ sessionCount: 1, revision: 3 });
    expect(pauses).toHaveLength(3);
  });

  it('gives up after 1000 lost races and says so', async () => {
    const store = new BusyStore(Number.POSITIVE_INFINITY);
    const pause = { sleep: async () => {}, random: () => 0 };
    await expect(update(store, 'alice', countOne, { pause })).rejects.toMatchObject({
      code: 'lock-busy',
    });
    expect((await store.read('alice'))?.sessionCount).toBe(0);
  });
});
