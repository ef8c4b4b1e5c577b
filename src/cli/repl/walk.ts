import { type Buffer, bufferOf, lineOf, messageCells } from './buffer.ts';
import { textOf } from './line.ts';
import type { PastLine, PastLines } from './past-lines.ts';

/**
 * Walks through past lines with the arrows. What was typed before the first step is what all of them
 * begin with, and what the last step back brings again.
 */
export class Walk {
  readonly #past: PastLines;
  readonly #begin: Buffer;
  readonly #prefix: string;
  #at: number;

  constructor(past: PastLines, begin: Buffer) {
    this.#past = past;
    this.#begin = begin;
    this.#prefix = textOf([lineOf(begin.cells)]);
    this.#at = past.length;
  }

  /** The line to show; null: there is none that way. */
  step(by: -1 | 1): Buffer | null {
    const shown = this.#past.at(this.#at)?.text;
    const fits = ({ text }: PastLine): boolean => text.startsWith(this.#prefix) && text !== shown;
    const found = this.#past.find(fits, this.#at + by, by);
    const line = found === null ? undefined : this.#past.at(found);
    if (found === null || line === undefined) {
      if (by < 0 || this.#at === this.#past.length) return null;
      this.#at = this.#past.length;
      return this.#begin;
    }
    this.#at = found;
    return bufferOf(messageCells(line.message));
  }
}
