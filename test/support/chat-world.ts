import type { Receipt, TurnEnd } from '../../src/chat/events.ts';
import { openSession, type Session, type SessionOptions } from '../../src/chat/session.ts';
import type { Passage } from '../../src/memory/turn.ts';
import type { Fact, Memory } from '../../src/memory/types.ts';
import { costUsd } from '../../src/model/prices.ts';
import { InMemoryStore, InMemoryTranscript } from '../../src/store/in-memory.ts';
import { update } from '../../src/store/update.ts';
import { MapJournal } from './map-journal.ts';
import { memoryOf } from './memories.ts';
import { ScriptedModel } from './scripted-model.ts';

/** Everything that sessions of alice stand on, in this process; clock and ids count up. */
export class ChatWorld {
  readonly store = new InMemoryStore();
  readonly journal = new MapJournal();
  readonly transcript = new InMemoryTranscript();
  readonly model = new ScriptedModel();
  readonly price = costUsd;
  readonly warnings: Error[] = [];
  readonly receipts: Receipt[] = [];
  #time = Date.parse('2026-11-20T09:00:00.000Z');
  #ids = 0;

  readonly clock = () => {
    this.#time += 1000;
    return new Date(this.#time).toISOString();
  };

  readonly newId = (kind: string) => {
    this.#ids += 1;
    return `${kind.charAt(0)}-${this.#ids}`;
  };

  /** Puts facts into the memory in place of those that are there. */
  async knowFacts(facts: readonly Fact[], over: Partial<Memory> = {}): Promise<void> {
    await update(this.store, 'alice', (current) => ({
      ...(current ?? memoryOf()),
      keyFacts: [...facts],
      ...over,
    }));
  }

  /** What the model answers to every pass. */
  answers(answer: unknown): void {
    this.model.extract = () => JSON.stringify(answer);
  }

  /** So many further processes, each of which takes up what was left; the last one's session. */
  async restart(times: number): Promise<Session> {
    let session = await this.open();
    for (let start = 0; start < times; start += 1) {
      this.journal.abandon();
      session = await this.open();
      await session.settle(5000);
    }
    return session;
  }

  async open(over: Partial<SessionOptions> = {}): Promise<Session> {
    const session = await openSession(this, {
      user: 'alice',
      models: { chat: 'claude-sonnet-5-5', memory: 'claude-haiku-5-5' },
      onWarning: (error) => this.warnings.push(error),
      ...over,
    });
    session.onReceipt((receipt) => this.receipts.push(receipt));
    return session;
  }
}

export function typed(text: string): Passage[] {
  return [{ origin: 'typed', text }];
}

/** Says it, and waits for the reply's end. */
export async function say(session: Session, text: string, signal?: AbortSignal): Promise<TurnEnd> {
  for await (const event of session.say(typed(text), signal))
    if (event.type === 'end') return event;
  throw new Error('no end');
}
