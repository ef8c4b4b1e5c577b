import type { Passage } from '../../memory/turn.ts';
import type { Line } from './line.ts';
import { fold } from './paste.ts';

/** What the cursor passes in one step: a character as a person sees it, or the label of a paste. */
export interface Cell {
  text: string;
  pasted: boolean;
  /** What a label stands for; null for a character. */
  content: string | null;
}

/** The text that is edited, as it is at one moment. `cursor`: the number of cells before it. */
export interface Buffer {
  readonly cells: readonly Cell[];
  readonly cursor: number;
}

export const EMPTY: Buffer = { cells: [], cursor: 0 };

/** The characters of a text: letters with their marks, and emoji of several parts, are one. */
export function cellsOf(text: string, pasted = false): Cell[] {
  return charactersOf(text).map((character) => ({ text: character, pasted, content: null }));
}

function charactersOf(text: string): string[] {
  // Most keys are ASCII, and a segmenter takes its time to be made.
  if (isAscii(text)) return text.split('');
  const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text);
  return Array.from(segments, ({ segment }) => segment);
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 126) return false;
  return true;
}

/** A paste as it stands in the line: its characters, or one label. */
export function pastedCells(pasted: string): Cell[] {
  const { text, label } = fold(pasted);
  if (label === null) return cellsOf(text, true);
  return [{ text: label, pasted: true, content: text }];
}

/** A message as it is edited again: what was pasted stays pasted. */
export function messageCells(message: readonly Passage[]): Cell[] {
  return message.flatMap(({ origin, text }) =>
    origin === 'typed' ? cellsOf(text) : pastedCells(text),
  );
}

/** A buffer with these cells and the cursor behind them. */
export function bufferOf(cells: readonly Cell[]): Buffer {
  return { cells, cursor: cells.length };
}

/** Puts cells in at the cursor. A mark that was typed joins the letter before it. */
export function insert({ cells, cursor }: Buffer, added: readonly Cell[]): Buffer {
  const before = cells.slice(0, cursor);
  const last = before.at(-1);
  const [first] = added;
  let joined = added;
  if (last && first && isJoinable(last, first)) {
    before.pop();
    joined = [...cellsOf(last.text + first.text, last.pasted), ...added.slice(1)];
  }
  const until = [...before, ...joined];
  return { cells: [...until, ...cells.slice(cursor)], cursor: until.length };
}

function isJoinable(last: Cell, first: Cell): boolean {
  if (last.content !== null || first.content !== null || last.pasted !== first.pasted) return false;
  return !isAscii(first.text);
}

/** Takes out what lies between the cursor and a place. */
export function cutTo({ cells, cursor }: Buffer, place: number): { left: Buffer; cut: Cell[] } {
  const [start, end] = place < cursor ? [place, cursor] : [cursor, place];
  const left = { cells: [...cells.slice(0, start), ...cells.slice(end)], cursor: start };
  return { left, cut: cells.slice(start, end) };
}

/** Swaps the characters around the cursor, at the end of a line the two before it. */
export function transpose(buffer: Buffer): Buffer {
  const { cells, cursor } = buffer;
  const at = cursor === lineEnd(buffer) ? cursor - 1 : cursor;
  const [before, behind] = [cells[at - 1], cells[at]];
  if (before === undefined || behind === undefined || at - 1 < lineStart(buffer)) return buffer;
  return {
    cells: [...cells.slice(0, at - 1), behind, before, ...cells.slice(at + 1)],
    cursor: at + 1,
  };
}

// Places that a key may go to.

export const lineStart = ({ cells, cursor }: Buffer): number =>
  cells.slice(0, cursor).findLastIndex(isBreak) + 1;

export function lineEnd({ cells, cursor }: Buffer): number {
  const length = cells.slice(cursor).findIndex(isBreak);
  return length === -1 ? cells.length : cursor + length;
}

/** The begin of the word before the cursor, as `isPart` says what belongs to a word. */
export function wordStart({ cells, cursor }: Buffer, isPart = isWordCell): number {
  let at = cursor;
  while (at > 0 && !isPart(cells[at - 1])) at -= 1;
  while (at > 0 && isPart(cells[at - 1])) at -= 1;
  return at;
}

export function wordEnd({ cells, cursor }: Buffer): number {
  let at = cursor;
  while (at < cells.length && !isWordCell(cells[at])) at += 1;
  while (at < cells.length && isWordCell(cells[at])) at += 1;
  return at;
}

/** The place in the line above or below, in the same column where it is long enough; null: no line. */
export function lineBeside(buffer: Buffer, by: -1 | 1): number | null {
  const { cells, cursor } = buffer;
  const start = lineStart(buffer);
  const edge = by < 0 ? start - 1 : lineEnd(buffer) + 1;
  if (edge < 0 || edge > cells.length) return null;
  const beside = { cells, cursor: edge };
  return Math.min(lineStart(beside) + cursor - start, lineEnd(beside));
}

function isBreak(cell: Cell): boolean {
  return cell.text === '\n';
}

function isWordCell(cell: Cell | undefined): boolean {
  return cell !== undefined && (cell.content !== null || /[\p{L}\p{N}\p{M}_]/u.test(cell.text));
}

export function isInk(cell: Cell | undefined): boolean {
  return cell !== undefined && !/^\s+$/u.test(cell.text);
}

/** The text with its pasted stretches. */
export function lineOf(cells: readonly Cell[]): Line {
  const pasted: { start: number; end: number; content: string | null }[] = [];
  let text = '';
  for (const cell of cells) {
    const start = text.length;
    text += cell.text;
    if (!cell.pasted) continue;
    const last = pasted.at(-1);
    if (last?.end === start && last.content === null && cell.content === null)
      last.end = text.length;
    else pasted.push({ start, end: text.length, content: cell.content });
  }
  return { text, pasted };
}
