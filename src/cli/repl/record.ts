import type { Receipt, TurnEnd, TurnEvent } from '../../chat/events.ts';
import type { Spent } from '../../chat/spent.ts';
import type { Clock } from '../../memory/clock.ts';
import type { Passage } from '../../memory/turn.ts';

/** A message and what came of it. */
export interface Said {
  /** ISO 8601 UTC. */
  at: string;
  message: readonly Passage[];
  /** Null: it was never answered, not even in part. */
  end: TurnEnd | null;
}

/** What was said in this session, and what it cost: for /retry, /export and /cost. */
export class SessionRecord {
  /** Requests of the conversation, and of the memory. */
  readonly spent: { chat: Spent[]; memory: Spent[] } = { chat: [], memory: [] };
  readonly #clock: Clock;
  /** `new`: a new conversation began. */
  #said: (Said | 'new')[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get said(): readonly (Said | 'new')[] {
    return this.#said;
  }

  /** What was said last in this conversation. */
  get last(): Said | null {
    const last = this.#said.at(-1);
    return last === undefined || last === 'new' ? null : last;
  }

  /** Passes the events of a message on, and keeps what they come to. */
  async *watch(
    message: readonly Passage[],
    events: AsyncIterable<TurnEvent>,
  ): AsyncGenerator<TurnEvent> {
    const said: Said = { at: this.#clock(), message, end: null };
    this.#said.push(said);
    for await (const event of events) {
      if (event.type === 'end') {
        said.end = event;
        this.spent.chat.push({ usage: event.usage, costUsd: event.costUsd });
      }
      yield event;
    }
  }

  /** Counts what a pass of the memory took. */
  pass({ usage, costUsd }: Receipt): void {
    this.spent.memory.push({ usage, costUsd });
  }

  /** What was said last is taken back. */
  dropLast(): void {
    this.#said.pop();
  }

  startAnew(): void {
    if (this.last !== null) this.#said.push('new');
  }

  /** Something was forgotten, and may be in all of it. */
  forget(): void {
    this.#said = [];
  }
}
