import { MemchatError } from '../../errors.ts';
import { joined, type Sql, sql } from './sql.ts';

/** A phrase in quotes, or a word; with a minus in front: what must not be there. */
const PART = /(-?)"([^"]*)"?|(-?)([^\s"]+)/g;
/** More are no search but a text. */
const MOST_PARTS = 100;

/**
 * The `tsquery` for what a person typed: all words, `"phrases"`, and not the `-word`. Made of functions
 * that take any text, so that nothing of it is read as an operator.
 * @throws MemchatError `usage` where there is nothing to look for.
 */
export function wordsQuery(words: string): Sql {
  const parts = [...words.matchAll(PART)].map(([, noPhrase, phrase, noWord, word = '']) => ({
    isExcluded: (noPhrase ?? noWord) === '-',
    text: phrase ?? word,
    isPhrase: phrase !== undefined,
  }));
  const sought = parts.filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
  if (!sought.some(({ isExcluded }) => !isExcluded)) {
    throw new MemchatError(
      'Say at least one word to look for, for example: dentist, "green tea" or tea -coffee',
      'usage',
    );
  }
  if (sought.length > MOST_PARTS) {
    throw new MemchatError(`Look for at most ${MOST_PARTS} words at once.`, 'usage');
  }
  return joined(
    sought.map(({ isExcluded, isPhrase, text }) => {
      const words = isPhrase
        ? sql`phraseto_tsquery('simple', ${text})`
        : sql`plainto_tsquery('simple', ${text})`;
      return isExcluded ? sql`(!! ${words})` : words;
    }),
    ' && ',
  );
}
