import { bufferOf } from './buffer.ts';
import { renderOptions } from './completion.ts';
import type { Editing } from './editing.ts';
import type { EditorEvents } from './entry.ts';
import type { KeyInput } from './keys.ts';
import type { LineView } from './line-view.ts';

/** What a detour leaves and comes back to. */
export interface Line {
  editing: Editing;
  view: LineView;
  keys: KeyInput;
  /** Columns of the terminal. */
  columns(): number;
  /** Whether the line is still being typed. */
  isOpen(): boolean;
}

/** What takes the line away for a while; keys that are typed meanwhile wait until it is back. */
export class Detours {
  readonly #line: Line;
  readonly #events: Pick<EditorEvents, 'complete' | 'edit'>;

  constructor(line: Line, events: Pick<EditorEvents, 'complete' | 'edit'>) {
    this.#line = line;
    this.#events = events;
  }

  /** Tab: completes the line, or shows what it could become. */
  async complete(): Promise<void> {
    const { editing, view, keys } = this.#line;
    const text = editing.completable;
    if (text === null) return;
    keys.hold();
    const completion = await this.#events.complete(text);
    const options = editing.complete(text, completion);
    if (options.length > 0) view.show(renderOptions(options, this.#line.columns()));
    else view.draw();
    this.#resume();
  }

  /** Hands the line over to the editor of the user's choice. */
  async edit(): Promise<void> {
    const { editing, view, keys } = this.#line;
    view.erase();
    keys.hold();
    const edited = await this.#events.edit(editing.cells);
    if (edited !== null) editing.replace(bufferOf(edited));
    if (this.#line.isOpen()) view.redraw();
    this.#resume();
  }

  /** What was typed meanwhile is for the line as it is by now. */
  #resume(): void {
    if (this.#line.isOpen()) this.#line.keys.release();
  }
}
