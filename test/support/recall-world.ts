import type { Session, SessionOptions } from '../../src/chat/session.ts';
import type { Fact, Memory } from '../../src/memory/types.ts';
import type { ChatRequest } from '../../src/model/port.ts';
import type { Exchange } from '../../src/store/port.ts';
import { update } from '../../src/store/update.ts';
import { ChatWorld } from './chat-world.ts';
import { fact, memoryOf } from './memories.ts';

/**
 * Facts of which so many do not fit into a prompt: about nothing that a test asks about. The last are
 * short, and leave no room in which a short fact of a test would stand.
 */
export function fillers(count: number): Fact[] {
  return Array.from({ length: count }, (_, index) =>
    fact(
      index >= count - 5
        ? `Has mug ${index}`
        : `Owns the enamel mug with the inscription ${index}, a present of aunt Wilhelmine`,
      { id: `f-mug-${index}`, tag: 'mugs', recordedAt: '2026-11-10T09:00:00.000Z' },
    ),
  );
}

/** A fact from before the fillers, so that they come first into the prompt. */
export function old(text: string, over: Partial<Fact> = {}): Fact {
  return fact(text, { recordedAt: '2024-02-01T09:00:00.000Z', ...over });
}

/** An exchange with memchat, years ago if nothing else is said. */
export function exchange(user: string, over: Partial<Exchange> = {}): Exchange {
  return {
    turn: `t-old-${user.length}-${user.slice(0, 12).replace(/\W+/gu, '-')}`,
    session: 's-old',
    at: '2021-05-03T10:00:00.000Z',
    user,
    typed: user,
    reply: null,
    status: 'answered',
    speaker: null,
    ...over,
  };
}

const SUBJECTS = 'tram ladder soup violin harbour needle pamphlet glacier trumpet beetle'.split(
  ' ',
);

/** So many exchanges about nothing in particular, in sessions of ten. */
export function chatter(count: number): Exchange[] {
  return Array.from({ length: count }, (_, index) => {
    const subject = SUBJECTS[index % SUBJECTS.length] ?? '';
    const other = SUBJECTS[(index * 7 + 3) % SUBJECTS.length] ?? '';
    return exchange(`The ${subject} and the ${other} again, number ${index}`, {
      turn: `t-chatter-${index}`,
      session: `s-chatter-${Math.floor(index / 10)}`,
      at: `2023-01-${String(1 + (index % 28)).padStart(2, '0')}T10:00:00.000Z`,
    });
  });
}

/** Sessions of alice with a memory and a transcript from before. */
export class RecallWorld extends ChatWorld {
  async remember(...keyFacts: Fact[]): Promise<void> {
    await this.know({ keyFacts });
  }

  async know(over: Partial<Memory>): Promise<void> {
    await update(this.store, 'alice', () => ({ ...memoryOf({ sessionCount: 1 }), ...over }));
  }

  async said(...exchanges: Exchange[]): Promise<void> {
    await this.transcript.import('alice', exchanges);
  }

  /** A session whose prompt the facts overflow. */
  async crowded(facts: readonly Fact[], over: Partial<SessionOptions> = {}): Promise<Session> {
    await this.remember(...facts, ...fillers(60));
    return this.open(over);
  }

  /** The last message of the newest request. */
  get sent(): string {
    return sentIn(this.model.chats.at(-1));
  }
}

function sentIn(request: ChatRequest | undefined): string {
  return request?.messages.at(-1)?.text ?? '';
}

/** What stands between `<recalled>` and `</recalled>`, line by line without the heading; none: []. */
export function recalledIn(text: string): string[] {
  const block = /^<recalled>\n[^\n]+\n([\s\S]*?)\n<\/recalled>\n\n/u.exec(text)?.[1];
  return block === undefined ? [] : block.split('\n');
}
