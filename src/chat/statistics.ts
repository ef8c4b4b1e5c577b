import type { Fact, Memory } from '../memory/types.ts';
import type { Spending } from '../store/ledger.ts';
import { dayOf, type Spendings, tallied } from './spendings.ts';

/** How much is remembered, and what it cost. */
export interface Statistics {
  facts: {
    active: number;
    past: number;
    pinned: number;
    /** Of the active ones, the most frequent first. */
    byTopic: Record<string, number>;
    byKind: Record<string, number>;
    byOrigin: Record<string, number>;
  };
  /** Without those that were dropped. */
  preferences: number;
  /** What waits in review. */
  waiting: number;
  recalls: {
    total: number;
    /** The facts that were recalled most, at most 5. */
    most: { id: string; text: string; count: number }[];
  };
  spent: { today: Spendings; total: Spendings };
  /** From the first day to today, in periods of the same number of days. */
  timeline: Period[];
}

export interface Period {
  /** The first and the last day, UTC. */
  from: string;
  to: string;
  /** Active facts at its end, as far as they were not forgotten since. */
  facts: number;
  /** US dollars, as far as prices are known. */
  chatUsd: number;
  memoryUsd: number;
}

export interface StatisticsOptions {
  memory: Memory;
  spendings: readonly Spending[];
  /** ISO 8601. */
  now: string;
  /** How many periods the time is divided into, at most. */
  periods: number;
}

const MOST_RECALLED = 5;
const DAY = 24 * 60 * 60 * 1000;

export function statisticsOf({ memory, spendings, now, periods }: StatisticsOptions): Statistics {
  const { keyFacts, retired, preferences, review } = memory;
  const recalled = [...keyFacts, ...retired].filter(({ recallCount }) => recallCount > 0);
  const most = recalled.toSorted((a, b) => b.recallCount - a.recallCount).slice(0, MOST_RECALLED);
  const today = dayOf(now);
  return {
    facts: {
      active: keyFacts.length,
      past: retired.length,
      pinned: keyFacts.filter(({ pinned }) => pinned).length,
      byTopic: counts(keyFacts, ({ tag }) => tag),
      byKind: counts(keyFacts, ({ kind }) => kind),
      byOrigin: counts(keyFacts, ({ origin }) => origin),
    },
    preferences: Object.values(preferences).filter(({ origin }) => origin !== 'declined').length,
    waiting: review.length,
    recalls: {
      total: recalled.reduce((sum, { recallCount }) => sum + recallCount, 0),
      most: most.map(({ id, text, recallCount: count }) => ({ id, text, count })),
    },
    spent: {
      today: tallied(spendings.filter(({ at }) => dayOf(at) === today)),
      total: tallied(spendings),
    },
    timeline: timelineOf(memory, spendings, now, periods),
  };
}

function counts(facts: readonly Fact[], keyOf: (fact: Fact) => string): Record<string, number> {
  const sums = new Map<string, number>();
  for (const fact of facts) sums.set(keyOf(fact), (sums.get(keyOf(fact)) ?? 0) + 1);
  return Object.fromEntries([...sums].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)));
}

function timelineOf(
  { keyFacts, retired }: Memory,
  spendings: readonly Spending[],
  now: string,
  periods: number,
): Period[] {
  const end = Date.parse(now);
  // The owner may have written a time that is none, or one to come.
  const known = (time: string): number => Math.min(Date.parse(time) || end, end);
  const begins = [
    ...[...keyFacts, ...retired].map(({ recordedAt }) => recordedAt),
    ...spendings.map(({ at }) => at),
  ];
  const first = begins.reduce((earliest, time) => Math.min(earliest, known(time)), end);
  const firstDay = Math.floor(first / DAY);
  const lastDay = Math.floor(end / DAY);
  const days = Math.ceil((lastDay - firstDay + 1) / periods);
  const timeline: Period[] = [];
  for (let last = lastDay; last >= firstDay; last -= days) {
    const from = new Date((last - days + 1) * DAY).toISOString().slice(0, 10);
    const to = new Date(last * DAY).toISOString().slice(0, 10);
    const until = (last + 1) * DAY;
    const isKnown = (fact: Fact): boolean => known(fact.recordedAt) < until;
    const facts =
      keyFacts.filter(isKnown).length +
      retired.filter((fact) => isKnown(fact) && known(fact.updatedAt) >= until).length;
    const within = spendings.filter(({ at }) => {
      const day = Math.floor(known(at) / DAY);
      return day <= last && day > last - days;
    });
    const { chat, memory } = tallied(within);
    timeline.unshift({ from, to, facts, chatUsd: chat.costUsd, memoryUsd: memory.costUsd });
  }
  return timeline;
}
