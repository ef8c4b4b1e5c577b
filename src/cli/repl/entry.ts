import type { Cell } from './buffer.ts';
import type { Completion } from './completion.ts';
import type { Line } from './line.ts';

/** What came of reading a line. */
export type Entry =
  | { type: 'line'; line: Line }
  /** Ctrl-C in a message of several lines, or no answer to a question. */
  | { type: 'cancel' }
  /** Ctrl-D, Ctrl-C twice, or the end of the input. */
  | { type: 'leave' };

export interface EditorEvents {
  /** Ctrl-C while no line is read. */
  interrupt(): void;
  suspend(): void;
  /** Tab: what the text before the cursor may go on with. */
  complete(text: string): Promise<Completion>;
  /** Ctrl-X Ctrl-E: the line as another editor leaves it; null: as it was. Tells of what fails. */
  edit(cells: readonly Cell[]): Promise<readonly Cell[] | null>;
}
