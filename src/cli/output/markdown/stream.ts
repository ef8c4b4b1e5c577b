import { Blocks } from './blocks.ts';
import { type LineStart, readLineStart } from './line-start.ts';
import type { MarkdownLook } from './page.ts';

/** A line that must be read as a whole is held up to this length, in characters; then it is text. */
const LONGEST_LINE = 4_000;

/**
 * Shows Markdown on a terminal while it comes: text of paragraphs flows, broken between words; of
 * all else a line is printed when it is there, and a table when it ends. Nothing that was printed is
 * changed. Line breaks of the text stay. No letter is lost: what is no mark is text, HTML too. It
 * holds a few thousand characters, of a table some ten thousand. What comes out depends on the text,
 * and not on how it was cut.
 */
export class MarkdownStream {
  readonly #blocks: Blocks;
  /** The line as far as it is held. */
  #line = '';
  /** What is done with this line: held until it can be told, held as a whole, or passed on. */
  #mode: 'begin' | 'whole' | 'text' | 'code' = 'begin';

  constructor(look: MarkdownLook) {
    this.#blocks = new Blocks(look);
  }

  /** Takes sanitised text; gives what can be shown by now. No style is open behind it. */
  push(text: string): string {
    let at = 0;
    while (at < text.length) {
      const broken = text.indexOf('\n', at);
      const end = broken === -1 ? text.length : broken;
      while (at < end) at += this.#take(text.slice(at, end));
      if (broken === -1) break;
      this.#endLine();
      at = broken + 1;
    }
    return this.#blocks.take();
  }

  /** The rest; it ends with a line break, if anything was shown. The stream is as new. */
  end(): string {
    if (this.#mode !== 'begin' || this.#line !== '') this.#endLine();
    this.#blocks.end();
    return this.#blocks.take();
  }

  /** Takes as much of the rest of a line as it can at once; how much that was, at least 1. */
  #take(part: string): number {
    if (this.#mode === 'text') this.#blocks.text(part);
    else if (this.#mode === 'code') this.#blocks.code(part);
    else return this.#hold(part);
    return part.length;
  }

  #hold(part: string): number {
    if (this.#blocks.inFence) this.#mode = 'whole';
    // Until it can be told what the line is, each character may be the one that tells.
    const length = this.#mode === 'whole' ? LONGEST_LINE - this.#line.length : 1;
    const taken = part.slice(0, length);
    this.#line += taken;
    if (this.#line.length >= LONGEST_LINE) this.#release();
    else if (this.#mode === 'begin') {
      this.#begin(readLineStart(this.#line, false, this.#blocks.context));
    }
    return taken.length;
  }

  #begin(start: LineStart | null): void {
    if (start?.kind === 'whole') this.#mode = 'whole';
    if (start?.kind !== 'text') return;
    this.#blocks.start(start);
    this.#mode = 'text';
    this.#line = '';
  }

  /** The line is too long to be held: it is code, or text. */
  #release(): void {
    const line = this.#line;
    this.#line = '';
    if (this.#blocks.inFence) {
      this.#blocks.codeBegin(line);
      this.#mode = 'code';
      return;
    }
    const start = readLineStart(line, true, this.#blocks.context);
    if (start !== null) this.#blocks.start({ ...start, kind: 'text' });
    this.#mode = 'text';
  }

  #endLine(): void {
    const line = this.#line;
    this.#line = '';
    if (this.#mode === 'text') this.#blocks.text('\n');
    else if (this.#mode === 'code') this.#blocks.codeEnd();
    else this.#blocks.line(line);
    this.#mode = 'begin';
  }
}
