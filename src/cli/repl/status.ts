import { dim, type Terminal } from '../output/terminal.ts';

const ERASE_LINE = '\r\x1b[K';

/** One passing line on stderr that leaves nothing behind; only where stderr is an able terminal. */
export class Status {
  readonly #terminal: Terminal;
  #shown: string | null = null;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Whether a status can be shown at all. */
  get able(): boolean {
    return this.#terminal.stderr.isTTY === true && !this.#terminal.dumb;
  }

  show(text: string): void {
    if (!this.able) return;
    this.#terminal.stderr.write(ERASE_LINE + dim(text, this.#terminal.colour));
    this.#shown = text;
  }

  hide(): void {
    if (this.#shown !== null) this.#terminal.stderr.write(ERASE_LINE);
    this.#shown = null;
  }

  /** Does what prints something, with the status out of its way. */
  around(print: () => void): void {
    const shown = this.#shown;
    this.hide();
    print();
    if (shown !== null) this.show(shown);
  }
}
