import type { Dialogue } from './dialogue.ts';
import type { Terminal } from './output/terminal.ts';
import { Prompter } from './prompter.ts';

type Streams = Pick<Terminal, 'stdin' | 'stderr'>;

/** Asks on the terminal, where standard output may be somewhere else; opened by the first question. */
export class Asking implements Dialogue {
  readonly #streams: Streams;
  #prompter: Prompter | null = null;

  constructor(streams: Streams) {
    this.#streams = streams;
  }

  /** Null where there is nobody to ask: in a script, a pipe. */
  static on(streams: Streams): Asking | null {
    const { stdin, stderr } = streams;
    return stdin.isTTY === true && stderr.isTTY === true ? new Asking(streams) : null;
  }

  ask(question: string, initial = ''): Promise<string | null> {
    this.#prompter ??= new Prompter(this.#streams);
    return this.#prompter.ask(question, false, initial);
  }

  print(text: string): void {
    this.#streams.stderr.write(`${text}\n`);
  }

  close(): void {
    this.#prompter?.close();
  }
}
