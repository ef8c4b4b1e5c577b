import type { Terminal } from '../output/terminal.ts';

const PASTE_ON = '\x1b[?2004h';
const PASTE_OFF = '\x1b[?2004l';

/**
 * The terminal in the state the REPL needs (keys one by one, pastes bracketed), and back. A dumb one
 * stays as it is.
 */
export class RawMode {
  readonly #terminal: Terminal;
  #entered = false;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Also to be called when the process was stopped and goes on: the shell took the terminal. */
  enter(): void {
    const { stdin, stdout, interactive, dumb } = this.#terminal;
    if (!interactive || dumb) return;
    // Node leaves the terminal alone if it believes that it is raw already.
    stdin.setRawMode?.(false);
    stdin.setRawMode?.(true);
    stdout.write(PASTE_ON);
    // An uncaught exception elsewhere must not leave the shell with a terminal in this state.
    if (!this.#entered) process.once('exit', this.leave);
    this.#entered = true;
  }

  readonly leave = (): void => {
    if (!this.#entered) return;
    this.#entered = false;
    process.off('exit', this.leave);
    this.#terminal.stdout.write(PASTE_OFF);
    this.#terminal.stdin.setRawMode?.(false);
  };
}
