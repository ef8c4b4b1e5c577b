import type { Entry } from './changes.ts';
import type { Eraser } from './eraser.ts';
import type { Preference } from './types.ts';

type Preferences = Record<string, Preference>;

/** The preferences that stay: all but those of these keys. */
export function keptPreferences(preferences: Preferences, keys: ReadonlySet<string>): Preferences {
  return Object.fromEntries(Object.entries(preferences).filter(([key]) => !keys.has(key)));
}

/**
 * The preferences without those of the forgotten keys, and without those whose value has the
 * forgotten name: an instruction with a hole in it is none. Of an inferred one the key stays, as
 * `declined`, so that it is not inferred again.
 */
export function forgetPreferences(
  preferences: Preferences,
  keys: ReadonlySet<string>,
  eraser: Eraser,
  now: string,
): { preferences: Preferences; gone: Entry[] } {
  const gone: Entry[] = [];
  const left = Object.entries(preferences).flatMap(([key, preference]): [string, Preference][] => {
    const { value, source, origin } = preference;
    if (!keys.has(key) && eraser.eraseName(value) === value) {
      const quote = eraser.erase(source.quote);
      if (quote === source.quote) return [[key, preference]];
      return [[key, { ...preference, source: { ...source, quote } }]];
    }
    gone.push({ id: `preference:${key}`, text: `${key}: ${value}` });
    if (origin !== 'inferred') return [];
    const { turn, role } = source;
    return [
      [key, { value: '', origin: 'declined', source: { turn, role, quote: '' }, updatedAt: now }],
    ];
  });
  return { preferences: Object.fromEntries(left), gone };
}
