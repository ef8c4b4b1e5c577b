import { GLYPHS, type Signs } from '../output/signs.ts';
import { type Buffer, bufferOf, type Cell, cellsOf, pastedCells } from './buffer.ts';
import { type Completion, completed, type Option } from './completion.ts';
import type { Key } from './key.ts';
import type { Prompts } from './layout.ts';
import { LineEditor } from './line-editor.ts';
import type { PastLines } from './past-lines.ts';
import { Search } from './search.ts';
import { Walk } from './walk.ts';

/** What is left to do after a key, for who has the terminal. */
export type Effect =
  | 'draw'
  | 'enter'
  | 'leave'
  | 'interrupt'
  | 'suspend'
  | 'complete'
  | 'external editor'
  | 'clear screen'
  | 'nothing';

const EFFECTS: Readonly<Record<string, Effect>> = {
  enter: 'enter',
  tab: 'complete',
  'ctrl+c': 'interrupt',
  'ctrl+z': 'suspend',
  'ctrl+l': 'clear screen',
};

/** The keys of the prompt: those that change the line, past lines, the search. Touches no terminal. */
export class Editing {
  readonly #past: PastLines;
  readonly #signs: Signs;
  readonly #line = new LineEditor();
  #walk: Walk | null = null;
  #search: Search | null = null;
  /** Ctrl-X came, and waits for the key behind it. */
  #isChord = false;
  /** A question is asked: past messages do not answer it. */
  #isAsking = false;

  constructor(past: PastLines, signs: Signs = GLYPHS) {
    this.#past = past;
    this.#signs = signs;
  }

  /** A new line, with these cells in it already. */
  start(cells: readonly Cell[], isAsking: boolean): void {
    this.#isAsking = isAsking;
    this.#isChord = false;
    this.#walk = null;
    this.#search = null;
    this.#line.clear();
    if (cells.length > 0) this.#line.insert(cells);
  }

  get cells(): readonly Cell[] {
    return this.#line.buffer.cells;
  }

  get buffer(): Buffer {
    return this.#line.buffer;
  }

  get isSearching(): boolean {
    return this.#search !== null;
  }

  /** What is to be seen in place of the line and its prompt. */
  view(prompts: Prompts): { prompts: Prompts; buffer: Buffer } {
    if (this.#search === null) return { prompts, buffer: this.#line.buffer };
    return { prompts: this.#search.prompts, buffer: this.#search.buffer };
  }

  replace(buffer: Buffer): void {
    this.#walk = null;
    this.#line.replace(buffer);
  }

  paste(text: string): void {
    this.#take();
    this.#walk = null;
    this.#line.insert(pastedCells(text));
  }

  /** What was typed before the cursor, to be completed; null where nothing is. */
  get completable(): string | null {
    const { cells, cursor } = this.buffer;
    const before = cells.slice(0, cursor);
    if (this.#isAsking || before.some(({ pasted }) => pasted)) return null;
    return before.map(({ text }) => text).join('');
  }

  /** Goes on as far as the completion goes; the ways to choose from, where it goes no further. */
  complete(text: string, completion: Completion): readonly Option[] {
    // The person went on typing.
    if (this.completable !== text) return [];
    const next = completed(text, completion);
    if (next.text !== null) {
      const until = cellsOf(text.slice(0, completion.start) + next.text);
      const behind = this.cells.slice(this.buffer.cursor);
      this.replace({ cells: [...until, ...behind], cursor: until.length });
    }
    return next.list;
  }

  /** The line goes; Ctrl-_ brings it back. */
  clear(): void {
    this.#search = null;
    this.replace(bufferOf([]));
  }

  press(key: Key): Effect {
    if (this.#search !== null) return this.#pressInSearch(this.#search, key);
    const isChord = this.#isChord;
    this.#isChord = key.name === 'ctrl+x' && !isChord;
    if (this.#isChord) return 'nothing';
    if (isChord) return this.#pressChord(key);
    const effect = EFFECTS[key.name];
    if (effect !== undefined) return effect;
    if (key.name === 'ctrl+d' && this.#line.isEmpty) return 'leave';
    return this.#edit(key) ? 'draw' : 'nothing';
  }

  #edit(key: Key): boolean {
    switch (key.name) {
      case 'up':
        return this.#line.moveLine(-1) || this.#step(-1);
      case 'down':
        return this.#line.moveLine(1) || this.#step(1);
      case 'ctrl+p':
        return this.#step(-1);
      case 'ctrl+n':
        return this.#step(1);
      case 'ctrl+r':
        if (this.#isAsking) return false;
        this.#search = new Search(this.#past, this.#signs);
        return true;
      default: {
        const before = this.cells;
        const isBound = this.#line.press(key);
        // A step further begins with what the line is by now.
        if (this.cells !== before) this.#walk = null;
        return isBound;
      }
    }
  }

  #pressChord({ name }: Key): Effect {
    if (name === 'ctrl+e') return 'external editor';
    if (name === 'ctrl+u') this.#line.press({ name: 'ctrl+_', text: '' });
    return name === 'ctrl+u' ? 'draw' : 'nothing';
  }

  #step(by: -1 | 1): boolean {
    if (this.#isAsking) return false;
    const walk = this.#walk ?? new Walk(this.#past, this.#line.buffer);
    const shown = walk.step(by);
    if (shown === null) return false;
    this.#line.replace(shown);
    this.#walk = walk;
    return true;
  }

  #pressInSearch(search: Search, key: Key): Effect {
    const step = search.press(key);
    if (step === 'leave') this.#search = null;
    if (step !== 'take') return 'draw';
    this.#take();
    // Enter takes the line, and sends nothing that was only glanced at.
    if (key.name === 'enter') return 'draw';
    const effect = this.press(key);
    return effect === 'nothing' ? 'draw' : effect;
  }

  /** The line that was found is edited from here on. */
  #take(): void {
    if (this.#search === null) return;
    const { buffer } = this.#search;
    this.#search = null;
    if (buffer.cells.length > 0) this.replace(buffer);
  }
}
