import { duplicateOf } from '../dedupe.ts';
import { fold } from '../fold.ts';
import type { Fact } from '../types.ts';
import { contentWords } from '../words.ts';

/** Facts that are looked at closely for one text: with more, a file made for it would take hours. */
const MOST_CANDIDATES = 50;

/**
 * Facts that are known, found by what they say as `duplicateOf` does, in time that hardly grows with
 * their number: thousands may be imported at once.
 */
export class KnownTexts {
  readonly #byText = new Map<string, Fact[]>();
  readonly #byWord = new Map<string, Fact[]>();

  constructor(facts: readonly Fact[]) {
    for (const fact of facts) this.add(fact);
  }

  add(fact: Fact): void {
    push(this.#byText, plain(fact.text), fact);
    for (const word of new Set(contentWords(fact.text))) push(this.#byWord, word, fact);
  }

  /** A fact that already says what the text says, or undefined. */
  find(text: string): Fact | undefined {
    const same = this.#byText.get(plain(text)) ?? [];
    return duplicateOf(text, same) ?? duplicateOf(text, this.#mayBe(text).slice(-MOST_CANDIDATES));
  }

  /** A fact that says the text has all its content words, so also the one that the fewest have. */
  #mayBe(text: string): readonly Fact[] {
    const lists = contentWords(text).map((word) => this.#byWord.get(word) ?? []);
    return lists.reduce(
      (fewest, list) => (list.length < fewest.length ? list : fewest),
      lists[0] ?? [],
    );
  }
}

function plain(text: string): string {
  return fold(text).replace(/[.!]+$/, '');
}

function push(lists: Map<string, Fact[]>, key: string, fact: Fact): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [fact]);
  else list.push(fact);
}
