import { asTyped } from '../output/sanitise.ts';
import { signsOf } from '../output/signs.ts';
import { dim, type Terminal } from '../output/terminal.ts';
import { type Cell, cellsOf, lineOf } from './buffer.ts';
import { Detours } from './detours.ts';
import { Editing, type Effect } from './editing.ts';
import type { EditorEvents, Entry } from './entry.ts';
import type { Key } from './key.ts';
import { KeyInput } from './keys.ts';
import { textOf } from './line.ts';
import { LineView } from './line-view.ts';
import { PastLines } from './past-lines.ts';

/** Reads lines from a person, and keeps what is printed meanwhile off the line they are typing. */
export class Editor {
  /** What the up arrow and Ctrl-R bring back. */
  readonly past = new PastLines();
  readonly #terminal: Terminal;
  readonly #events: EditorEvents;
  readonly #keys: KeyInput;
  /** Before the lines of a message but the first. */
  readonly continuation: string;
  readonly #editing: Editing;
  readonly #view: LineView;
  readonly #detours: Detours;
  readonly #able: boolean;
  #notices: string[] = [];
  #reading: ((entry: Entry) => void) | null = null;
  #fail: (error: unknown) => void = () => {};
  #continuing = false;
  #isAsking = false;
  #hinted = false;
  #closed = false;
  #left = false;
  #isLent = false;

  /** `pasteLimit`: characters that are kept of a paste, and one more to tell that it is too long. */
  constructor(terminal: Terminal, pasteLimit: number, events: EditorEvents) {
    this.#terminal = terminal;
    this.#events = events;
    this.#able = terminal.interactive && !terminal.dumb;
    const signs = signsOf(terminal);
    this.continuation = `${signs.more}> `;
    this.#editing = new Editing(this.past, signs);
    this.#view = new LineView(terminal, this.#editing);
    this.#keys = new KeyInput(terminal.stdin, pasteLimit, {
      key: (key) => this.#press(key),
      paste: (text) => this.#paste(text),
      interrupt: () => events.interrupt(),
      suspend: () => events.suspend(),
      end: () => {
        this.#closed = true;
        this.#leave();
      },
    });
    const line = {
      editing: this.#editing,
      view: this.#view,
      keys: this.#keys,
      columns: () => terminal.columns(),
      isOpen: () => this.#reading !== null,
    };
    this.#detours = new Detours(line, events);
    if (this.#able) terminal.stdout.on('resize', this.#onResize);
  }

  /**
   * Shows the prompt and reads a line. `continuing`: it belongs to a message that began before it.
   * One line is read at a time.
   */
  read(prompt: string, continuing: boolean): Promise<Entry> {
    return this.#read(prompt, continuing, []);
  }

  /**
   * Asks for an answer to a question; `initial` stands in the line already. Null: the person would
   * rather not answer, or leave.
   */
  async ask(question: string, initial = ''): Promise<string | null> {
    this.#isAsking = true;
    const cells = this.#able ? cellsOf(asTyped(initial)) : [];
    const entry = await this.#read(question, true, cells);
    this.#isAsking = false;
    return entry.type === 'line' ? textOf([entry.line]) : null;
  }

  #read(prompt: string, continuing: boolean, cells: readonly Cell[]): Promise<Entry> {
    this.#flush();
    if (this.#closed) return Promise.resolve({ type: 'leave' });
    this.#continuing = continuing;
    return new Promise((resolve, reject) => {
      this.#reading = resolve;
      this.#fail = reject;
      this.#view.prompts = { first: prompt, next: this.continuation };
      this.#editing.start(cells, this.#isAsking);
      this.#view.draw();
      this.#keys.release();
    });
  }

  /**
   * Prints on stderr: above the line that is being typed, which stays as it is with its cursor; when
   * none is, before the next prompt.
   */
  notice(text: string): void {
    if (this.#reading === null || this.#isLent) {
      this.#notices.push(text);
      if (this.#left) this.#flush();
      return;
    }
    this.#view.notice(text);
  }

  /** Takes the prompt off the screen: what is typed there has nowhere to go. */
  withdraw(): void {
    if (this.#reading !== null) this.#view.erase();
  }

  /** Draws the line again, below what something else has put on the screen. */
  redraw(): void {
    if (this.#reading === null || this.#isLent) return;
    this.#view.redraw();
  }

  /** Whether another program has the terminal. */
  get isLent(): boolean {
    return this.#isLent;
  }

  /** Runs what needs the terminal for itself: no key is read here, and nothing printed, until it ends. */
  async lend<T>(work: () => Promise<T>): Promise<T> {
    this.#isLent = true;
    this.#keys.lend();
    try {
      return await work();
    } finally {
      this.#keys.attach();
      this.#isLent = false;
      if (this.#reading !== null) this.#flush();
    }
  }

  /** No line will be read any more: notices are printed as they come. */
  leave(): void {
    this.#left = true;
    this.#flush();
  }

  /** Ctrl-C, from the keyboard or as a signal. */
  interrupt(): void {
    if (this.#isLent) return;
    if (this.#reading === null) {
      this.#events.interrupt();
    } else if (this.#editing.cells.length > 0 || this.#continuing || this.#editing.isSearching) {
      this.#editing.clear();
      this.#view.draw();
      if (!this.#continuing) return;
      this.#below();
      this.#settle({ type: 'cancel' });
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
    this.#below();
    // No answer to a question is a no; who wants to leave says so at the prompt.
    this.#settle(this.#isAsking && !this.#closed ? { type: 'cancel' } : { type: 'leave' });
  }

  #press(key: Key): void {
    if (key.name !== 'ctrl+c') this.#hinted = false;
    // A dumb terminal edits its lines itself, shows them, and sends them whole.
    const isEnter = key.name === 'enter' || key.name === 'ctrl+j';
    if (this.#able) this.#effects[this.#editing.press(key)]();
    else if (isEnter) this.#submit();
    else if (key.name === 'text') this.#editing.press(key);
  }

  readonly #effects: Record<Effect, () => void> = {
    draw: () => this.#view.draw(),
    enter: () => this.#submit(),
    leave: () => this.#leave(),
    interrupt: () => this.interrupt(),
    suspend: () => this.#events.suspend(),
    complete: () => this.#detours.complete().catch(this.#fail),
    'external editor': () => this.#detours.edit().catch(this.#fail),
    'clear screen': () => this.#view.clearScreen(),
    nothing: () => {},
  };

  #submit(): void {
    this.#hinted = false;
    this.#view.leave();
    this.#settle({ type: 'line', line: lineOf(this.#editing.cells) });
  }

  #paste(text: string): void {
    this.#hinted = false;
    this.#editing.paste(text);
    this.#view.draw();
  }

  #below(): void {
    if (this.#able) this.#view.leave();
    else this.#terminal.stdout.write('\n');
  }

  readonly #onResize = (): void => {
    if (this.#reading !== null && !this.#isLent) this.#view.rewrap();
  };
}
