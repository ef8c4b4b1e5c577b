import { decodeMemory } from '../memory/codec.ts';
import { isRecord } from '../memory/json.ts';
import { same } from '../memory/same.ts';
import type { Memory } from '../memory/types.ts';

/**
 * The owner's edit of an older revision, brought up to date: what the owner changed stands, what
 * only others changed since `base` is taken from `newest`. Lists of things with an id are merged
 * thing by thing. If that does not give a valid memory, the edit stands as it is.
 */
export function mergeEdit(base: Memory, edited: Memory, newest: Memory, user: string): Memory {
  if (base.revision === newest.revision) return edited;
  const decoded = decodeMemory(JSON.stringify(merge(base, edited, newest)), user);
  return decoded.state === 'valid' ? decoded.memory : edited;
}

function merge(base: unknown, ours: unknown, theirs: unknown): unknown {
  if (same(base, ours)) return theirs;
  if (same(base, theirs)) return ours;
  if (isRecord(base) && isRecord(ours) && isRecord(theirs)) {
    return Object.fromEntries(mergeKeys(new Map(Object.entries(base)), ours, theirs));
  }
  const lists = [base, ours, theirs].map(byId);
  const [baseList, ourList, theirList] = lists;
  if (!baseList || !ourList || !theirList) return ours;
  const merged = mergeKeys(baseList, Object.fromEntries(ourList), Object.fromEntries(theirList));
  return merged.map(([, value]) => value);
}

/** In the order of `ours`, then what `theirs` added. */
function mergeKeys(
  base: Map<string, unknown>,
  ours: Record<string, unknown>,
  theirs: Record<string, unknown>,
): [string, unknown][] {
  const merged: [string, unknown][] = [];
  for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const value = merge(base.get(key), ownValue(ours, key), ownValue(theirs, key));
    if (value !== undefined) merged.push([key, value]);
  }
  return merged;
}

/** A list whose entries all have ids, or are strings (turn ids), by them; else null. */
function byId(value: unknown): Map<string, unknown> | null {
  if (!Array.isArray(value)) return null;
  const entries = new Map<string, unknown>();
  for (const entry of value) {
    const id: unknown = isRecord(entry) ? entry.id : entry;
    if (typeof id !== 'string') return null;
    entries.set(id, entry);
  }
  return entries;
}

function ownValue(record: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
