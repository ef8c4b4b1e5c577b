import { type Destination, readDestination } from './destination.ts';
import { flanks, type Opener, type Piece, pairs, styleOf } from './emphasis.ts';
import { STYLE } from './style.ts';

/** How long a mark waits for what closes it, in characters; then it is text. */
const PATIENCE = 500;
/** So many marks in a row are no mark. */
const LONGEST_RUN = 32;

const TEXT = /[^\\`*_~[\]!]+/y;
/** Without styles, marks of emphasis stay where they are. */
const UNSTYLED_TEXT = /[^\\`[\]!]+/y;

/**
 * The marks within a paragraph: emphasis, code, links, escapes. Gives out text as soon as it is sure
 * how it is shown; what an open mark holds back comes when the mark is closed, when the paragraph
 * ends, or after 500 characters, and then the mark is text. What comes out depends on the text and
 * not on how it was cut. HTML, entities and addresses in `<…>` are text.
 */
export class Inline {
  readonly #sink: (text: string, style: number) => void;
  readonly #styles: boolean;
  /** What cannot be read before more comes. */
  #text = '';
  /** How much of the paragraph was read. */
  #read = 0;
  #previous = '';
  #pieces: Piece[] = [];
  #openers: Opener[] = [];

  /** `sink` gets text in order; text with a style in one piece. Without `styles` it is all plain. */
  constructor(sink: (text: string, style: number) => void, styles: boolean) {
    this.#sink = sink;
    this.#styles = styles;
  }

  push(text: string): void {
    this.#text += text;
    this.#run(false);
  }

  /** The paragraph is over; the next one may begin. */
  end(): void {
    this.#run(true);
    this.#openers = [];
    this.#flush();
    this.#read = 0;
    this.#previous = '';
  }

  #run(whole: boolean): void {
    while (this.#text !== '') {
      const length = this.#take(whole);
      if (length === 0) break;
      this.#previous = this.#text.slice(length - 1, length);
      this.#text = this.#text.slice(length);
      this.#read += length;
      while (this.#read - (this.#openers[0]?.at ?? this.#read) > PATIENCE) this.#openers.shift();
      this.#flush();
    }
  }

  /** Reads what the text begins with; how long that was, 0: it cannot be told yet. */
  #take(whole: boolean): number {
    const [first = ''] = this.#text;
    const next = this.#text[1];
    const isCut = next === undefined && !whole;
    switch (first) {
      case '\\':
        return isCut ? 0 : this.#escape(next ?? '');
      case '`':
        return this.#code(whole);
      case '!':
        if (isCut) return 0;
        return next === '[' ? this.#open('![', '![', false) : this.#add('!');
      case '[':
        return this.#open('[', '[', false);
      case ']':
        return this.#closeBracket(whole);
      case '*':
      case '_':
      case '~':
        if (this.#styles) return this.#marks(first, whole);
    }
    const pattern = this.#styles ? TEXT : UNSTYLED_TEXT;
    pattern.lastIndex = 0;
    return this.#add(pattern.exec(this.#text)?.[0] ?? first);
  }

