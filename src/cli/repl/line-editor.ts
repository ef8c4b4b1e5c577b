import {
  type Buffer,
  type Cell,
  cellsOf,
  cutTo,
  EMPTY,
  insert,
  isInk,
  lineBeside,
  lineEnd,
  lineStart,
  transpose,
  wordEnd,
  wordStart,
} from './buffer.ts';
import type { Key } from './key.ts';

/** Steps back that are kept. */
const MOST_UNDO = 200;
/** Killed stretches that Alt-Y goes through. */
const MOST_KILLS = 30;

type Place = (buffer: Buffer) => number;

const left: Place = ({ cursor }) => Math.max(cursor - 1, 0);
const right: Place = ({ cursor, cells }) => Math.min(cursor + 1, cells.length);
const inkStart: Place = (buffer) => wordStart(buffer, isInk);
/** At the end of a line the line break goes, so that killing again goes on. */
const killEnd: Place = (buffer) =>
  lineEnd(buffer) === buffer.cursor ? right(buffer) : lineEnd(buffer);

const MOVES: Readonly<Record<string, Place>> = {
  left,
  'ctrl+b': left,
  right,
  'ctrl+f': right,
  home: lineStart,
  'ctrl+a': lineStart,
  end: lineEnd,
  'ctrl+e': lineEnd,
  'alt+b': wordStart,
  'ctrl+left': wordStart,
  'alt+left': wordStart,
  'alt+f': wordEnd,
  'ctrl+right': wordEnd,
  'alt+right': wordEnd,
  'ctrl+home': () => 0,
  'alt+<': () => 0,
  'ctrl+end': ({ cells }) => cells.length,
  'alt+>': ({ cells }) => cells.length,
};

const DELETES: Readonly<Record<string, Place>> = {
  backspace: left,
  'shift+backspace': left,
  delete: right,
  'ctrl+d': right,
};

/** As deletes, and what goes can be put in again with Ctrl-Y. */
const KILLS: Readonly<Record<string, Place>> = {
  'ctrl+u': lineStart,
  'ctrl+k': killEnd,
  'ctrl+w': inkStart,
  'alt+backspace': wordStart,
  'ctrl+backspace': wordStart,
  'alt+d': wordEnd,
  'alt+delete': wordEnd,
  'ctrl+delete': wordEnd,
};

const BREAKS = new Set(['ctrl+j', 'alt+enter', 'shift+enter', 'ctrl+enter']);

/**
 * The line that is edited, with what the keys of readline do to it: movement, killing and yanking,
 * undo. What was pasted stays pasted wherever it is yanked or brought back to.
 */
export class LineEditor {
  #buffer = EMPTY;
  #undo: Buffer[] = [];
  #kills: Cell[][] = [];
  /** What the key before did: letters in a row are undone together, kills in a row are one. */
  #last: 'text' | 'kill' | 'yank' | null = null;
  #yanked = 0;

  get buffer(): Buffer {
    return this.#buffer;
  }

  get isEmpty(): boolean {
    return this.#buffer.cells.length === 0;
  }

  /** Another line takes its place; it can be undone. */
  replace(buffer: Buffer): void {
    this.#change(buffer, null);
  }

  /** A new line begins: nothing of the one before comes back but what was killed. */
  clear(): void {
    this.#buffer = EMPTY;
    this.#undo = [];
    this.#last = null;
  }

  insert(cells: readonly Cell[]): void {
    this.#change(insert(this.#buffer, cells), null);
  }

  /** Does what the key is bound to; false: it is not bound to anything here. */
  press({ name, text }: Key): boolean {
    if (name === 'text') {
      const isSpace = text === ' ';
      const isRun = this.#last === 'text' && !isSpace;
      this.#change(insert(this.#buffer, cellsOf(text)), 'text', isRun);
      return true;
    }
    if (BREAKS.has(name)) {
      this.insert(cellsOf('\n'));
      return true;
    }
    const move = MOVES[name];
    if (move !== undefined) return this.#move(move(this.#buffer));
    const del = DELETES[name];
    if (del !== undefined) return this.#delete(del(this.#buffer));
    const kill = KILLS[name];
    if (kill !== undefined) return this.#kill(kill(this.#buffer));
    return this.#pressOther(name);
  }

  /** To the line above or below; false: there is none. */
  moveLine(by: -1 | 1): boolean {
    const place = lineBeside(this.#buffer, by);
    return place !== null && this.#move(place);
  }

  #pressOther(name: string): boolean {
    switch (name) {
      case 'ctrl+y':
        return this.#yank(0);
      case 'alt+y':
        return this.#last === 'yank' && this.#yankOlder();
      case 'ctrl+t':
        this.#change(transpose(this.#buffer), null);
        return true;
      case 'ctrl+_':
        this.#buffer = this.#undo.pop() ?? this.#buffer;
        this.#last = null;
        return true;
      default:
        return false;
    }
  }

  #move(cursor: number): boolean {
    this.#buffer = { ...this.#buffer, cursor };
    this.#last = null;
    return true;
  }

  #delete(place: number): boolean {
    this.#change(cutTo(this.#buffer, place).left, null);
    return true;
  }

  #kill(place: number): boolean {
    const { left: rest, cut } = cutTo(this.#buffer, place);
    if (cut.length === 0) return true;
    if (this.#last !== 'kill') this.#kills = [[], ...this.#kills].slice(0, MOST_KILLS);
    const [newest = [], ...older] = this.#kills;
    const isBefore = place < this.#buffer.cursor;
    this.#kills = [isBefore ? [...cut, ...newest] : [...newest, ...cut], ...older];
    this.#change(rest, 'kill');
    return true;
  }

  #yank(index: number): boolean {
    const killed = this.#kills[index];
    if (killed === undefined) return true;
    this.#yanked = index;
    this.#change(insert(this.#buffer, killed), 'yank');
    return true;
  }

  /** In place of what was yanked just now. */
  #yankOlder(): boolean {
    this.#buffer = this.#undo.pop() ?? this.#buffer;
    return this.#yank((this.#yanked + 1) % this.#kills.length);
  }

  #change(next: Buffer, what: 'text' | 'kill' | 'yank' | null, isRun = false): void {
    const isSame = next.cells === this.#buffer.cells;
    if (!isRun && !isSame) this.#undo = [...this.#undo.slice(1 - MOST_UNDO), this.#buffer];
    this.#buffer = next;
    this.#last = what;
  }
}
