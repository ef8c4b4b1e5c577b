import { displayWidth } from '../width.ts';
import type { Glyphs } from './containers.ts';
import { Flow } from './flow.ts';
import { Inline } from './inline.ts';
import { STYLE, styled } from './style.ts';

/** A table is held until it ends, but no longer than this; then its columns are as they are. */
const MOST_ROWS = 200;
const MOST_CHARACTERS = 60_000;
/** A column that must shrink keeps this much. */
const NARROWEST = 6;

export interface TableLook {
  /** The width now, in columns. */
  columns(): number;
  styles: boolean;
  glyphs: Glyphs;
}

type Alignment = 'left' | 'right' | 'center';

/** The cells of a line that begins with `|`; `\|` is no border. */
export function cellsOf(line: string): string[] {
  const cells = line.trim().split(/(?<!\\)\|/);
  cells.shift();
  if (cells.length > 1 && cells.at(-1)?.trim() === '') cells.pop();
  return cells.map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/** What the line below the head of a table says of its columns; null: it is no such line. */
export function alignmentsOf(line: string): Alignment[] | null {
  const cells = cellsOf(line);
  if (!cells.every((cell) => /^:?-+:?$/.test(cell))) return null;
  return cells.map((cell) => {
    if (!cell.endsWith(':')) return 'left';
    return cell.startsWith(':') ? 'center' : 'right';
  });
}

/**
 * A table with its columns aligned and as wide as the terminal allows: cells are wrapped, and where
 * that does not help, each row is told as a list. Printed when it ends; of a huge one the rest comes
 * row by row.
 */
export class Table {
  readonly #look: TableLook;
  readonly #head: string[];
  readonly #alignments: readonly Alignment[];
  #rows: string[][] = [];
  #characters = 0;
  /** The widths, once something is printed. */
  #fixed: number[] | 'list' | null = null;
  #isListed = false;

  constructor(head: string[], alignments: readonly Alignment[], look: TableLook) {
    this.#head = head;
    this.#alignments = alignments;
    this.#look = look;
  }

  /** The lines that can be printed by now. */
  add(cells: string[]): string[] {
    if (this.#fixed !== null) return this.#row(this.#fixed, cells);
    this.#rows.push(cells);
    this.#characters += cells.reduce((sum, { length }) => sum + length, 0);
    const isHuge = this.#rows.length >= MOST_ROWS || this.#characters >= MOST_CHARACTERS;
    return isHuge ? this.#print() : [];
  }

  /** The lines that are left. */
  end(): string[] {
    return this.#fixed === null ? this.#print() : [];
  }

  #print(): string[] {
    const rows = this.#rows;
    this.#rows = [];
    const count = Math.max(this.#head.length, ...rows.map(({ length }) => length));
    const natural = Array.from({ length: count }, (_, column) =>
      Math.max(1, ...[this.#head, ...rows].map((row) => this.#widthOf(row[column] ?? ''))),
    );
    this.#fixed = fitted(natural, this.#look.columns() - 3 * (count - 1)) ?? 'list';
    if (this.#fixed === 'list') {
      return rows.length === 0 ? this.#listed([]) : rows.flatMap((row) => this.#listed(row));
    }
    const widths = this.#fixed;
    const head = this.#grid(widths, this.#head, this.#bold);
    const { horizontal, cross } = this.#look.glyphs;
    const line = widths.map((width) => horizontal.repeat(width));
    const rule = this.#dim(line.join(`${horizontal}${cross}${horizontal}`));
    const body = rows.map((row) => this.#grid(widths, row, STYLE.plain));
    const isWrapped = body.some((lines) => lines.length > 1);
    const between = isWrapped ? [rule] : [];
    return [
      ...head,
      rule,
      ...body.flatMap((lines, index) => (index > 0 ? [...between, ...lines] : lines)),
    ];
  }

  #row(fixed: number[] | 'list', cells: string[]): string[] {
    if (fixed === 'list') return this.#listed(cells);
    return this.#grid(fixed, cells, STYLE.plain);
  }

  #grid(widths: readonly number[], row: readonly string[], style: number): string[] {
    // What has no column of its own goes into the last one.
    const last = widths.length - 1;
    const cells = [...row.slice(0, last), row.slice(last).join(' | ')];
    const wrapped = widths.map((width, column) => this.#wrap(cells[column] ?? '', width, style));
    const height = Math.max(...wrapped.map(({ length }) => length));
    return Array.from({ length: height }, (_, at) =>
      widths
        .map((width, column) => {
          const { text = '', columns = 0 } = wrapped[column]?.[at] ?? {};
          const free = Math.max(width - columns, 0);
          const alignment = this.#alignments[column] ?? 'left';
          const before = { left: 0, right: free, center: Math.floor(free / 2) }[alignment];
          return `${' '.repeat(before)}${text}${' '.repeat(free - before)}`;
        })
        .join(` ${this.#dim(this.#look.glyphs.vertical)} `)
        .trimEnd(),
    );
  }

  #listed(row: readonly string[]): string[] {
    const columns = this.#look.columns();
    const count = Math.max(this.#head.length, row.length);
    const lines = Array.from({ length: count }, (_, column) => {
      const flow = new Flow({ columns: () => columns });
      const name = this.#head[column] ?? '';
      if (name !== '')
        this.#read(`${name}:`, (text, style) => flow.write(text, style | this.#bold));
      flow.write(' ', STYLE.plain);
      this.#read(row[column] ?? '', (text, style) => flow.write(text, style));
      flow.newline();
      return flow.take().trim().split('\n');
    });
    const between = this.#isListed ? [''] : [];
    this.#isListed = true;
    return [...between, ...lines.flat()];
  }

  /** The cell in lines, each with the columns that it takes. */
  #wrap(cell: string, width: number, style: number): { text: string; columns: number }[] {
    const [shown, plain] = [STYLE.bold, STYLE.plain].map((mask) => {
      const flow = new Flow({ columns: () => width, cuts: true });
      const base = style & mask;
      this.#read(cell, (text, own) => flow.write(text, mask === STYLE.plain ? mask : own | base));
      flow.newline();
      return flow.take().slice(0, -1).split('\n');
    });
    return (shown ?? []).map((text, at) => ({ text, columns: displayWidth(plain?.[at] ?? '') }));
  }

  #widthOf(cell: string): number {
    let plain = '';
    this.#read(cell, (text) => {
      plain += text;
    });
    return displayWidth(plain.trim());
  }

  #read(cell: string, sink: (text: string, style: number) => void): void {
    const inline = new Inline(sink, this.#look.styles);
    inline.push(cell);
    inline.end();
  }

  #dim(text: string): string {
    return this.#look.styles ? styled(text, STYLE.dim) : text;
  }

  get #bold(): number {
    return this.#look.styles ? STYLE.bold : STYLE.plain;
  }
}

/** Widths that fit into so many columns, the widest shrunk first; null: too many columns for that. */
function fitted(natural: readonly number[], columns: number): number[] | null {
  const capped = (cap: number) => natural.map((width) => Math.min(width, cap));
  const sum = (widths: readonly number[]) => widths.reduce((total, width) => total + width, 0);
  if (sum(natural) <= columns) return [...natural];
  let cap = NARROWEST;
  if (sum(capped(cap)) > columns) return null;
  while (sum(capped(cap + 1)) <= columns) cap += 1;
  let free = columns - sum(capped(cap));
  return natural.map((width) => {
    if (width <= cap || free === 0) return Math.min(width, cap);
    free -= 1;
    return cap + 1;
  });
}
