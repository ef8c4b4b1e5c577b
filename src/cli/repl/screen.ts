import type { TerminalOutput } from '../output/terminal.ts';
import type { Buffer } from './buffer.ts';
import { layOut, type Prompts } from './layout.ts';

/** Of a terminal that does not say how large it is. */
const COLUMNS = 80;
const ROWS = 24;

/** What was drawn last. */
interface Drawn {
  text: string;
  /** Rows above the cursor's, and below it. */
  above: number;
  below: number;
  /** More text can be written where the cursor is. */
  isOpen: boolean;
  /** What brings the cursor from the end of the text to its place. */
  back: string;
}

/**
 * The line on the terminal: drawn where the cursor is, then again in its place. `still`: the cursor
 * does not move before something is typed, so that nothing is read aloud twice.
 */
export class Screen {
  readonly #stdout: TerminalOutput;
  readonly #still: boolean;
  #drawn: Drawn | null = null;

  constructor(stdout: TerminalOutput, still = false) {
    this.#stdout = stdout;
    this.#still = still;
  }

  /** Draws the line in the place of the one before. */
  draw(prompts: Prompts, buffer: Buffer): void {
    const last = this.#drawn;
    const next = this.#fitted(prompts, buffer);
    this.#drawn = next;
    // What is typed at the end is only added: nothing flickers then.
    const isAdded = last?.isOpen === true && next.isOpen && next.text.startsWith(last.text);
    const text = isAdded
      ? next.text.slice(last.text.length)
      : (last === null && this.#still ? '' : erased(last?.above ?? 0)) + next.text + next.back;
    if (text !== '') this.#stdout.write(text);
  }

  /** Makes room for something else: takes the line off the screen, or goes below it. */
  yield(): void {
    if (!this.#still) this.erase();
    else if (this.#drawn !== null) this.leave();
  }

  /** Takes the line off the screen; the cursor stands where it began. */
  erase(): void {
    if (this.#drawn !== null) this.#stdout.write(erased(this.#drawn.above));
    this.#drawn = null;
  }

  /** Leaves the line where it is; the cursor goes to the row below it. */
  leave(): void {
    const below = this.#drawn?.below ?? 0;
    this.#stdout.write(`${below > 0 ? `\x1b[${below}B` : ''}\n`);
    this.#drawn = null;
  }

  /** Something else is on the screen by now: the next drawing begins where the cursor is. */
  forget(): void {
    this.#drawn = null;
  }

  /** The terminal has another width: it has wrapped the line anew, and the cursor went with it. */
  rewrap(prompts: Prompts, buffer: Buffer): void {
    if (this.#drawn === null) return;
    if (this.#still && buffer.cells.length === 0) return;
    this.#drawn = { ...this.#fitted(prompts, buffer), isOpen: false };
    this.draw(prompts, buffer);
  }

  /** Of a line that is higher than the terminal, only the rows around the cursor are shown. */
  #fitted(prompts: Prompts, buffer: Buffer): Drawn {
    // A terminal that was given no size says 0.
    const columns = this.#stdout.columns || COLUMNS;
    const height = this.#stdout.rows || ROWS;
    const { rows, row, column, isAtEnd } = layOut(prompts, buffer, columns);
    const from = Math.max(0, Math.min(row, rows.length - height));
    const shown = rows.slice(from, from + height);
    const text = shown
      .map(({ text: row, wraps }, index) =>
        wraps || index === shown.length - 1 ? row : `${row}\n`,
      )
      .join('');
    const above = row - from;
    const below = shown.length - 1 - above;
    const isOpen = isAtEnd && column > 0 && from === 0;
    // At the end of a full row the terminal goes on to the next one when one more character comes.
    const isFull = shown.at(-1)?.text === '' && shown.at(-2)?.wraps === true;
    const up = below > 0 ? `\x1b[${below}A` : '';
    const right = column > 0 ? `\x1b[${column}C` : '';
    const back = isAtEnd && column > 0 ? '' : `${isFull ? ' ' : ''}${up}\r${right}`;
    return { text, above, below, isOpen, back };
  }
}

function erased(above: number): string {
  return `${above > 0 ? `\x1b[${above}A` : ''}\r\x1b[J`;
}
