import { stemmer } from 'stemmer';
import { lacksSpaces } from '../memory/fold.ts';
import { LANGUAGES, stopWords } from './stop-words.ts';
import { tokens } from './tokens.ts';

/** What a text says, in terms: numbers that the lexicon has given to stems. */
export interface Reading {
  /** Of the words that carry content, in order, repetitions included; below 0 what is not known. */
  terms: number[];
  /** Whether it says when: "yesterday", "last week", "in March", "2024". */
  saysWhen: boolean;
}

/** Bits of a word's entry below its term: stop word of a language each, and whether it says when. */
const WHEN = 1 << LANGUAGES;
const SHIFT = LANGUAGES + 1;

/**
 * The stems of an index and their numbers. English words are stemmed (Porter); the stop words of the
 * language that a text is written in are left out, as far as it is one of eight.
 */
export class Lexicon {
  readonly #stopWords = stopWords(asToken);
  /** By word as it is written: its term above `SHIFT` bits of its own. Each word is stemmed once. */
  readonly #entries = new Map<string, number>();
  readonly #terms = new Map<string, number>();

  /** How many terms there are: they are numbered from 0. */
  get size(): number {
    return this.#terms.size;
  }

  /** Reads a text that is indexed: unknown words get a number. */
  learn(text: string): Reading {
    return this.#read(text, (word) => this.#entryOf(word));
  }

  /** Reads a query: it leaves nothing behind. Each stem that is not known has a number below 0. */
  read(text: string): Reading {
    const strange = new Map<string, number>();
    return this.#read(text, (word) => this.#entries.get(word) ?? this.#lookUp(word, strange));
  }

  #read(text: string, entryOf: (word: string) => number): Reading {
    const entries = tokens(text).map(entryOf);
    let bits = 0;
    for (const entry of entries) bits |= entry;
    const stop = 1 << languageOf(entries, bits);
    const terms: number[] = [];
    for (const entry of entries) {
      if ((entry & stop) === 0) terms.push(entry >> SHIFT);
    }
    return { terms, saysWhen: (bits & WHEN) !== 0 };
  }

  #entryOf(word: string): number {
    const known = this.#entries.get(word);
    if (known !== undefined) return known;
    const stem = stemOf(word);
    let term = this.#terms.get(stem);
    if (term === undefined) {
      term = this.#terms.size;
      this.#terms.set(owned(stem), term);
    }
    const entry = (term << SHIFT) | this.#bitsOf(word, stem);
    this.#entries.set(owned(word), entry);
    return entry;
  }

  #lookUp(word: string, strange: Map<string, number>): number {
    const stem = stemOf(word);
    const term = this.#terms.get(stem) ?? strange.get(stem) ?? -1 - strange.size;
    if (term < 0) strange.set(stem, term);
    return (term << SHIFT) | this.#bitsOf(word, stem);
  }

  #bitsOf(word: string, stem: string): number {
    const says = TIME_STEMS.has(stem) || /^(?:19|20)\d\d$/.test(word);
    return (this.#stopWords.get(word) ?? 0) | (says ? WHEN : 0);
  }
}

/** A listed word as a text's would be. Segmenting one that is a word already would load a dictionary. */
function asToken(word: string): string {
  return lacksSpaces(word) ? word : (tokens(word)[0] ?? word);
}

/** The language with the most stop words, the first of them. `bits`: of all entries together. */
function languageOf(entries: readonly number[], bits: number): number {
  let first = 0;
  let most = 0;
  for (let language = 0; language < LANGUAGES; language++) {
    if (((bits >> language) & 1) === 0) continue;
    let count = 0;
    for (const entry of entries) count += (entry >> language) & 1;
    if (count > most) {
      most = count;
      first = language;
    }
  }
  return first;
}

/** Without "'s" and the like, and in its Porter stem where it is written in plain letters. */
function stemOf(word: string): string {
  const bare = word.replace(/'(?:s|re|ve|ll|d|m|t)$/, '');
  return /^[a-z]{3,}$/.test(bare) ? stemmer(bare) : bare;
}

/** A copy: a piece of a string keeps the whole text that it was cut from alive. */
function owned(piece: string): string {
  return piece.length < 13 ? piece : [...piece].join('');
}

const TIME_STEMS: ReadonlySet<string> = new Set(
  (
    'yesterday today tonight last next week weekend month year ago day since recently morning ' +
    'evening night soon summer winter spring fall autumn monday tuesday wednesday thursday friday ' +
    'saturday sunday january february march april may june july august september october november ' +
    'december'
  )
    .split(' ')
    .map(stemOf),
);
