import { ASCII, type Container, GLYPHS, type Glyphs, prefixOf } from './containers.ts';
import { Flow, type Prefix } from './flow.ts';
import { STYLE } from './style.ts';

/** Narrower than this nothing is laid out: the terminal breaks the lines. */
const NARROWEST = 8;

export interface MarkdownLook {
  /** The width of the terminal now, in columns. */
  columns(): number;
  /** Escape codes may be used; without them, the marks that they stand for stay in the text. */
  styles: boolean;
  /** Only ASCII characters are put before and around the text, as for a screen reader. */
  ascii: boolean;
}

/** The lines as they stand in their containers, each behind what is put before it. */
export class Page {
  readonly look: MarkdownLook;
  readonly glyphs: Glyphs;
  readonly flow: Flow;
  containers: readonly Container[] = [];
  /** So many of the last containers begin with the next line. */
  #opened = 0;
  /** A blank line comes before what is next; it stood in so many of the containers. */
  #blank: number | null = null;
  #isEmpty = true;

  constructor(look: MarkdownLook) {
    this.look = look;
    this.glyphs = look.ascii ? ASCII : GLYPHS;
    this.flow = new Flow({ columns: () => this.#columns });
  }

  /** How many columns a line has in these containers. */
  get room(): number {
    return Math.max(this.#columns - this.#prefix(0).columns, NARROWEST);
  }

  /** Leaves all but the first `kept` containers, and goes into others. */
  enter(kept: number, opened: readonly Container[]): void {
    this.containers = [...this.containers.slice(0, kept), ...opened];
    this.#opened = opened.length;
  }

  /** A blank line: it is shown when something follows, and several as one. */
  blank(within: number): void {
    this.#blank = within;
  }

  /** A line begins. */
  open(): void {
    if (this.#blank !== null && !this.#isEmpty) {
      const around = this.containers.slice(0, this.containers.length - this.#opened);
      const gutter = this.#prefix(0, around.slice(0, this.#blank));
      this.flow.begin(gutter, gutter);
      this.flow.newline();
    }
    this.#blank = null;
    this.#isEmpty = false;
    this.flow.begin(this.#prefix(this.#opened), this.#prefix(0));
    this.#opened = 0;
  }

  /** Lines as they are. */
  print(lines: readonly string[], style: number = STYLE.plain): void {
    for (const line of lines) {
      this.open();
      if (line !== '') this.flow.verbatim(line, this.style(style));
      this.flow.newline();
    }
  }

  /** Ends the line that is open, and all containers. */
  end(): void {
    if (this.flow.isOpen) this.flow.newline();
    this.containers = [];
    this.#opened = 0;
    this.#blank = null;
    this.#isEmpty = true;
  }

  /** The style, where styles may be used. */
  style(style: number): number {
    return this.look.styles ? style : STYLE.plain;
  }

  #prefix(opened: number, containers: readonly Container[] = this.containers): Prefix {
    return prefixOf(containers, opened, this.#columns, this.glyphs, this.look.styles);
  }

  get #columns(): number {
    return Math.max(this.look.columns(), NARROWEST);
  }
}
