import { describe, expect, it } from 'vitest';
import { Budget } from '../../src/chat/budget.ts';
import { cacheHits, dollarsOf, spentToday, spentTotal } from '../../src/chat/spendings.ts';
import { statisticsOf } from '../../src/chat/statistics.ts';
import { emptyMemory } from '../../src/memory/codec.ts';
import type { Fact } from '../../src/memory/types.ts';
import { InMemoryLedger } from '../../src/store/in-memory-ledger.ts';
import { aSpending } from '../store/ledger-contract.ts';
import { fact as factOf } from '../support/memories.ts';

const NOW = '2026-03-01T00:00:30.000Z';

async function ledgerOf(...times: string[]): Promise<InMemoryLedger> {
  const ledger = new InMemoryLedger();
  for (const at of times) await ledger.record('alice', aSpending({ at }));
  return ledger;
}

describe('what was spent', () => {
  it('today begins at 00:00 UTC, whatever the zone of the machine', async () => {
    const ledger = await ledgerOf(
      '2026-02-28T23:59:59.999Z',
      '2026-03-01T00:00:00.000Z',
      '2026-03-01T01:00:00.000+02:00',
    );
    const today = await spentToday(ledger, 'alice', NOW);
    expect([today.chat.usage.requests, dollarsOf(today)]).toEqual([1, 0.25]);
    expect(dollarsOf(await spentTotal(ledger, 'alice'))).toBe(0.75);
  });

  it('tells chat from memory, and what has no known price', async () => {
    const ledger = await ledgerOf(NOW);
    await ledger.record('alice', aSpending({ kind: 'memory', costUsd: 0.5 }));
    await ledger.record('alice', aSpending({ kind: 'memory', costUsd: null }));
    const { chat, memory } = await spentTotal(ledger, 'alice');
    expect([chat.costUsd, chat.unpriced]).toEqual([0.25, 0]);
    expect([memory.costUsd, memory.unpriced, memory.usage.requests]).toEqual([0.5, 1, 2]);
    expect(cacheHits(chat.usage)).toBeCloseTo(1 / 3);
    expect(cacheHits({ ...chat.usage, input: 0, cacheRead: 0 })).toBeNull();
  });
});

describe('a budget', () => {
  it('is spent when as much was spent, and a yes allows as much again', async () => {
    const ledger = await ledgerOf(NOW, NOW);
    const budget = new Budget({ ledger, user: 'alice', clock: () => NOW, limitUsd: 0.5 });
    await expect(budget.check()).rejects.toMatchObject({ code: 'over-budget' });
    await budget.goOn();
    await budget.check();
    await ledger.record('alice', aSpending({ at: NOW, costUsd: 0.49 }));
    await budget.check();
    await ledger.record('alice', aSpending({ at: NOW, costUsd: 0.01 }));
    expect(await budget.state()).toMatchObject({ isSpent: true, allowedUsd: 1 });
  });

  it('of nothing asks before each message', async () => {
    const ledger = await ledgerOf();
    const budget = new Budget({ ledger, user: 'alice', clock: () => NOW, limitUsd: 0 });
    await expect(budget.check()).rejects.toMatchObject({ code: 'over-budget' });
    await budget.goOn();
    await budget.check();
    await ledger.record('alice', aSpending({ at: NOW }));
    await expect(budget.check()).rejects.toMatchObject({ code: 'over-budget' });
  });
});

describe('the statistics of a memory', () => {
  const fact = (over: Partial<Fact>): Fact =>
    factOf('Likes tea', { recordedAt: '2026-02-20T10:00:00.000Z', ...over });
  const memory = {
    ...emptyMemory('alice', NOW),
    keyFacts: [
      fact({ id: 'f-1', tag: 'work', recallCount: 2 }),
      fact({ id: 'f-2', tag: 'home', recordedAt: '2026-02-28T10:00:00.000Z' }),
      fact({ id: 'f-3', tag: 'home', recordedAt: 'not a time' }),
    ],
    retired: [fact({ id: 'f-4', updatedAt: '2026-02-27T10:00:00.000Z', recallCount: 5 })],
  };

  it('count facts by topic, and tell how many there were in each period', async () => {
    const ledger = await ledgerOf('2026-02-21T10:00:00.000Z', NOW);
    const spendings = await ledger.read('alice');
    const statistics = statisticsOf({ memory, spendings, now: NOW, periods: 5 });
    const { facts, recalls, spent, timeline } = statistics;
    expect(spent.today.chat.costUsd).toBe(0.25);
    expect(spent.total.chat.costUsd).toBe(0.5);
    expect(facts.byTopic).toEqual({ home: 2, work: 1 });
    expect(facts).toMatchObject({ active: 3, past: 1 });
    expect(recalls).toMatchObject({ total: 7, most: [{ id: 'f-4' }, { id: 'f-1' }] });
    expect(timeline.map(({ to }) => to)).toEqual([
      '2026-02-21',
      '2026-02-23',
      '2026-02-25',
      '2026-02-27',
      '2026-03-01',
    ]);
    expect(timeline.map((period) => period.facts)).toEqual([2, 2, 2, 1, 3]);
    expect(timeline.map(({ chatUsd }) => chatUsd)).toEqual([0.25, 0, 0, 0, 0.25]);
  });

  it('of an empty memory are one period of nothing', () => {
    const empty = emptyMemory('alice', NOW);
    const { timeline } = statisticsOf({ memory: empty, spendings: [], now: NOW, periods: 5 });
    expect(timeline).toEqual([
      { from: '2026-03-01', to: '2026-03-01', facts: 0, chatUsd: 0, memoryUsd: 0 },
    ]);
  });
});