  #add(text: string, style: number = STYLE.plain): number {
    this.#pieces.push({ text, style });
    return text.length;
  }

  #open(mark: Opener['mark'], text: string, both: boolean): number {
    const piece = { text, style: STYLE.plain };
    this.#pieces.push(piece);
    this.#openers.push({ mark, piece, at: this.#read, both });
    return text.length;
  }

  #escape(next: string): number {
    if (/[!-/:-@[-`{-~]/.test(next)) this.#add(next);
    else if (next === '\n') this.#add('\n');
    else return this.#add('\\');
    return 2;
  }

  #code(whole: boolean): number {
    const run = /^`{1,32}/.exec(this.#text)?.[0] ?? '';
    if (run.length === LONGEST_RUN) return this.#add(run);
    const window = this.#text.slice(0, run.length + PATIENCE);
    const isAll = window.length < run.length + PATIENCE;
    // A run at the very end may be a longer one.
    const close = new RegExp(`(?<!\`)${run}(?!\`)${whole && isAll ? '' : '(?=[^])'}`, 'g');
    close.lastIndex = run.length;
    const end = close.exec(window)?.index;
    if (end !== undefined && end > run.length) {
      const content = window.slice(run.length, end);
      if (this.#styles) this.#add(withoutPadding(content), STYLE.code);
      else this.#add(run + content + run);
      return end + run.length;
    }
    return isAll && !whole ? 0 : this.#add(run);
  }

  #marks(mark: '*' | '_' | '~', whole: boolean): number {
    let length = 0;
    while (length < LONGEST_RUN && this.#text[length] === mark) length += 1;
    const next = this.#text[length];
    if (next === undefined && !whole) return 0;
    if (length === LONGEST_RUN || (mark === '~' && length !== 2)) {
      return this.#add(mark.repeat(length));
    }
    const { opens, closes, both } = flanks(mark, this.#previous, next ?? '');
    const left = closes ? this.#close(mark, length, both) : length;
    if (left > 0 && opens) this.#open(mark, mark.repeat(left), both);
    else if (left > 0) this.#add(mark.repeat(left));
    return length;
  }

  /** Closes with a run of marks what it can; how many of them are left. */
  #close(mark: Opener['mark'], length: number, both: boolean): number {
    let left = length;
    for (let index = this.#openers.length - 1; index >= 0 && left > 0; index -= 1) {
      const opener = this.#openers[index];
      if (opener?.mark !== mark) continue;
      while (left > 0 && opener.piece.text !== '') {
        const count = pairs(opener, left, both);
        if (count === 0) break;
        this.#restyle(opener, styleOf(mark, count));
        opener.piece.text = opener.piece.text.slice(count);
        left -= count;
        // What was opened within and not closed is text.
        this.#openers.length = index + (opener.piece.text === '' ? 0 : 1);
      }
    }
    return left;
  }

  #closeBracket(whole: boolean): number {
    const index = this.#openers.findLastIndex(({ mark }) => mark === '[' || mark === '![');
    const opener = this.#openers[index];
    if (opener === undefined) return this.#add(']');
    if (this.#text.length === 1 && !whole) return 0;
    const found = this.#text[1] === '(' ? readDestination(this.#text, whole) : null;
    if (found === 'more') return 0;
    if (found === null) {
      this.#openers.splice(index, 1);
      return this.#add(']');
    }
    this.#link(opener, found);
    this.#openers.length = index;
    return found.length;
  }

  #link(opener: Opener, { address, title }: Destination): void {
    const from = this.#pieces.indexOf(opener.piece) + 1;
    const text = this.#pieces
      .slice(from)
      .map((piece) => piece.text)
      .join('');
    opener.piece.text = '';
    if (opener.mark === '[') this.#restyle(opener, STYLE.underlined);
    const shown = text.trim() === '' ? address : ` (${address})`;
    if (text !== address) this.#add(shown, this.#styles ? STYLE.dim : STYLE.plain);
    if (title !== '') this.#add(` ${title}`, this.#styles ? STYLE.dim : STYLE.plain);
  }

  /** Adds a style to all that stands behind the opener. */
  #restyle(opener: Opener, style: number): void {
    if (!this.#styles) return;
    const from = this.#pieces.indexOf(opener.piece) + 1;
    for (const piece of this.#pieces.slice(from)) piece.style |= style;
  }

  /** Gives out what stands before the first open mark. */
  #flush(): void {
    const [open] = this.#openers;
    if (open !== undefined && open.piece === this.#pieces[0]) return;
    const sure = open === undefined ? this.#pieces.length : this.#pieces.indexOf(open.piece);
    let run: Piece | null = null;
    for (const piece of this.#pieces.splice(0, sure)) {
      if (piece.text === '') continue;
      if (run?.style === piece.style) {
        run.text += piece.text;
        continue;
      }
      if (run !== null) this.#sink(run.text, run.style);
      run = { ...piece };
    }
    if (run !== null) this.#sink(run.text, run.style);
  }
}

/** Code may be set off from its backticks by a space on both sides. */
function withoutPadding(code: string): string {
  const isPadded = code.startsWith(' ') && code.endsWith(' ') && code.trim() !== '';
  return isPadded ? code.slice(1, -1) : code;
}
