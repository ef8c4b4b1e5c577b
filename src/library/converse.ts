import type { Receipt, TurnEvent } from '../chat/events.ts';
import type { Session, SessionOptions } from '../chat/session.ts';
import type { Passage } from '../memory/turn.ts';
import { passagesOf } from './arguments.ts';

/** What happens in a conversation: the events of its turns, and what the memory has learned of them. */
export type ChatEvent = TurnEvent | { type: 'receipt'; receipt: Receipt };

export interface ChatOptions
  extends Pick<SessionOptions, 'tools' | 'memoryBudget' | 'cacheConversation'> {
  /** Stops the reply that is under way, and the conversation with it. */
  signal?: AbortSignal;
  /** At the end the memory is waited for at most so long, in ms. Default 10,000. */
  settleMs?: number;
}

/** Says one message after the other, and closes the session behind the last. */
export async function* converse(
  session: Session,
  messages: AsyncIterable<string | readonly Passage[]> | Iterable<string | readonly Passage[]>,
  { signal, settleMs = 10_000 }: ChatOptions,
): AsyncGenerator<ChatEvent> {
  const receipts: Receipt[] = [];
  session.onReceipt((receipt) => receipts.push(receipt));
  const told = () => receipts.splice(0).map((receipt) => ({ type: 'receipt', receipt }) as const);
  try {
    for await (const message of messages) {
      yield* told();
      for await (const event of session.say(passagesOf('message', message), signal)) {
        yield* told();
        yield event;
      }
      if (signal?.aborted === true) break;
    }
    await session.settle(settleMs);
    yield* told();
  } finally {
    // Also where the loop was left: the turn is on disk then, and may be in the memory still.
    await session.settle(settleMs);
    await session.close();
  }
}
