import type { Changes } from '../memory/changes.ts';
import type { TurnEnding } from '../memory/turn.ts';
import type { Usage } from '../model/port.ts';

/** What happens while a message is answered; `end` comes last and always, unless `say` throws. */
export type TurnEvent =
  /** The model works without showing text. */
  | { type: 'thinking' }
  /** A tool of the model looks into the memory, or writes to it. */
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
  usage: Usage;
  /** US dollars of the chat request; null for a model without a known price. */
  costUsd: number | null;
  /** Why the reply is not whole or did not come, in words with the way on; else null. */
  problem: Error | null;
}

/** What one pass of the memory did: shown after the turn, never in silence. */
export interface Receipt {
  /** `extraction` reads new turns; the others go over what is known. */
  pass: 'extraction' | 'preferences' | 'consolidation';
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
