import { quote, type Signs } from '../output/signs.ts';
import { type Buffer, EMPTY, messageCells } from './buffer.ts';
import type { Key } from './key.ts';
import type { Prompts } from './layout.ts';
import type { PastLine, PastLines } from './past-lines.ts';

/** What a key did to the search: `take` ends it with the line found, `leave` without. */
export type SearchStep = 'go on' | 'take' | 'leave';

/** Ctrl-R: finds a past line by a part of it, letter by letter, the newest first. */
export class Search {
  readonly #past: PastLines;
  readonly #signs: Signs;
  #query: string[] = [];
  /** The place of the line found; null: none has the query. */
  #found: number | null = null;
  #failed = false;

  constructor(past: PastLines, signs: Signs) {
    this.#past = past;
    this.#signs = signs;
  }

  press({ name, text }: Key): SearchStep {
    switch (name) {
      case 'text':
        this.#query.push(text);
        this.#look(this.#found ?? this.#past.length - 1, -1);
        return 'go on';
      case 'backspace':
        this.#query.pop();
        this.#look(this.#past.length - 1, -1);
        return 'go on';
      case 'ctrl+r':
      case 'up':
        this.#look((this.#found ?? this.#past.length) - 1, -1);
        return 'go on';
      case 'ctrl+s':
      case 'down':
        if (this.#found !== null) this.#look(this.#found + 1, 1);
        return 'go on';
      case 'escape':
      case 'ctrl+g':
      case 'ctrl+c':
      case 'ctrl+d':
        return 'leave';
      default:
        return 'take';
    }
  }

  get prompts(): Prompts {
    const found = this.#failed ? 'no past line has' : 'past lines with';
    return { first: `(${found} ${quote(this.#query.join(''), this.#signs)}) `, next: '' };
  }

  /** The line found, with the cursor where the query stands in it; empty before there is one. */
  get buffer(): Buffer {
    const line = this.#found === null ? undefined : this.#past.at(this.#found);
    if (line === undefined) return EMPTY;
    const cells = messageCells(line.message);
    const query = this.#query.join('');
    const at = (query === query.toLowerCase() ? line.folded : line.text).indexOf(query);
    let length = 0;
    const cursor = cells.findIndex((cell) => {
      length += (cell.content ?? cell.text).length;
      return length > at;
    });
    return { cells, cursor: Math.max(cursor, 0) };
  }

  #look(from: number, by: -1 | 1): void {
    const query = this.#query.join('');
    if (query === '') {
      this.#found = null;
      this.#failed = false;
      return;
    }
    const shown = this.#found === null ? undefined : this.#past.at(this.#found)?.text;
    const hasCapitals = query !== query.toLowerCase();
    const isSame = from === this.#found;
    // Capitals count only where the query has some.
    const fits = ({ text, folded }: PastLine): boolean =>
      (hasCapitals ? text : folded).includes(query) && (isSame || text !== shown);
    const found = this.#past.find(fits, from, by);
    this.#failed = found === null;
    // Where there is no older one, the last one stays.
    if (found !== null) this.#found = found;
  }
}
