import type { Terminal } from '../output/terminal.ts';
import type { Editing } from './editing.ts';
import type { Prompts } from './layout.ts';
import { Screen } from './screen.ts';

/** The line that is edited, as it is to be seen. A dumb terminal shows what is typed itself. */
export class LineView {
  prompts: Prompts = { first: '', next: '' };
  readonly #terminal: Terminal;
  readonly #editing: Editing;
  readonly #screen: Screen;
  readonly #able: boolean;

  constructor(terminal: Terminal, editing: Editing) {
    this.#terminal = terminal;
    this.#editing = editing;
    this.#screen = new Screen(terminal.stdout, terminal.accessible);
    this.#able = terminal.interactive && !terminal.dumb;
  }

  draw(): void {
    if (this.#able) {
      const { prompts, buffer } = this.#editing.view(this.prompts);
      this.#screen.draw(prompts, buffer);
    } else if (this.#editing.cells.length === 0) {
      this.#terminal.stdout.write(this.prompts.first);
    }
  }

  /** Draws it below what something else has put on the screen. */
  redraw(): void {
    this.#screen.forget();
    this.draw();
  }

  /** Takes it off the screen. */
  erase(): void {
    if (this.#able) this.#screen.erase();
  }

  /** Leaves it on the screen; what comes next stands below it. */
  leave(): void {
    if (this.#able) this.#screen.leave();
  }

  /** The terminal has another size. */
  rewrap(): void {
    const { prompts, buffer } = this.#editing.view(this.prompts);
    this.#screen.rewrap(prompts, buffer);
  }

  /** Prints on stderr, above the line. */
  notice(text: string): void {
    const { stderr } = this.#terminal;
    if (stderr.isTTY !== true) {
      stderr.write(`${text}\n`);
    } else if (this.#able) {
      this.#above(() => stderr.write(`${text}\n`));
    } else {
      stderr.write(`\n${text}\n`);
      this.draw();
    }
  }

  /** Shows, above the line, what was asked for by a key. */
  show(text: string): void {
    this.#above(() => this.#terminal.stdout.write(`${text}\n`));
  }

  clearScreen(): void {
    this.#terminal.stdout.write('\x1b[H\x1b[2J');
    this.redraw();
  }

  #above(print: () => void): void {
    this.#screen.yield();
    print();
    this.draw();
  }
}
