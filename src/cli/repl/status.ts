import { dim, type Terminal } from '../output/terminal.ts';
import { clip } from '../output/width.ts';

const ERASE_LINE = '\r\x1b[K';
const SECOND_MS = 1_000;

export interface StatusOptions {
  /** Says nothing of what is waited for. Default false. */
  quiet?: boolean;
  /** Milliseconds of a clock that only goes forward. */
  now?: () => number;
}

/** One passing line on stderr that leaves nothing behind; only where stderr is an able terminal. */
export class Status {
  readonly #terminal: Terminal;
  readonly #quiet: boolean;
  readonly #now: () => number;
  #shown: string | null = null;
  #waiting: { word: string; since: number; timer: NodeJS.Timeout } | null = null;

  constructor(terminal: Terminal, { quiet = false, now = () => performance.now() }: StatusOptions) {
    this.#terminal = terminal;
    this.#quiet = quiet;
    this.#now = now;
  }

  /** Whether a status can be shown at all. */
  get able(): boolean {
    const { stderr, dumb, accessible } = this.#terminal;
    return stderr.isTTY === true && !dumb && !accessible;
  }

  /**
   * Says what is waited for, such as "thinking", with the seconds since it was first said, until
   * `hide`. The cursor must stand at the begin of a line.
   */
  wait(word: string): void {
    if (!this.able || this.#quiet || this.#waiting?.word === word) return;
    this.hide();
    const tick = (): void => this.#tick();
    const timer = setInterval(tick, SECOND_MS).unref();
    this.#waiting = { word, since: this.#now(), timer };
    this.#tick();
  }

  show(text: string): void {
    if (!this.able) return;
    this.#stop();
    this.#draw(text);
  }

  hide(): void {
    this.#stop();
    if (this.#shown !== null) this.#terminal.stderr.write(ERASE_LINE);
    this.#shown = null;
  }

  /** Does what prints something, with the status out of its way. */
  around(print: () => void): void {
    const shown = this.#shown;
    if (shown !== null) this.#terminal.stderr.write(ERASE_LINE);
    print();
    if (shown !== null) this.#draw(shown);
  }

  #tick(): void {
    if (this.#waiting === null) return;
    const { word, since } = this.#waiting;
    const seconds = Math.floor((this.#now() - since) / SECOND_MS);
    this.#draw(seconds === 0 ? `…${word}` : `…${word} ${seconds} s`);
  }

  #draw(text: string): void {
    const { stderr, colour, columns } = this.#terminal;
    // A line that wraps could not be erased; nor could one that was narrowed since.
    stderr.write(ERASE_LINE + dim(clip(text, columns() - 1), colour));
    this.#shown = text;
  }

  #stop(): void {
    clearInterval(this.#waiting?.timer);
    this.#waiting = null;
  }
}
