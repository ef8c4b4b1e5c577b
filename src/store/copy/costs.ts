import type { Spending, Tokens } from '../ledger.ts';

/**
 * The spendings that the target lacks; null: it has others. Either side may have summed up any day or
 * month meanwhile, so they are compared by the month: what is there of one must be what its first
 * spendings come to, for they are handed over in their order.
 */
export function missingSpendings(
  target: readonly Spending[],
  source: readonly Spending[],
): Spending[] | null {
  const missing: Spending[] = [];
  const there = byMonth(target);
  for (const [month, spendings] of byMonth(source)) {
    const from = countOf(there.get(month) ?? [], spendings);
    there.delete(month);
    if (from === null) return null;
    missing.push(...spendings.slice(from));
  }
  return there.size === 0 ? missing : null;
}

/** How many of the first spendings come to the same as those that are there; null: none do. */
function countOf(there: readonly Spending[], spendings: readonly Spending[]): number | null {
  const goal = there.reduce(add, NOTHING);
  let total = NOTHING;
  for (const [count, spending] of spendings.entries()) {
    if (isSame(total, goal)) return count;
    total = add(total, spending);
  }
  return isSame(total, goal) ? spendings.length : null;
}

type Total = Tokens & { cost: number };

const NOTHING: Total = { requests: 0, input: 0, output: 0, cacheRead: 0, cacheWrite: 0, cost: 0 };

function add(total: Total, { usage, costUsd }: Spending): Total {
  const sum = { ...total, cost: total.cost + (costUsd ?? 0) };
  for (const name of TOKENS) sum[name] += usage[name];
  return sum;
}

const TOKENS = ['requests', 'input', 'output', 'cacheRead', 'cacheWrite'] as const;

/** Sums of broken numbers differ a little with the order in which they are added up. */
function isSame(one: Total, other: Total): boolean {
  const within = 1e-9 * Math.max(1, one.cost, other.cost);
  return (
    TOKENS.every((name) => one[name] === other[name]) && Math.abs(one.cost - other.cost) <= within
  );
}

/** By month, kind, model and whether there is a price. */
function byMonth(spendings: readonly Spending[]): Map<string, Spending[]> {
  const months = new Map<string, Spending[]>();
  for (const spending of spendings) {
    const { at, kind, model, costUsd } = spending;
    const month = new Date(Date.parse(at)).toISOString().slice(0, 7);
    const key = JSON.stringify([month, kind, model, costUsd === null]);
    const group = months.get(key);
    if (group === undefined) months.set(key, [spending]);
    else group.push(spending);
  }
  return months;
}
