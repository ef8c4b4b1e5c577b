import { sanitise } from '../output/sanitise.ts';
import { displayWidth } from '../output/width.ts';
import type { Buffer, Cell } from './buffer.ts';

const TAB = '    ';

interface Row {
  text: string;
  /** The line goes on in the next row, for this one was full. */
  wraps: boolean;
}

/** A line as a terminal shows it. */
export interface Layout {
  rows: readonly Row[];
  /** Where the cursor stands, from 0. */
  row: number;
  column: number;
  /** Nothing stands behind the cursor. */
  isAtEnd: boolean;
}

/** What stands before the first line, and before those behind a line break. */
export interface Prompts {
  first: string;
  next: string;
}

/**
 * Where each character comes to stand in so many columns. A full row goes on in the next one; a wide
 * character that does not fit goes there whole. Controls are shown escaped. `buffer.cells` may be
 * longer than the screen.
 */
export function layOut({ first, next }: Prompts, buffer: Buffer, columns: number): Layout {
  const rows: Row[] = [];
  let text = '';
  let column = 0;
  const end = (wraps: boolean): void => {
    rows.push({ text, wraps });
    text = '';
    column = 0;
  };
  const put = (character: string): void => {
    const width = displayWidth(character);
    if (column + width > columns && column > 0) end(true);
    text += character;
    column += width;
  };
  const putAll = (characters: string): void => {
    for (const character of characters) put(character);
  };
  putAll(first);
  let cursor: { row: number; column: number } | null = null;
  for (const [index, cell] of buffer.cells.entries()) {
    if (index === buffer.cursor && cell.text === '\n') {
      cursor = { row: rows.length, column: Math.min(column, columns - 1) };
    }
    if (cell.text === '\n') {
      end(false);
      putAll(next);
      continue;
    }
    const shown = shownAs(cell);
    if (index === buffer.cursor) {
      const fits = column + displayWidth(shown.at(0) ?? '') <= columns;
      cursor = fits ? { row: rows.length, column } : { row: rows.length + 1, column: 0 };
    }
    for (const character of shown) put(character);
  }
  // The cursor behind a full row stands in the next one.
  if (cursor === null && column >= columns) end(true);
  cursor ??= { row: rows.length, column };
  end(false);
  return { rows, ...cursor, isAtEnd: buffer.cursor === buffer.cells.length };
}

/** The characters that stand for a cell. */
function shownAs({ text }: Cell): string[] {
  if (text.length === 1 && text >= ' ' && text <= '~') return [text];
  if (text === '\t') return TAB.split('');
  const safe = sanitise(text);
  // A label or an escaped character is many, all narrow; what is left is one with its marks.
  return safe === text && !/^[ -~]*$/.test(text) ? [text] : Array.from(safe);
}
