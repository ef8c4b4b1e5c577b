import { asciiWords } from '../memory/ascii-words.ts';
import { isAscii, lacksSpaces } from '../memory/fold.ts';
import { words } from '../memory/words.ts';

/** What of a text is indexed, in characters: an answer to a question stands near its beginning. */
const LONGEST_TEXT = 20_000;

/** A longer run is no word of a language: what is behind that is left off. */
const LONGEST_WORD = 40;

/**
 * The words of a text in order, in lower case, at most those of its first 20,000 characters.
 * Accents of Latin letters are left off ("Café" gives "cafe"), scripts without spaces are cut by
 * `Intl.Segmenter`.
 */
export function tokens(text: string): string[] {
  const head = text.length > LONGEST_TEXT ? text.slice(0, LONGEST_TEXT) : text;
  // The same as `words`, without a look at each word: 100,000 turns are indexed at once.
  if (isAscii(head)) return asciiWords(head.toLowerCase().replaceAll('`', "'")).map(bounded);
  return words(head).map((word) =>
    bounded(isAscii(word) || lacksSpaces(word) ? word : plain(word)),
  );
}

function bounded(word: string): string {
  return word.length > LONGEST_WORD ? word.slice(0, LONGEST_WORD) : word;
}

const LATIN = /\p{Script=Latin}/u;

function plain(word: string): string {
  return LATIN.test(word) ? word.normalize('NFD').replace(/\p{M}+/gu, '') : word;
}
