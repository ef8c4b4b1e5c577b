import { isRecord } from '../../src/memory/json.ts';

/** Acknowledged increments that a memory does not hold, and increments that it holds twice. */
export interface Tally {
  acknowledged: number;
  lost: number;
  twice: number;
}

/** How often each writer has counted in a memory; nothing of what is no memory. */
export function countersOf(memory: unknown): Record<string, number> {
  const counters = isRecord(memory) ? memory.counters : undefined;
  const numbers: Record<string, number> = {};
  for (const [name, value] of Object.entries(isRecord(counters) ? counters : {})) {
    if (typeof value === 'number') numbers[name] = value;
  }
  return numbers;
}

/** What a writer's increments must come to: those acknowledged, and one that it could not say. */
export interface Said {
  atLeast: number;
  atMost: number;
}

/**
 * The last number that a writer said was acknowledged; 0 for none. With `until` only what was said
 * before that moment counts, in milliseconds of the monotonic clock.
 */
export function lastOf(name: string, lines: readonly string[], until = Infinity): number {
  const last = lines.findLast((line) => {
    const [who, , time] = line.split(' ');
    return who === name && Number(time) < until;
  });
  return Number(last?.split(' ')[1] ?? 0);
}

/** Compares a memory with what its writers said. */
export function tally(memory: unknown, said: ReadonlyMap<string, Said>): Tally {
  const counters = countersOf(memory);
  const sum: Tally = { acknowledged: 0, lost: 0, twice: 0 };
  for (const [name, { atLeast, atMost }] of said) {
    const kept = counters[name] ?? 0;
    sum.acknowledged += atLeast;
    sum.lost += Math.max(0, atLeast - kept);
    sum.twice += Math.max(0, kept - atMost);
  }
  return sum;
}
