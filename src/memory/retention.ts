import { daysAfter, later } from './iso-time.ts';
import type { Fact, FactKind, Memory } from './types.ts';

/** How long an episodic fact is kept after it was said, happened or was recalled, in days. */
const EPISODIC_DAYS = 90;

/**
 * When a new fact expires: `days` after the turn if given, else 90 days after the turn or the event,
 * whichever is later, for an episodic fact, else never (null).
 */
export function expiryOf(
  kind: FactKind,
  turnAt: string,
  validFrom: string,
  days: number | null,
): string | null {
  if (days !== null) return daysAfter(turnAt, days);
  return kind === 'episodic' ? daysAfter(later(turnAt, validFrom), EPISODIC_DAYS) : null;
}

/** When a fact expires that was said again: it gets as long again as it had, and never less. */
export function renewedExpiry(fact: Fact, turnAt: string, days: number | null): string | null {
  if (fact.expiresAt === null) return null;
  if (days !== null) return daysAfter(turnAt, days);
  const span = (Date.parse(fact.expiresAt) - Date.parse(fact.updatedAt)) / 86_400_000;
  return later(fact.expiresAt, daysAfter(turnAt, Math.max(span, 0)));
}

/** A fact that was recalled in a turn, and when that was. */
export interface FactRecalled {
  id: string;
  /** ISO 8601 UTC. */
  at: string;
}

/** The memory with the active facts counted that were recalled; the same one if there are none. */
export function markRecalled(memory: Memory, recalled: readonly FactRecalled[]): Memory {
  const times = new Map<string, string[]>();
  for (const { id, at } of recalled) times.set(id, [...(times.get(id) ?? []), at]);
  if (!memory.keyFacts.some(({ id }) => times.has(id))) return memory;
  const keyFacts = memory.keyFacts.map((fact) => {
    const counted = times.get(fact.id) ?? [];
    const [first] = counted;
    if (first === undefined) return fact;
    const lastRecalledAt = counted.reduce(later, fact.lastRecalledAt ?? first);
    return { ...fact, lastRecalledAt, recallCount: fact.recallCount + counted.length };
  });
  return { ...memory, keyFacts };
}

/**
 * The memory with what has expired moved to `retired`, and with `retainDays` also what was neither
 * updated nor recalled for that many days. Pinned facts stay. A recall gives an episodic fact
 * another 90 days. The same memory if nothing has expired.
 */
export function age(memory: Memory, now: string, retainDays: number | null = null): Memory {
  const over = memory.keyFacts.flatMap((fact) => {
    const at = endOf(fact, retainDays);
    return at !== null && Date.parse(at) <= Date.parse(now) ? [{ fact, at }] : [];
  });
  if (over.length === 0) return memory;
  const gone = new Set(over.map(({ fact }) => fact));
  return {
    ...memory,
    keyFacts: memory.keyFacts.filter((fact) => !gone.has(fact)),
    retired: [
      ...memory.retired,
      ...over.map(({ fact, at }) => ({ ...fact, validTo: fact.validTo ?? at, updatedAt: now })),
    ],
  };
}

function endOf(fact: Fact, retainDays: number | null): string | null {
  if (fact.pinned) return null;
  const ends: string[] = [];
  const recalled = fact.lastRecalledAt;
  if (fact.expiresAt !== null) {
    ends.push(
      fact.kind === 'episodic' && recalled !== null
        ? later(fact.expiresAt, daysAfter(recalled, EPISODIC_DAYS))
        : fact.expiresAt,
    );
  }
  if (retainDays !== null) {
    ends.push(daysAfter(later(fact.updatedAt, recalled ?? fact.updatedAt), retainDays));
  }
  return ends.length === 0 ? null : ends.reduce((a, b) => (later(a, b) === a ? b : a));
}
