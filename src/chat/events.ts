import type { Changes } from '../memory/changes.ts';
import type { TurnEnding } from '../memory/turn.ts';
import type { Usage } from '../model/port.ts';

/** What happens while a message is answered; `end` comes last and always, unless `say` throws. */
export type TurnEvent =
  /** The model works without showing text. */
  | { type: 'thinking' }
  /** The model looks something up in the memory, or writes to it. */
  | { type: 'recalling' }
  | { type: 'remembering' }
  | { type: 'text'; text: string }
  | TurnEnd;

export interface TurnEnd {
  type: 'end';
  turn: string;
  status: TurnEnding;
  /** The whole reply as far as it came. */
  reply: string;
  /** Of all requests of the turn: one, and one more for each round of tools. */
  usage: Usage;
  /** US dollars of these; null for a model without a known price. */
  costUsd: number | null;
  /** Why the reply is not whole or did not come, in words with the way on; else null. */
  problem: Error | null;
}

/** What one pass of the memory did: shown after the turn, never in silence. */
export interface Receipt {
  /**
   * `extraction` reads new turns; `tool` is what the model wrote while it answered, as it was asked
   * to; the others go over what is known.
   */
  pass: 'extraction' | 'tool' | 'preferences' | 'consolidation';
  /** The turns that it read; none for a consolidation. */
  turns: string[];
  changes: Changes;
  /** Of its requests. */
  usage: Usage;
  costUsd: number | null;
  /** Why nothing was kept this time, in words; the turns stay pending. Else null. */
  problem: Error | null;
  /** Whether this session has warned of that before, for another file of the same disk perhaps. */
  told: boolean;
}
