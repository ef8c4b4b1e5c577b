import { same } from './same.ts';

/** Things in an order, each with the key by which it is known again. A key may occur twice. */
export type Keyed<T> = readonly (readonly [key: string, thing: T])[];

/** What can be undone of a change to keyed things. */
export interface Reversal {
  /** Changed, and still as the change left them. */
  open: string[];
  /** Changed again since, and not back to what they were. */
  changedSince: string[];
}

/**
 * What the change from `before` to `after` may be undone of, where the things are `now` as they are.
 * Things that are as they were before already are in neither list.
 */
export function reversalOf<T>(before: Keyed<T>, after: Keyed<T>, now: Keyed<T>): Reversal {
  const [was, became, is] = [before, after, now].map(byKey);
  const reversal: Reversal = { open: [], changedSince: [] };
  for (const key of new Set([...before, ...after].map(([key]) => key))) {
    const [past, left, current] = [was, became, is].map((things) => things?.get(key));
    if (same(past, left) || same(current, past)) continue;
    (same(current, left) ? reversal.open : reversal.changedSince).push(key);
  }
  return reversal;
}

/** `now` with the things of these keys as they were `before`, each behind its neighbour of then. */
export function putBack<T>(
  now: Keyed<T>,
  before: Keyed<T>,
  keys: ReadonlySet<string>,
): (readonly [string, T])[] {
  const stays = now.filter(([key]) => !keys.has(key));
  const present = new Set(stays.map(([key]) => key));
  const behind = new Map<string | null, (readonly [string, T])[]>();
  let neighbour: string | null = null;
  for (const entry of before) {
    const [key] = entry;
    if (present.has(key)) neighbour = key;
    else if (keys.has(key)) push(behind, neighbour, entry);
  }
  const result = [...(behind.get(null) ?? [])];
  for (const entry of stays) {
    const [key] = entry;
    result.push(entry, ...(behind.get(key) ?? []));
    behind.delete(key);
  }
  return result;
}

function byKey<T>(things: Keyed<T>): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const [key, thing] of things) push(found, key, thing);
  return found;
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
