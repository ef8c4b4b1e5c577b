import { sanitiseBehind } from '../sanitise.ts';
import { Width } from '../width.ts';
import { isSelector, mayBreakBetween } from './breaks.ts';
import { change, STYLE } from './style.ts';

/**
 * A word that begins with fewer columns left than this is held until it is known whether it fits;
 * with more, it is written letter by letter. Hardly a word is longer.
 */
const ROOM_FOR_A_WORD = 24;

/** What stands before a line. Without escape codes, `text` is `columns` wide. */
export interface Prefix {
  text: string;
  columns: number;
}

export const NO_PREFIX: Prefix = { text: '', columns: 0 };

export interface FlowOptions {
  /** The width now, in columns; at least 1. */
  columns(): number;
  /** Cuts words that no line can hold; default false: the terminal breaks them. */
  cuts?: boolean;
}

/**
 * Fills lines with text as it comes, and breaks them between words. Nothing that was written is
 * taken back. What comes out depends on what was written and not on how it was cut, as long as text
 * with a style comes in one piece. Between two calls no style is open.
 */
export class Flow {
  readonly #options: FlowOptions;
  #out = '';
  #style: number = STYLE.plain;
  #first: Prefix = NO_PREFIX;
  #rest: Prefix = NO_PREFIX;
  /** Columns that the line takes so far, with its prefix; more than there are when it overflows. */
  #column = 0;
  #spaces = 0;
  #spaceStyle: number = STYLE.plain;
  /** The word at the end of the line; null: there is none. */
  #word: { width: Width; last: string; length: number } | null = null;
  /** The word as far as it is held; null: it is written as it comes. */
  #held: { text: string; style: number }[] | null = null;

  constructor(options: FlowOptions) {
    this.#options = options;
  }

  /** Something stands on the current line, or waits to. */
  get isOpen(): boolean {
    return this.#column > 0 || this.#word !== null;
  }

  /** The next line gets the one prefix, those behind it the other. */
  begin(first: Prefix, rest: Prefix): void {
    this.#first = first;
    this.#rest = rest;
  }

  /** Text with spaces and line breaks. */
  write(text: string, style: number): void {
    for (const [run] of text.matchAll(/\n|[ \t]+|[^ \t\n]+/g)) {
      if (run === '\n') this.newline();
      else if (run[0] === ' ' || run[0] === '\t') this.#space(run.length, style);
      else for (const character of run) this.#sanitised(character, style);
    }
    this.#restyle(STYLE.plain);
  }

  /** Ends the line, with its prefix at least. */
  newline(): void {
    this.#endWord();
    if (this.#column === 0) {
      this.#put(this.#first.text.trimEnd(), STYLE.plain);
      this.#first = this.#rest;
    }
    this.#breakLine();
  }

  /** Text as it is, spaces and all, without a break: the terminal breaks it where it has to. */
  verbatim(text: string, style: number): void {
    this.#endWord();
    this.#startLine();
    this.#put(text, style);
    this.#restyle(STYLE.plain);
    this.#column = Math.max(this.#column, 1);
  }

  /** What came out since the last call. Held words come later. */
  take(): string {
    const out = this.#out;
    this.#out = '';
    return out;
  }

  #space(count: number, style: number): void {
    this.#endWord();
    this.#spaceStyle = style;
    this.#spaces = Math.min(this.#spaces + count, this.#columns);
  }

  /** A mark that was taken away may have been what a variation selector stood on. */
  #sanitised(character: string, style: number): void {
    const previous = this.#word?.last ?? '';
    if (!isSelector(character)) this.#character(character, style);
    else for (const each of sanitiseBehind(previous, character)) this.#character(each, style);
  }

  #character(character: string, style: number): void {
    if (this.#word !== null && mayBreakBetween(this.#word.last, character)) this.#endWord();
    this.#word ??= this.#beginWord();
    const word = this.#word;
    word.width.add(character);
    word.last = character;
    word.length += 1;
    if (this.#held === null) {
      this.#put(character, style);
      return;
    }
    const piece = this.#held.at(-1);
    if (piece?.style === style) piece.text += character;
    else this.#held.push({ text: character, style });
    if (this.#options.cuts !== true && this.#isOverlong(word)) this.#placeWord();
  }

  #beginWord() {
    const flows =
      this.#options.cuts !== true &&
      (this.#isAtStart || this.#columns - this.#at - this.#spaces >= ROOM_FOR_A_WORD);
    this.#held = flows ? null : [];
    if (flows) this.#startWord();
    return { width: new Width(), last: '', length: 0 };
  }

  #endWord(): void {
    if (this.#word === null) return;
    if (this.#held !== null) this.#placeWord();
    this.#column += this.#word.width.columns;
    this.#word = null;
  }

  /** Writes what is held of a word, on this line or on the next. */
  #placeWord(): void {
    const { width, length } = this.#word ?? { width: { columns: 0 }, length: 0 };
    const fits = this.#at + this.#spaces + width.columns <= this.#columns;
    const isOverlong = this.#isOverlong({ width, length });
    if ((!fits || isOverlong) && !this.#isAtStart) this.#breakLine();
    this.#startWord();
    const held = this.#held ?? [];
    this.#held = null;
    if (isOverlong && this.#options.cuts === true) this.#putCut(held);
    else for (const { text, style } of held) this.#put(text, style);
  }

  /** No line has room for it; or it has far more characters than columns, and is not waited for. */
  #isOverlong({ width, length }: { width: { columns: number }; length: number }): boolean {
    return width.columns > this.#columns - this.#rest.columns || length > 8 * this.#columns;
  }

  #putCut(pieces: readonly { text: string; style: number }[]): void {
    const width = new Width();
    /** What of the word stands on lines before this one. */
    let above = 0;
    for (const { text, style } of pieces) {
      for (const character of text) {
        const before = width.columns;
        width.add(character);
        if (this.#column + width.columns - above > this.#columns && before > above) {
          this.#breakLine();
          this.#startLine();
          above = before;
        }
        this.#put(character, style);
      }
    }
    // The end of the word adds the whole of it.
    this.#column -= above;
  }

  #startWord(): void {
    this.#startLine();
    if (this.#spaces > 0) this.#put(' '.repeat(this.#spaces), this.#spaceStyle);
    this.#column += this.#spaces;
    this.#spaces = 0;
  }

  #startLine(): void {
    if (this.#column > 0) return;
    this.#put(this.#first.text, STYLE.plain);
    this.#column += this.#first.columns;
    this.#first = this.#rest;
  }

  #breakLine(): void {
    this.#restyle(STYLE.plain);
    this.#out += '\n';
    this.#column = 0;
    this.#spaces = 0;
  }

  #put(text: string, style: number): void {
    this.#restyle(style);
    this.#out += text;
  }

  #restyle(style: number): void {
    this.#out += change(this.#style, style);
    this.#style = style;
  }

  get #columns(): number {
    return this.#options.columns();
  }

  /** The column of the cursor, where the terminal has broken what was too long. */
  get #at(): number {
    return this.#column === 0 ? 0 : ((this.#column - 1) % this.#columns) + 1;
  }

  get #isAtStart(): boolean {
    return this.#column <= this.#first.columns;
  }
}
