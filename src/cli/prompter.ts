import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { asTyped } from './output/sanitise.ts';
import type { Terminal } from './output/terminal.ts';

/** Asks for lines, shown or hidden. Lines that come before they are asked for are kept. */
export class Prompter {
  readonly #terminal: Pick<Terminal, 'stdin' | 'stderr'>;
  readonly #readline: Interface;
  readonly #lines: string[] = [];
  /** True but while a shown answer is asked for: what is typed too early may be a key. */
  #hidden = true;
  #ended = false;
  #wake: () => void = () => {};

  constructor(terminal: Pick<Terminal, 'stdin' | 'stderr'>) {
    this.#terminal = terminal;
    const output = new Writable({
      write: (chunk, _encoding, done) => {
        if (!this.#hidden) terminal.stderr.write(chunk);
        done();
      },
    });
    this.#readline = createInterface({
      input: terminal.stdin,
      output,
      terminal: terminal.stdin.isTTY === true,
      historySize: 0,
    });
    this.#readline.on('line', (line) => {
      this.#hidden = true;
      this.#lines.push(line);
      this.#wake();
    });
    this.#readline.on('SIGINT', () => this.#readline.close());
    this.#readline.on('close', () => {
      this.#ended = true;
      this.#wake();
    });
  }

  say(text: string): void {
    this.#terminal.stderr.write(text);
  }

  /**
   * The line without the white space around it; null when the person left. `initial` stands in the
   * line already, to be changed.
   */
  async ask(prompt: string, hidden = false, initial = ''): Promise<string | null> {
    this.#hidden = hidden;
    if (hidden) {
      this.say(prompt);
    } else {
      this.#readline.setPrompt(prompt);
      this.#readline.prompt();
      if (initial !== '' && this.#lines.length === 0) this.#readline.write(asTyped(initial));
    }
    if (this.#lines.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#hidden = true;
    const line = this.#lines.shift();
    if (hidden || line === undefined) this.#terminal.stderr.write('\n');
    return line?.trim() ?? null;
  }

  close(): void {
    this.#readline.close();
  }
}
