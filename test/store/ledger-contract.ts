import { describe, expect, it } from 'vitest';
import type { Ledger, Spending } from '../../src/store/ledger.ts';

/** A request of alice's; `over` says what is different about it. */
export function aSpending(over: Partial<Spending> = {}): Spending {
  return {
    at: '2026-03-01T10:00:00.000Z',
    kind: 'chat',
    model: 'claude-sonnet-5-5',
    usage: { requests: 1, input: 100, output: 10, cacheRead: 50, cacheWrite: 0 },
    costUsd: 0.25,
    ...over,
  };
}

/** What every ledger does. `open` gives a new, empty one. */
export function ledgerContract(name: string, open: () => Ledger | Promise<Ledger>): void {
  describe(`${name} keeps the contract of a ledger`, () => {
    it('gives back what was recorded, oldest first', async () => {
      const ledger = await open();
      expect(await ledger.read('alice')).toEqual([]);
      const late = aSpending({ at: '2026-03-01T10:00:09.000Z', kind: 'memory' });
      const unknown = aSpending({ at: '2026-03-01T10:00:05.000Z', model: 'qwen3', costUsd: null });
      for (const spending of [late, aSpending(), unknown]) await ledger.record('alice', spending);
      expect(await ledger.read('alice')).toEqual([aSpending(), unknown, late]);
    });

    it('counts two requests that are alike as two', async () => {
      const ledger = await open();
      await ledger.record('alice', aSpending());
      await ledger.record('alice', aSpending());
      expect(await ledger.read('alice')).toEqual([aSpending(), aSpending()]);
    });

    it('keeps users apart, and the spellings of one together', async () => {
      const ledger = await open();
      await ledger.record('Zoe\u0308', aSpending());
      expect(await ledger.read('Zo\u00eb')).toHaveLength(1);
      expect(await ledger.read('alice')).toEqual([]);
    });
  });
}
