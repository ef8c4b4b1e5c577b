import type { Receipt, TurnEnd, TurnEvent } from '../chat/events.ts';
import type { Changes } from '../memory/changes.ts';
import type { WritePolicy } from '../memory/policy.ts';
import type { Usage } from '../model/port.ts';

/** +1 with each change that a reader could stumble over. New types and new fields are none. */
export const STREAM_FORMAT = 1;

/** What `--json` prints. `memory` and `usage` cover the reply and the extraction behind it. */
export interface PrintResult {
  user: string;
  turn: string;
  reply: string;
  status: TurnEnd['status'];
  memory: Changes;
  usage: Usage;
  /** US dollars; null for a model without a known price. */
  costUsd: number | null;
  /** Only when something went wrong. */
  error?: Problem;
}

/** A stable word, and a message for people. */
export interface Problem {
  code: string;
  message: string;
}

/** The first line of `--output-format stream-json`. */
export interface StreamStart {
  type: 'start';
  format: typeof STREAM_FORMAT;
  user: string;
  model: string;
  memoryModel: string;
  policy: WritePolicy;
}

/** A line of `--output-format stream-json`; docs/stream-json.md has them as a JSON Schema. */
export type StreamEvent =
  | StreamStart
  /** `thinking`, `text` and what else happens while a message is answered. */
  | Exclude<TurnEvent, TurnEnd>
  /** The reply is over; the memory follows. */
  | ({ type: 'reply' } & Pick<TurnEnd, 'turn' | 'status' | 'usage' | 'costUsd'>)
  | ReceiptEvent
  | ({ type: 'error' } & Problem)
  /** The last line, unless an error came before the first one. */
  | ({ type: 'end' } & PrintResult);

interface ReceiptEvent extends Pick<Receipt, 'pass' | 'turns' | 'changes' | 'usage' | 'costUsd'> {
  type: 'receipt';
  /** Only when nothing was kept this time. */
  error?: Problem;
}

export function receiptEvent(receipt: Receipt): ReceiptEvent {
  const { pass, turns, changes, usage, costUsd, problem } = receipt;
  const error = problem === null ? {} : { error: problemOf(problem) };
  return { type: 'receipt', pass, turns, changes, usage, costUsd, ...error };
}

export function problemOf(error: unknown): Problem {
  if (!(error instanceof Error)) return { code: 'other', message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'other';
  return { code, message: error.message };
}
