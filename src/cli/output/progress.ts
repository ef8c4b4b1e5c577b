import { cut } from './changes.ts';
import { sanitiseLine } from './sanitise.ts';
import { type Signs, signsOf } from './signs.ts';
import type { Terminal } from './terminal.ts';

/** Between two times that the line is drawn, in ms: more often nobody sees. */
const EVERY = 80;
/** Columns of the bar. */
const BAR = 24;

/**
 * How far something is that goes through many, as one line of a terminal that is drawn again and
 * again. For screen readers (`--accessible`), a dumb terminal, and where standard error is none,
 * nothing is shown.
 */
export class ProgressLine {
  readonly #terminal: Terminal;
  readonly #isShown: boolean;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #isThere = false;

  constructor(terminal: Terminal, { isShown }: { isShown: boolean }) {
    this.#terminal = terminal;
    const { stderr, dumb, accessible } = terminal;
    this.#isShown = isShown && stderr.isTTY === true && !dumb && !accessible;
  }

  /** `now`: what it is at. */
  show(done: number, total: number, now: string): void {
    const time = performance.now();
    if (!this.#isShown || (time - this.#drawnAt < EVERY && done < total)) return;
    this.#drawnAt = time;
    const { stderr, columns } = this.#terminal;
    const line = progressText(done, total, now, columns() - 1, signsOf(this.#terminal));
    stderr.write(`\r${line}\x1b[K`);
    this.#isThere = true;
  }

  /** Takes the line away; to be called before anything else is written, and at the end. */
  clear(): void {
    if (this.#isThere) this.#terminal.stderr.write('\r\x1b[K');
    this.#isThere = false;
  }
}

function progressText(
  done: number,
  total: number,
  now: string,
  columns: number,
  signs: Signs,
): string {
  const part = total === 0 ? 1 : Math.min(done / total, 1);
  const full = Math.round(part * BAR);
  const bar = `${'█'.repeat(full)}${'░'.repeat(BAR - full)}`;
  return cut(`${bar} ${done}/${total} ${sanitiseLine(now)}`, columns, signs);
}
