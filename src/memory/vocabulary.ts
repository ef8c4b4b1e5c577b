import { root, withoutAccents } from './everyday-words.ts';
import { lacksSpaces } from './fold.ts';
import { words } from './words.ts';

/** Letters from which on a word is found at the start of a longer one: "peanutbutter". */
const SHORTEST_BEGINNING = 5;
/** Letters from which on it is found anywhere in it; shorter ones stand in too many ("stable"). */
const SHORTEST_PART = 6;
/** As many in scripts without spaces, where a word is only guessed. */
const SHORTEST_UNSPACED = 2;
/** Letters that two forms of a word share at least, and may differ in at most: "allergic", "allergy". */
const SHARED = 6;
const ENDING = 3;

const RUN = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;

/** The words of a text as they are compared in phrases: folded, without accents and marks. */
export function runsOf(text: string): string[] {
  return withoutAccents(text).match(RUN) ?? [];
}

/** Words that are looked for in texts, in all their forms. Made of roots. */
export class Vocabulary {
  readonly #roots: ReadonlySet<string>;
  readonly #families = new Map<string, string[]>();
  readonly #lengths: readonly number[];
  readonly #parts: ReadonlySet<string>;

  constructor(roots: Iterable<string>) {
    this.#roots = new Set(roots);
    for (const word of this.#roots) {
      for (const stock of stocks(word)) {
        this.#families.set(stock, [...(this.#families.get(stock) ?? []), word]);
      }
    }
    const parts = [...this.#roots].filter((word) => word.length >= shortest(word, true));
    this.#parts = new Set(parts);
    this.#lengths = [...new Set(parts.map(({ length }) => length))];
  }

  /** The roots of which the text has a form: inflected, derived, or as a part of a longer word. */
  found(text: string): Set<string> {
    const found = new Set<string>();
    if (this.#roots.size === 0) return found;
    for (const word of words(text)) {
      const form = root(word);
      if (this.#roots.has(form)) found.add(form);
      for (const stock of stocks(form)) {
        for (const relative of this.#families.get(stock) ?? []) found.add(relative);
      }
    }
    for (const run of runsOf(text)) this.#findParts(run, found);
    return found;
  }

  #findParts(run: string, found: Set<string>): void {
    for (const length of this.#lengths) {
      for (let at = 0; at + length <= run.length; at++) {
        const part = run.slice(at, at + length);
        if (this.#parts.has(part) && length >= shortest(part, at === 0)) found.add(part);
      }
    }
  }
}

function shortest(word: string, atStart: boolean): number {
  if (lacksSpaces(word)) return SHORTEST_UNSPACED;
  return atStart ? SHORTEST_BEGINNING : SHORTEST_PART;
}

/** The beginnings that the other forms of a word may share with it. */
function stocks(word: string): string[] {
  if (word.length < SHARED || word.length > 40 || !/^\p{L}+$/u.test(word)) return [];
  if (lacksSpaces(word)) return [];
  const from = Math.max(SHARED, word.length - ENDING);
  return Array.from({ length: word.length - from + 1 }, (_, index) => word.slice(0, from + index));
}
