import type { Line } from './line.ts';

/** What came of reading a line. */
export type Entry =
  | { type: 'line'; line: Line }
  /** Ctrl-C in a message of several lines. */
  | { type: 'cancel' }
  /** Ctrl-D, Ctrl-C twice, or the end of the input. */
  | { type: 'leave' };

export interface EditorEvents {
  /** Ctrl-C while no line is read. */
  interrupt(): void;
  suspend(): void;
}
