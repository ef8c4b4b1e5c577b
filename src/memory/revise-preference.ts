import { type Entry, noChanges } from './changes.ts';
import type { Written } from './facts.ts';
import type { Memory, Preference } from './types.ts';

/** Writes a preference under its key, over what stands there. */
export function writePreference(memory: Memory, key: string, preference: Preference): Written {
  const old = preferenceOf(memory, key);
  const kept: Preference = { ...old, ...preference };
  const how =
    old === undefined || old.origin === 'declined'
      ? 'added'
      : old.value === preference.value
        ? 'confirmed'
        : 'replaced';
  return {
    memory: withPreference(memory, key, kept),
    changes: { ...noChanges(), [how]: [entryOf(key, kept)] },
  };
}

/**
 * Drops the preference that stands under the key. One that was inferred leaves a mark, so that it is
 * not inferred again. The same memory if there is none.
 */
export function dropPreference(
  memory: Memory,
  key: string,
  { turn, now }: { turn: string; now: string },
): Written {
  const old = preferenceOf(memory, key);
  if (old === undefined || old.origin === 'declined') return { memory, changes: noChanges() };
  const changes = { ...noChanges(), retired: [entryOf(key, old)] };
  if (old.origin === 'inferred') {
    return { memory: markDeclined(memory, key, { turn, now }), changes };
  }
  const rest = Object.entries(memory.preferences).filter(([other]) => other !== key);
  return { memory: { ...memory, preferences: Object.fromEntries(rest) }, changes };
}

/** Notes that the user does not want the preference inferred. */
export function markDeclined(
  memory: Memory,
  key: string,
  { turn, now }: { turn: string; now: string },
): Memory {
  const declined: Preference = {
    ...preferenceOf(memory, key),
    value: '',
    origin: 'declined',
    source: { turn, role: 'user', quote: '' },
    updatedAt: now,
  };
  return withPreference(memory, key, declined);
}

/** What stands under the key, also a mark that the user dropped it; undefined for nothing. */
export function preferenceOf({ preferences }: Memory, key: string): Preference | undefined {
  return Object.hasOwn(preferences, key) ? preferences[key] : undefined;
}

function withPreference(memory: Memory, key: string, preference: Preference): Memory {
  const preferences = Object.fromEntries([
    ...Object.entries(memory.preferences),
    [key, preference],
  ]);
  return { ...memory, preferences };
}

function entryOf(key: string, { value }: Preference): Entry {
  return { id: `preference:${key}`, text: `${key}: ${value}` };
}
