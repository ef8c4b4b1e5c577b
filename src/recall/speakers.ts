import { tokens } from './tokens.ts';

/** Who speaks in the documents of an index, and which of them a query names. */
export class Speakers {
  readonly #numbers = new Map<string, number>();
  /** Of each word, the speakers that have it in their name. */
  readonly #byWord = new Map<string, number[]>();
  /** Of each document, by its place; -1 where nobody is known. */
  readonly of: number[] = [];

  add(name: string | undefined): void {
    this.of.push(name === undefined ? -1 : this.#numberOf(name));
  }

  #numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(name, number);
    for (const word of new Set(tokens(name))) {
      this.#byWord.set(word, [...(this.#byWord.get(word) ?? []), number]);
    }
    return number;
  }

  /** Those who are named in a query, by one word of their name. */
  named(query: string): ReadonlySet<number> {
    const words = tokens(query).map((word) => word.replace(/'s?$/, ''));
    return new Set(words.flatMap((word) => this.#byWord.get(word) ?? []));
  }
}
