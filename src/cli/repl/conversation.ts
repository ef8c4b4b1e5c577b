import type { Receipt, TurnEvent } from '../../chat/events.ts';
import type { Leftover } from '../../chat/session.ts';
import type { Passage } from '../../memory/turn.ts';
import type { Memory } from '../../memory/types.ts';

/** What the REPL talks to: one user's session. */
export interface Conversation {
  /** Streams the reply; aborting the signal stops it: status interrupted. Only defects throw. */
  say(message: Passage[], signal: AbortSignal): AsyncIterable<TurnEvent>;
  /** Called with each receipt as background passes end. */
  onReceipt(listener: (receipt: Receipt) => void): void;
  /** Waits until nothing is left to remember, at most `timeoutMs`; says what is left all the same. */
  settle(timeoutMs: number, signal: AbortSignal): Promise<Leftover>;
  /** The memory as it is now, for /memory. */
  memory(): Promise<Memory>;
}
