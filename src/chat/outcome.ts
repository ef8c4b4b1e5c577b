import type { Changes, Refusal } from '../memory/changes.ts';
import type { Usage } from '../model/port.ts';

/** What came of a change to a memory. */
export interface Outcome {
  /** The new revision; null when nothing was written. */
  revision: number | null;
  changes: Changes;
}

/** What came of a pass that asked a model. */
export interface PassOutcome extends Outcome {
  usage: Usage;
  /** US dollars; null for a model without a known price. */
  costUsd: number | null;
}

/** Parts of a model's answer that could not be read, as a receipt tells of them. */
export function unread(problems: readonly string[]): Refusal[] {
  return problems.map((text) => ({ text, reason: 'not in the form asked for' }));
}
