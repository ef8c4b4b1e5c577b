import { describe, expect, it } from 'vitest';
import { InMemoryStore } from '../../src/store/in-memory.ts';
import { update } from '../../src/store/update.ts';
import { countOne } from './contract.ts';

/** A store in which another writer is always first. */
class LostStore extends InMemoryStore {
  commits = 0;

  override async commit(): Promise<'committed' | 'conflict'> {
    this.commits++;
    return 'conflict';
  }
}

describe('an update that loses races', () => {
  it('pauses at random, up to 4 ms, and after eight lost races longer, up to 64 ms', async () => {
    const pauses: number[] = [];
    const rolls = [0.5, 0.5, 0.5, 0.5, 0.5, 0.25, 0, 1, 0.5, 0.5, 0.5, 0.5, 0.5];
    const pause = {
      sleep: async (ms: number) => {
        pauses.push(ms);
        if (rolls.length === 0) throw new Error('enough');
      },
      random: () => rolls.shift() ?? 0,
    };
    await expect(update(new LostStore(), 'alice', countOne, { pause })).rejects.toThrow('enough');
    expect(pauses).toEqual([0.5, 1, 1.5, 2, 2, 1, 0, 4, 4, 8, 16, 32, 32]);
  });

  it('is tried a thousand times, then told with the reason and the way on', async () => {
    const store = new LostStore();
    const pause = { sleep: async () => {}, random: () => 0 };
    await expect(update(store, 'alice', countOne, { pause })).rejects.toMatchObject({
      code: 'lock-busy',
      message: expect.stringMatching(/^The memory was not written: .*Try again .*fewer memchat/),
    });
    expect(store.commits).toBe(1000);
  });
});
