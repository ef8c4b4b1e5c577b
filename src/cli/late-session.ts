import type { Receipt, TurnEvent } from '../chat/events.ts';
import type { Models } from '../chat/ports.ts';
import type { Retracted } from '../chat/retract.ts';
import type { Leftover, Session, Why } from '../chat/session.ts';
import type { UserMemory } from '../chat/user-memory.ts';
import type { Passage } from '../memory/turn.ts';
import type { Conversation } from './repl/conversation.ts';

/**
 * A session that opens behind the prompt: the parts of a turn take longer to load than the prompt
 * takes to show, and nobody types that fast. What is said before it is open waits for it.
 */
export class LateSession implements Conversation {
  readonly #session: Promise<Session>;

  /** `opened` may reject: then each use of the conversation rejects with the same. */
  constructor(opened: Promise<Session>) {
    this.#session = opened;
  }

  async *say(message: Passage[], signal: AbortSignal): AsyncGenerator<TurnEvent> {
    yield* (await this.#session).say(message, signal);
  }

  onReceipt(listener: (receipt: Receipt) => void): void {
    // That it does not open is told by whoever opens it.
    this.#session.then(
      (session) => session.onReceipt(listener),
      () => {},
    );
  }

  async settle(timeoutMs: number, signal: AbortSignal): Promise<Leftover> {
    return (await this.#session).settle(timeoutMs, signal);
  }

  async own(): Promise<UserMemory> {
    return (await this.#session).own;
  }

  async why(): Promise<Why> {
    return (await this.#session).why();
  }

  async models(): Promise<Models> {
    return (await this.#session).models;
  }

  async useModel(model: string): Promise<void> {
    (await this.#session).models.chat = model;
  }

  async startAnew(): Promise<void> {
    (await this.#session).startAnew();
  }

  async retract(turn: string): Promise<Retracted> {
    return (await this.#session).retract(turn);
  }
}
