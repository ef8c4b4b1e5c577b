import { STYLE } from './style.ts';

/** A piece of a paragraph; a mark that is still open may yet lose its text. */
export interface Piece {
  text: string;
  style: number;
}

/** A mark that something may close: `*`, `_` and `~` are runs of that character. */
export interface Opener {
  mark: '*' | '_' | '~' | '[' | '![';
  /** What stands for it; its text goes when it is closed. */
  piece: Piece;
  /** Where it stands in the paragraph. */
  at: number;
  /** No space is on either side of it: it could also have closed. */
  both: boolean;
}

/** Whether a run of marks may begin, and may end, something, by the characters around it. */
export function flanks(mark: '*' | '_' | '~', before: string, after: string) {
  const opens = !isSpace(after);
  const closes = !isSpace(before);
  const both = opens && closes;
  // snake_case has no emphasis, and 5*3*2 is a product.
  if (mark === '_') {
    return { opens: opens && !isWord(before), closes: closes && !isWord(after), both };
  }
  if (mark === '*') return { opens: opens && !(isPlain(before) && isPlain(after)), closes, both };
  return { opens, closes, both };
}

/** How many marks of a run of `length` go with the opener; 0: it is not closed by this. */
export function pairs(opener: Opener, length: number, both: boolean): 0 | 1 | 2 {
  const opened = opener.piece.text.length;
  // Of CommonMark 0.31.2, emphasis rules 9 and 10: `*a**b*` is one emphasis.
  const isMixed = (opened + length) % 3 === 0 && (opened % 3 !== 0 || length % 3 !== 0);
  if ((opener.both || both) && isMixed) return 0;
  if (opened >= 2 && length >= 2) return 2;
  return opener.mark === '~' ? 0 : 1;
}

export function styleOf(mark: Opener['mark'], count: 1 | 2): number {
  if (mark === '~') return STYLE.struck;
  return count === 2 ? STYLE.bold : STYLE.italic;
}

function isSpace(character: string): boolean {
  return character === '' || /\s/.test(character);
}

function isWord(character: string): boolean {
  return /[\p{L}\p{N}_]/u.test(character);
}

function isPlain(character: string): boolean {
  return /[0-9A-Za-z]/.test(character);
}
