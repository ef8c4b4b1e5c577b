import { MemchatError } from '../errors.ts';
import { emptyMemory } from '../memory/codec.ts';
import type { WritePolicy } from '../memory/policy.ts';
import {
  endTurn,
  MAX_MESSAGE,
  markedText,
  messageText,
  type Passage,
  type Turn,
} from '../memory/turn.ts';
import type { Memory } from '../memory/types.ts';
import { normalizeUser } from '../memory/user-id.ts';
import { systemPromptWithSources } from '../prompt/system.ts';
import { answer } from './answer.ts';
import type { Receipt, TurnEvent } from './events.ts';
import { Keeper, type Leftover } from './keeper.ts';
import type { Models, Ports } from './ports.ts';
import type { Retracted } from './retract.ts';
import { type Looked, lookForRewriting } from './rewriting.ts';
import { UserMemory } from './user-memory.ts';
import { heldStill, type Why, whyOf } from './why.ts';
import { Window } from './window.ts';

export type { Leftover } from './keeper.ts';
export type { Why } from './why.ts';

export interface SessionOptions {
  user: string;
  models: Models;
  /** Under `read-only` and `off` nothing is journaled and nothing is learned. Default `auto`. */
  policy?: WritePolicy;
  /** Facts neither updated nor recalled for so many days are retired. Default null: never. */
  retainDays?: number | null;
  /** Called with what a person should know and no turn is to blame for, at most once each. */
  onWarning?: (error: Error) => void;
}

/**
 * One process's conversation with one user. Open it with `openSession`; messages are said one at a
 * time; the memory is extracted behind them, and each pass ends in a receipt.
 */
export class Session {
  readonly user: string;
  /** The memory as it was when the session started: what the greeting shows. */
  readonly opening: Memory;
  /** What the user may do with their memory. The conversation notices what was changed. */
  readonly own: UserMemory;
  readonly #ports: Ports;
  readonly #keeper: Keeper;
  readonly #id: string;
  readonly #adopted: Promise<void>;
  /** The models of the next messages; the one that answers may be changed. */
  readonly models: Models;
  #window: Window;
  #trimmed = false;
  /** How far it was looked for changes by others than turns. */
  #looked: Looked;
  /** The newest memory that could be read: it stands in for one that cannot be any more. */
  #lastRead: Memory;
  #why: Why;
  /** `forgottenAt` of the memory that it was told from. */
  #whyOf: string | undefined;
  #system: { text: string; cache: boolean }[] | null = null;

  constructor(ports: Ports, options: SessionOptions, opening: Memory) {
    this.user = options.user;
    this.opening = opening;
    this.#looked = { revision: opening.revision, forgottenAt: opening.forgottenAt };
    this.#lastRead = opening;
    this.#why = { name: null, summary: '', facts: [], preferences: [] };
    const { user, models, policy = 'auto' } = options;
    this.models = { ...models };
    this.own = new UserMemory(ports, { user, models, policy });
    this.#ports = ports;
    this.#id = ports.newId('session');
    this.#window = new Window(opening.recentMessages);
    this.#keeper = new Keeper(ports, options);
    this.#adopted = this.#adopt();
  }

