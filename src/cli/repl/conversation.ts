import type { Receipt, TurnEvent } from '../../chat/events.ts';
import type { Models } from '../../chat/ports.ts';
import type { Retracted } from '../../chat/retract.ts';
import type { Leftover, Why } from '../../chat/session.ts';
import type { UserMemory } from '../../chat/user-memory.ts';
import type { Passage } from '../../memory/turn.ts';

/** What the REPL talks to: one user's session. */
export interface Conversation {
  /** Streams the reply; aborting the signal stops it: status interrupted. Only defects throw. */
  say(message: Passage[], signal: AbortSignal): AsyncIterable<TurnEvent>;
  /** Called with each receipt as background passes end. */
  onReceipt(listener: (receipt: Receipt) => void): void;
  /** Waits until nothing is left to remember, at most `timeoutMs`; says what is left all the same. */
  settle(timeoutMs: number, signal: AbortSignal): Promise<Leftover>;
  /** The memory, and what its owner may do with it. */
  own(): Promise<UserMemory>;
  /** What of the memory the last request carried. */
  why(): Promise<Why>;
  /** The models of the next messages. */
  models(): Promise<Models>;
  /** The next messages are answered by this model. */
  useModel(model: string): Promise<void>;
  /** What was said is not sent any more; what is remembered stays. */
  startAnew(): Promise<void>;
  /** Takes a turn back: out of the conversation, the memory and the transcript. */
  retract(turn: string): Promise<Retracted>;
}
