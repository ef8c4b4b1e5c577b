import { deu, eng, fra, ita, jpn, nld, por, spa } from 'stopword';

// English is the first: where a text shows no other language more clearly, it is taken for English.
const LISTS: readonly (readonly string[])[] = [eng, deu, fra, spa, ita, por, nld, jpn];

/** How many languages there are: bits of a mask of `stopWords`. */
export const LANGUAGES = LISTS.length;

/**
 * Made when the first index needs it, for all: what comes of constants is a constant, and every user of
 * a server has an index. `plain` is one function everywhere.
 */
let made: ReadonlyMap<string, number> | null = null;

/** The languages of which a word is a stop word, one bit each; a word of none is not in the map. */
export function stopWords(plain: (word: string) => string): ReadonlyMap<string, number> {
  if (made !== null) return made;
  const masks = new Map<string, number>();
  for (const [language, list] of LISTS.entries()) {
    for (const listed of list) {
      const word = plain(listed);
      masks.set(word, (masks.get(word) ?? 0) | (1 << language));
    }
  }
  made = masks;
  return masks;
}
