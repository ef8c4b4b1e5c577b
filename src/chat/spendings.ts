import type { Usage } from '../model/port.ts';
import { addUsage, noUsage } from '../model/prices.ts';
import type { Ledger, Spending } from '../store/ledger.ts';

/** What requests of one kind took. */
export interface Tally {
  usage: Usage;
  /** US dollars of the requests with a known price. */
  costUsd: number;
  /** Requests without a known price: a local server's, a newer model's. */
  unpriced: number;
}

/** What was spent on answers, and on the memory. */
export interface Spendings {
  chat: Tally;
  memory: Tally;
}

type Ledgers = Pick<Ledger, 'read'>;

/** What was spent on the user on the day of `now` (ISO 8601), which begins at 00:00 UTC. */
export async function spentToday(ledger: Ledgers, user: string, now: string): Promise<Spendings> {
  const today = dayOf(now);
  return tallied((await ledger.read(user)).filter(({ at }) => dayOf(at) === today));
}

/** What was spent on the user since the ledger began. */
export async function spentTotal(ledger: Ledgers, user: string): Promise<Spendings> {
  return tallied(await ledger.read(user));
}

export function tallied(spendings: readonly Spending[]): Spendings {
  const sums = { chat: nothing(), memory: nothing() };
  for (const { kind, usage, costUsd } of spendings) {
    const tally = sums[kind];
    tally.usage = addUsage(tally.usage, usage);
    if (costUsd === null) tally.unpriced += usage.requests;
    else tally.costUsd += costUsd;
  }
  return sums;
}

/** US dollars of both kinds, as far as prices are known. */
export function dollarsOf({ chat, memory }: Spendings): number {
  return chat.costUsd + memory.costUsd;
}

/** The part of the prompt tokens that came from the cache, 0 to 1; null where there were none. */
export function cacheHits({ input, cacheRead, cacheWrite }: Usage): number | null {
  const prompt = input + cacheRead + cacheWrite;
  return prompt === 0 ? null : cacheRead / prompt;
}

/** The UTC day of an ISO 8601 time: "2026-03-01". */
export function dayOf(time: string): string {
  return new Date(Date.parse(time)).toISOString().slice(0, 10);
}

function nothing(): Tally {
  return { usage: noUsage(), costUsd: 0, unpriced: 0 };
}