  /**
   * Streams the reply to a message: any number of events, then `end`. What was said is on disk
   * before the request is sent, what was replied before `end`. Aborting `signal`, or leaving the
   * loop, stops the reply and keeps what came.
   * @throws MemchatError `usage` for an empty message or one of more than 200,000 characters. What
   *   goes wrong after that is the `problem` of `end`.
   */
  async *say(message: readonly Passage[], signal?: AbortSignal): AsyncGenerator<TurnEvent> {
    const text = messageText({ message: [...message] });
    if (text.trim() === '') throw new MemchatError('The message is empty.', 'usage');
    if (text.length > MAX_MESSAGE) {
      throw new MemchatError(
        `The message has ${text.length} characters; the limit is ${MAX_MESSAGE}. Send it in parts.`,
        'usage',
      );
    }
    await this.#adopted;
    const turn: Turn = {
      id: this.#ports.newId('turn'),
      user: this.user,
      session: this.#id,
      at: this.#ports.clock(),
      message: [...message],
      reply: null,
      status: 'asked',
      attempts: 0,
    };
    await this.#keeper.asked(turn);
    const system = await this.#systemPrompt();
    const { forgottenAt } = this.#looked;
    const messages = this.#window.messages(markedText({ message: [...message] }));
    let reply = '';
    let ended = false;
    try {
      const request = { model: this.models.chat, system, messages, user: this.user, signal };
      for await (const event of answer(this.#ports, request)) {
        if (event.type !== 'end') {
          if (event.type === 'text') reply += event.text;
          yield event;
          continue;
        }
        ended = true;
        await this.#end(endTurn(turn, event.status, event.reply), forgottenAt);
        yield { ...event, turn: turn.id };
        return;
      }
    } finally {
      // The loop was left early: the reply ends where it was.
      if (!ended) await this.#end(endTurn(turn, 'interrupted', reply), forgottenAt);
    }
  }

  /** Calls the listener with each receipt, also with those of turns from before this session. */
  onReceipt(listener: (receipt: Receipt) => void): void {
    this.#keeper.onReceipt(listener);
  }

  /**
   * Waits until nothing is left to remember, at most `timeoutMs` milliseconds or until `signal`
   * aborts; says what is left all the same.
   */
  async settle(timeoutMs: number, signal?: AbortSignal): Promise<Leftover> {
    await this.#adopted;
    return this.#keeper.settle(timeoutMs, signal);
  }

  /** Begins a new conversation: what was said is not sent any more, what is remembered stays. */
  startAnew(): void {
    this.#window = new Window();
    this.#trimmed = true;
    this.#system = null;
  }

  /** Takes a turn back as if it had not been said: see `retract`. Wait with `settle` before. */
  async retract(turn: string): Promise<Retracted> {
    this.#window.drop(new Set([turn]));
    return this.#keeper.retract(turn);
  }

  /** The memory as it is now. */
  async memory(): Promise<Memory> {
    return this.own.read();
  }

  /**
   * What of the memory the last request carried; before the first, nothing. What was forgotten since
   * is not in it.
   * @throws MemchatError as the store's `read`.
   */
  async why(): Promise<Why> {
    const memory = await this.memory();
    return heldStill(this.#why, memory, memory.forgottenAt !== this.#whyOf);
  }

  async #end(turn: Turn, seen: string | undefined): Promise<void> {
    const trimmed = this.#window.add(turn);
    // The prompt's prefix changes with the window anyway: now is when a fresh snapshot costs nothing.
    if (trimmed) {
      this.#trimmed = true;
      this.#system = null;
    }
    await this.#keeper.over(turn, ...(seen === undefined ? [] : [seen]));
  }

  /**
   * Rendered when the session starts, when the window is trimmed, and when the memory was edited,
   * taken back or forgotten: what turns have taught since is in the window anyway.
   */
  async #systemPrompt(): Promise<{ text: string; cache: boolean }[]> {
    const rewritten = await this.#isRewritten();
    if (this.#system === null || rewritten) {
      const isStale = this.#trimmed || rewritten;
      this.#trimmed = isStale;
      const memory = isStale ? await this.#memoryOrLast() : this.opening;
      const recent = this.#window.recentText();
      const prompt = systemPromptWithSources({ memory, now: this.#ports.clock(), recent });
      this.#system = prompt.blocks;
      this.#why = whyOf(memory, prompt);
      this.#whyOf = memory.forgottenAt;
    }
    return this.#system;
  }

  async #isRewritten(): Promise<boolean> {
    try {
      const seen = await lookForRewriting(this.#ports.store, this.user, this.#looked);
      const { memory, isRewritten, isForgotten, undone } = seen;
      this.#looked = { revision: memory?.revision ?? 0, forgottenAt: memory?.forgottenAt };
      this.#lastRead = memory ?? emptyMemory(this.user, this.#ports.clock());
      // What was forgotten is in the window still; what the memory kept of it is not.
      if (isForgotten) this.#window = new Window(memory?.recentMessages ?? []);
      this.#window.drop(undone);
      return isRewritten;
    } catch (error) {
      this.#keeper.warn(error);
      return false;
    }
  }

  async #memoryOrLast(): Promise<Memory> {
    try {
      return await this.memory();
    } catch (error) {
      this.#keeper.warn(error);
      return this.#lastRead;
    }
  }

  /** Turns that a dead process left behind belong to this conversation, and are remembered now. */
  async #adopt(): Promise<void> {
    const known = new Set(this.opening.appliedTurns);
    for (const turn of await this.#keeper.adopt()) {
      if (!known.has(turn.id)) this.#window.add(turn);
    }
  }
}

/**
 * Starts a conversation: reads the memory, and takes up what an earlier process left pending,
 * without waiting for it.
 * @throws MemchatError `memory-unreadable`, `usage` (the user id).
 */
export async function openSession(ports: Ports, options: SessionOptions): Promise<Session> {
  const user = normalizeUser(options.user);
  const memory = await ports.store.read(user);
  return new Session(ports, { ...options, user }, memory ?? emptyMemory(user, ports.clock()));
}
