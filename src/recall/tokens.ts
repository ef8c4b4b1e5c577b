import { lacksSpaces } from '../memory/fold.ts';
import { words } from '../memory/words.ts';

/** What of a text is indexed, in characters: an answer to a question stands near its beginning. */
const LONGEST_TEXT = 20_000;

/** A longer run is no word of a language: what is behind that is left off. */
const LONGEST_WORD = 40;

const ASCII = /^[\p{ASCII}]*$/u;

/**
 * The words of a text in order, in lower case, at most those of its first 20,000 characters.
 * Accents of Latin letters are left off ("Café" gives "cafe"), scripts without spaces are cut by
 * `Intl.Segmenter`.
 */
export function tokens(text: string): string[] {
  const head = text.length > LONGEST_TEXT ? text.slice(0, LONGEST_TEXT) : text;
  if (ASCII.test(head)) return asciiTokens(head.toLowerCase().replaceAll('`', "'"));
  return words(head).map((word) =>
    bounded(ASCII.test(word) || lacksSpaces(word) ? word : plain(word)),
  );
}

/** The same as `words` gives for ASCII, several times as fast: 100,000 turns are indexed at once. */
function asciiTokens(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; at++) {
    if (!isWord(text.charCodeAt(at))) continue;
    const start = at;
    while (isWord(text.charCodeAt(at))) at++;
    if (text.charCodeAt(at) === APOSTROPHE && isLetter(text.charCodeAt(at + 1))) {
      at++;
      while (isLetter(text.charCodeAt(at))) at++;
    }
    if (text.charCodeAt(at) === HASH) at++;
    else if (text.charCodeAt(at) === PLUS && text.charCodeAt(at + 1) === PLUS) at += 2;
    found.push(bounded(text.slice(start, at)));
    // The loop steps over one more: what has ended the word begins none.
    if (isWord(text.charCodeAt(at))) at--;
  }
  return found;
}

const APOSTROPHE = 0x27;
const HASH = 0x23;
const PLUS = 0x2b;

function isLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

function isWord(code: number): boolean {
  return isLetter(code) || (code >= 0x30 && code <= 0x39);
}

function bounded(word: string): string {
  return word.length > LONGEST_WORD ? word.slice(0, LONGEST_WORD) : word;
}

const LATIN = /\p{Script=Latin}/u;

function plain(word: string): string {
  return LATIN.test(word) ? word.normalize('NFD').replace(/\p{M}+/gu, '') : word;
}
