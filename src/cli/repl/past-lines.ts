import { messageText, type Passage } from '../../memory/turn.ts';

/** Entries that are kept for the up arrow. */
const MOST_PAST = 10_000;

export interface PastLine {
  /** All of it, with what was pasted. */
  text: string;
  /** In small letters, made once: a search looks into all of them at each key. */
  folded: string;
  message: readonly Passage[];
}

function pastLine(message: readonly Passage[]): PastLine {
  const text = messageText({ message: [...message] });
  return { text, folded: text.toLowerCase(), message };
}

/** What was entered before, oldest first: of earlier sessions, once they are loaded, and of this one. */
export class PastLines {
  #earlier: PastLine[] = [];
  #own: PastLine[] = [];

  get length(): number {
    return this.#earlier.length + this.#own.length;
  }

  /** From 0, the oldest. */
  at(index: number): PastLine | undefined {
    const own = index - this.#earlier.length;
    return own < 0 ? this.#earlier[index] : this.#own[own];
  }

  /** The same line twice in a row is kept once; whether it was kept. */
  add(message: readonly Passage[]): boolean {
    const line = pastLine(message);
    if (line.text.trim() === '' || this.at(this.length - 1)?.text === line.text) return false;
    this.#own = [...this.#own.slice(1 - MOST_PAST), line];
    return true;
  }

  /** What earlier sessions have left, in the place of what was loaded before. */
  load(messages: readonly (readonly Passage[])[]): void {
    this.#earlier = messages.map(pastLine);
  }

  /** Nothing is brought back any more. */
  drop(): void {
    this.#own = [];
    this.#earlier = [];
  }

  /**
   * The nearest line that fits, from a place on: into the past with `by` -1, else towards now. Null
   * when there is none.
   */
  find(fits: (line: PastLine) => boolean, from: number, by: -1 | 1): number | null {
    for (let at = from; at >= 0 && at < this.length; at += by) {
      const line = this.at(at);
      if (line !== undefined && fits(line)) return at;
    }
    return null;
  }
}
