import { createInterface, type Interface } from 'node:readline';
import { asTyped } from '../output/sanitise.ts';
import { dim, type Terminal } from '../output/terminal.ts';
import type { EditorEvents, Entry } from './entry.ts';
import { KeyInput } from './keys.ts';
import { LineOrigins, textOf } from './line.ts';
import { fold } from './paste.ts';
import { erased, PromptOutput } from './prompt-output.ts';

/** Lines of this session that the up arrow brings back. */
const HISTORY = 100;
const BACKSPACE = new Set(['\x7f', '\b']);

/** Reads lines from a person, and keeps what is printed meanwhile off the line they are typing. */
export class Editor {
  readonly #terminal: Terminal;
  readonly #events: EditorEvents;
  readonly #keys: KeyInput;
  readonly #readline: Interface;
  readonly #able: boolean;
  readonly #origins = new LineOrigins();
  #notices: string[] = [];
  #reading: ((entry: Entry) => void) | null = null;
  #continuing = false;
  #hinted = false;
  #closed = false;
  #left = false;
  /** An answer is asked for, not a message: it is not for the up arrow. */
  #asking = false;
  #past: string[] = [];
  /** The row of the cursor below the prompt, as it was drawn last. */
  #row = 0;

  /** `pasteLimit`: characters that are kept of a paste, and one more to tell that it is too long. */
  constructor(terminal: Terminal, pasteLimit: number, events: EditorEvents) {
    this.#terminal = terminal;
    this.#events = events;
    this.#able = terminal.interactive && !terminal.dumb;
    this.#keys = new KeyInput(terminal.stdin, pasteLimit, {
      paste: (text) => this.#paste(text),
      interrupt: () => events.interrupt(),
      suspend: () => events.suspend(),
    });
    const readline = createInterface({
      input: this.#keys,
      output: new PromptOutput(terminal.stdout),
      terminal: this.#able,
      historySize: HISTORY,
    });
    this.#readline = readline;
    readline.on('line', (text) => this.#submit(text));
    readline.on('history', (history) => {
      if (this.#asking) history.splice(0, history.length, ...this.#past);
      else this.#past = [...history];
    });
    readline.on('SIGINT', () => this.interrupt());
    readline.on('SIGTSTP', () => events.suspend());
    readline.on('close', () => {
      this.#closed = true;
      this.#leave();
    });
    // Behind readline's own listener, so that the line is as the key left it.
    this.#keys.on('keypress', (character?: string) => this.#pressed(character ?? ''));
    if (this.#able) terminal.stdout.on('resize', this.#onResize);
  }

  /**
   * Shows the prompt and reads a line. `continuing`: it belongs to a message that began before it.
   * One line is read at a time.
   */
  read(prompt: string, continuing: boolean): Promise<Entry> {
    this.#flush();
    if (this.#closed) return Promise.resolve({ type: 'leave' });
    this.#continuing = continuing;
    return new Promise((resolve) => {
      this.#reading = resolve;
      this.#readline.setPrompt(prompt);
      this.#readline.prompt();
      this.#row = 0;
      this.#keys.release();
    });
  }

  /**
   * Asks for an answer to a question; `initial` stands in the line already. Null: the person would
   * rather not answer, or leave.
   */
  async ask(question: string, initial = ''): Promise<string | null> {
    this.#asking = true;
    const answer = this.read(question, true);
    if (initial !== '' && this.#able && this.#reading !== null) {
      this.#readline.write(asTyped(initial));
      this.#follow();
    }
    const entry = await answer;
    this.#asking = false;
    return entry.type === 'line' ? textOf([entry.line]) : null;
  }

  /**
   * Prints on stderr: above the line that is being typed, which stays as it is with its cursor; when
   * none is, before the next prompt.
   */
  notice(text: string): void {
    if (this.#reading === null) {
      this.#notices.push(text);
      if (this.#left) this.#flush();
      return;
    }
    const { stderr } = this.#terminal;
    if (stderr.isTTY !== true) {
      stderr.write(`${text}\n`);
    } else if (!this.#able) {
      stderr.write(`\n${text}\n`);
      this.#readline.prompt();
    } else {
      // Readline redraws from as many rows up as the cursor was below the prompt: hence the blank
      // rows behind the text.
      const { rows } = this.#readline.getCursorPos();
      stderr.write(`${erased(rows)}${text}\n${'\n'.repeat(rows)}`);
      this.#readline.prompt(true);
    }
  }

  /** Takes the prompt off the screen: what is typed there has nowhere to go. */
  withdraw(): void {
    if (this.#reading === null || !this.#able) return;
    this.#terminal.stdout.write(erased(this.#readline.getCursorPos().rows));
  }

  /** Draws the line again, below what something else has put on the screen. */
  redraw(): void {
    if (this.#reading === null) return;
    if (this.#able) this.#terminal.stdout.write('\n'.repeat(this.#readline.getCursorPos().rows));
    this.#readline.prompt(true);
  }

  /** No line will be read any more: notices are printed as they come. */
  leave(): void {
    this.#left = true;
    this.#flush();
  }

  /** Ctrl-C, from the keyboard or as a signal. */
  interrupt(): void {
    if (this.#reading === null) {
      this.#events.interrupt();
    } else if (this.#readline.line !== '' || this.#continuing) {
      this.#clear();
      if (this.#continuing) {
        this.#terminal.stdout.write('\n');
        this.#settle({ type: 'cancel' });
      }
    } else if (this.#hinted) {
      this.#leave();
    } else {
      this.#hinted = true;
      this.notice(dim('(Ctrl-C again or Ctrl-D to leave)', this.#terminal.colour));
    }
  }

  /** Lets go of the terminal and prints what was not printed yet. */
  close(): void {
    this.#reading = null;
    this.#readline.close();
    this.#keys.detach();
    this.#terminal.stdout.off('resize', this.#onResize);
    this.#flush();
  }

  #flush(): void {
    for (const notice of this.#notices.splice(0)) this.#terminal.stderr.write(`${notice}\n`);
  }

  #settle(entry: Entry): void {
    const resolve = this.#reading;
    this.#reading = null;
    this.#keys.hold();
    resolve?.(entry);
  }

  #leave(): void {
    if (this.#reading === null) return;
    this.#terminal.stdout.write('\n');
    this.#settle({ type: 'leave' });
  }

  #submit(text: string): void {
    this.#hinted = false;
    if (!this.#able) this.#origins.follow(text, text.length);
    this.#settle({ type: 'line', line: this.#origins.submit() });
  }

  #pressed(character: string): void {
    if (character !== '\x03') this.#hinted = false;
    // Backspace behind a label takes the whole of it; readline has taken its last character.
    const label = BACKSPACE.has(character) ? this.#origins.labelBefore(this.#cursor + 1) : 0;
    for (let left = label - 1; left > 0; left -= 1) {
      this.#readline.write(null, { name: 'backspace' });
    }
    this.#follow();
  }

  #follow(): void {
    this.#origins.follow(this.#readline.line, this.#cursor);
    if (this.#able) this.#row = this.#readline.getCursorPos().rows;
  }

  #paste(pasted: string): void {
    const { text, label } = fold(pasted);
    const shown = label ?? text;
    this.#hinted = false;
    this.#readline.write(shown);
    const content = label === null ? null : text;
    this.#origins.paste(this.#readline.line, this.#cursor, shown.length, content);
    this.#follow();
  }

  #clear(): void {
    if (!this.#able) return;
    this.#readline.write(null, { ctrl: true, name: 'e' });
    this.#readline.write(null, { ctrl: true, name: 'u' });
    this.#follow();
  }

  /**
   * The terminal has wrapped the line anew, and the cursor went with it; readline will still go up
   * as many rows as before. The difference is made up for beforehand.
   */
  readonly #onResize = (): void => {
    if (this.#reading === null) return;
    const before = this.#row;
    this.#row = this.#readline.getCursorPos().rows;
    const fewer = before - this.#row;
    if (fewer > 0) this.#terminal.stdout.write('\n'.repeat(fewer));
    if (fewer < 0) this.#terminal.stdout.write(`\x1b[${-fewer}A`);
    this.#readline.prompt(true);
  };

  get #cursor(): number {
    return this.#readline.cursor;
  }
}
