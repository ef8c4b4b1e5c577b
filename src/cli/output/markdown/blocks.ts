import { continued, indentOf, withoutLeadingTabs } from './containers.ts';
import { Inline } from './inline.ts';
import { type Context, type LineStart, readLineStart } from './line-start.ts';
import { type MarkdownLook, Page } from './page.ts';
import { STYLE } from './style.ts';
import { alignmentsOf, cellsOf, Table } from './table.ts';

/** A line across is no longer than this, in columns. */
const LONGEST_RULE = 60;

/** What the lines belong to now, besides their containers. */
type Block =
  | { kind: 'none' }
  | { kind: 'paragraph' }
  | { kind: 'fence'; mark: string; indent: number }
  /** A line that is the head of a table if the next line says so. */
  | { kind: 'head'; line: string }
  | { kind: 'table'; table: Table };

/** Shows lines of Markdown, one behind the other; those of paragraphs also in parts. */
export class Blocks {
  readonly #page: Page;
  readonly #inline: Inline;
  #block: Block = { kind: 'none' };
  /** The style of the heading that is read. */
  #base: number = STYLE.plain;

  constructor(look: MarkdownLook) {
    this.#page = new Page(look);
    this.#inline = new Inline((text, style) => {
      this.#page.flow.write(text, style | this.#base);
    }, look.styles);
  }

  get context(): Context {
    const inParagraph = this.#block.kind === 'paragraph' || this.#block.kind === 'head';
    return { containers: this.#page.containers, inParagraph };
  }

  get inFence(): boolean {
    return this.#block.kind === 'fence';
  }

  /** What is to be shown, since the last call. */
  take(): string {
    return this.#page.flow.take();
  }

  end(): void {
    this.#endBlock();
    this.#page.end();
  }

  /** A whole line. */
  line(line: string): void {
    if (this.#block.kind === 'fence' && this.#fencedLine(line, this.#block)) return;
    const start = readLineStart(line, true, this.context);
    if (start === null) return;
    if (start.kind === 'row') {
      this.#row(start);
    } else if (start.kind === 'text') {
      this.start(start);
      this.text('\n');
    } else {
      this.#place(start);
      this.#whole(start);
    }
  }

  /** The begin of a line of a paragraph; the rest of it comes as `text`. */
  start(start: LineStart): void {
    // Text that is not indented goes on with the paragraph above it all the same.
    if (this.#block.kind !== 'paragraph' || start.opened.length > 0) {
      this.#place(start);
      this.#page.open();
      this.#block = { kind: 'paragraph' };
    }
    this.#inline.push(start.rest);
  }

  text(text: string): void {
    this.#inline.push(text);
  }

  /** The begin of a line of code that is too long to be held; the rest of it comes as `code`. */
  codeBegin(line: string): void {
    this.#page.open();
    this.code(continued(line, this.#page.containers, true, true)?.rest ?? line);
  }

  code(text: string): void {
    this.#page.flow.verbatim(text, this.#page.style(STYLE.code));
  }

  codeEnd(): void {
    this.#page.flow.newline();
  }

  /** Ends what the line does not belong to, and goes into the containers that it stands in. */
  #place({ kind, continued: kept, opened }: LineStart): void {
    this.#endBlock();
    if (kind === 'blank' && opened.length === 0) this.#page.blank(kept);
    else this.#page.enter(kept, opened);
  }

  #whole({ kind, opened, rest }: LineStart): void {
    const page = this.#page;
    if (kind === 'blank' && opened.length > 0) page.print(['']);
    if (kind === 'heading') this.#heading(rest.trim());
    if (kind === 'code') page.print([rest], STYLE.code);
    if (kind === 'rule') {
      const length = page.look.ascii ? 3 : Math.min(page.room, LONGEST_RULE);
      page.print([page.glyphs.horizontal.repeat(length)], STYLE.dim);
    }
    if (kind === 'fence') {
      const mark = /`+|~+/.exec(rest)?.[0] ?? '';
      page.print([rest.trim()], STYLE.dim);
      this.#block = { kind: 'fence', mark, indent: indentOf(rest) };
    }
  }

  #heading(line: string): void {
    const page = this.#page;
    page.open();
    const level = /^#*/.exec(line)?.[0].length ?? 0;
    const title = line
      .slice(level)
      .replace(/(^| )#+$/, '')
      .trim();
    const weight = [STYLE.bold | STYLE.underlined, STYLE.bold][level - 1];
    this.#base = page.style(weight ?? STYLE.bold | STYLE.italic);
    this.#inline.push(page.look.styles ? title : line);
    this.#inline.end();
    this.#base = STYLE.plain;
    page.flow.newline();
  }

  #row(start: LineStart): void {
    const block = this.#block;
    const page = this.#page;
    const isSame = start.opened.length === 0 && start.continued === page.containers.length;
    if (isSame && block.kind === 'table') {
      page.print(block.table.add(cellsOf(start.rest)));
      return;
    }
    const alignments = isSame && block.kind === 'head' ? alignmentsOf(start.rest) : null;
    if (block.kind === 'head' && alignments !== null) {
      const { glyphs } = page;
      const look = { columns: () => page.room, styles: page.look.styles, glyphs };
      this.#block = { kind: 'table', table: new Table(cellsOf(block.line), alignments, look) };
      return;
    }
    this.#place(start);
    this.#block = { kind: 'head', line: start.rest };
  }

  /** Whether the line is one of the fenced block: it is not when the quote around that ends. */
  #fencedLine(line: string, { mark, indent }: { mark: string; indent: number }): boolean {
    const { containers } = this.#page;
    const text = containers.length > 0 ? withoutLeadingTabs(line) : line;
    const within = continued(text, containers, true, true);
    if (within === null || within.count < containers.length) {
      this.#block = { kind: 'none' };
      return false;
    }
    const { rest } = within;
    const last = rest.trim();
    if (last.startsWith(mark) && last.replaceAll(mark.charAt(0), '') === '') {
      this.#page.print([last], STYLE.dim);
      this.#block = { kind: 'none' };
    } else {
      this.#page.print([rest.slice(Math.min(indentOf(rest), indent))], STYLE.code);
    }
    return true;
  }

  #endBlock(): void {
    const block = this.#block;
    if (block.kind === 'head') {
      this.#page.open();
      this.#inline.push(block.line.trimStart());
    }
    if (block.kind === 'head' || block.kind === 'paragraph') {
      this.#inline.end();
      if (this.#page.flow.isOpen) this.#page.flow.newline();
    }
    if (block.kind === 'table') this.#page.print(block.table.end());
    this.#block = { kind: 'none' };
  }
}
