import { MemchatError } from '../errors.ts';
import { emptyMemory } from '../memory/codec.ts';
import type { WritePolicy } from '../memory/policy.ts';
import { endTurn, MAX_MESSAGE, messageText, type Passage, type Turn } from '../memory/turn.ts';
import type { Memory } from '../memory/types.ts';
import { normalizeUser } from '../memory/user-id.ts';
import { type AnswerEnd, answer } from './answer.ts';
import { Context, type Prepared } from './context.ts';
import type { Receipt, TurnEvent } from './events.ts';
import { Keeper, type Leftover } from './keeper.ts';
import type { Models, Ports } from './ports.ts';
import type { Retracted } from './retract.ts';
import { nothingSpent } from './spent.ts';
import { UserMemory } from './user-memory.ts';
import type { Why } from './why.ts';

export type { Leftover } from './keeper.ts';
export type { Why } from './why.ts';

export interface SessionOptions {
  user: string;
  models: Models;
  /** Under `read-only` and `off` nothing is journaled and nothing is learned. Default `auto`. */
  policy?: WritePolicy;
  /** Facts neither updated nor recalled for so many days are retired. Default null: never. */
  retainDays?: number | null;
  /** Whether the model may look things up, and note them when it is asked to. Default true. */
  tools?: boolean;
  /** Characters of the system prompt that the memory may take. Default 3,000. */
  memoryBudget?: number;
  /**
   * Whether the conversation is cached by the API from turn to turn: worth it where another message
   * follows within minutes. Default true.
   */
  cacheConversation?: boolean;
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
  readonly #context: Context;
  /** The models of the next messages; the one that answers may be changed. */
  readonly models: Models;
  readonly #cacheConversation: boolean;
  /** Revisions that tools have written, by turn. */
  readonly #written = new Map<string, number[]>();

  constructor(ports: Ports, options: SessionOptions, opening: Memory) {
    this.user = options.user;
    this.opening = opening;
    const { user, models, policy = 'auto', cacheConversation = true } = options;
    this.models = { ...models };
    this.#cacheConversation = cacheConversation;
    this.own = new UserMemory(ports, { user, models, policy });
    this.#ports = ports;
    this.#id = ports.newId('session');
    this.#keeper = new Keeper(ports, options);
    const { secrets } = this.#keeper;
    const warn = (error: unknown) => this.#keeper.warn(error);
    this.#context = new Context(ports, { ...options, opening, secrets, warn });
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
    const prepared = await this.#context.prepare(turn, this.models.chat);
    const { system, messages, offered, tools } = prepared;
    let reply = '';
    let ended = false;
    try {
      const events = answer(this.#ports, {
        model: this.models.chat,
        system,
        messages,
        tools: offered,
        cacheConversation: this.#cacheConversation,
        user: this.user,
        signal,
        call: (call) => tools.call(call),
      });
      for await (const event of events) {
        if (event.type !== 'end') {
          if (event.type === 'text') reply += event.text;
          yield event;
          continue;
        }
        ended = true;
        const { rounds, lastText, ...end } = event;
        // Where a request failed, its rounds may be why: sent again, they would fail every turn to come.
        const answered = end.status === 'failed' ? NO_ROUNDS : { rounds, lastText };
        await this.#end(endTurn(turn, end.status, end.reply), prepared, answered);
        yield { ...end, turn: turn.id };
        return;
      }
    } finally {
      // The loop was left early: the reply ends where it was.
      if (!ended) await this.#end(endTurn(turn, 'interrupted', reply), prepared, NO_ROUNDS);
    }
  }

  /** Reads what can be recalled, while the user types: the first message finds it ready. */
  warm(): void {
    this.#context.warm();
  }

  /** Stops what recall has going on in the background; `settle` comes before it. */
  async close(): Promise<void> {
    await Promise.all([this.#context.close(), this.own.close()]);
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
    this.#context.startAnew();
  }

  /** Takes a turn back as if it had not been said: see `retract`. Wait with `settle` before. */
  async retract(turn: string): Promise<Retracted> {
    this.#context.drop(turn);
    return this.#keeper.retract(turn, this.#written.get(turn));
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
    return this.#context.why(await this.memory());
  }

  async #end(turn: Turn, prepared: Prepared, answered: Answered): Promise<void> {
    const { text, tools, recall, forgottenAt } = prepared;
    const unasked = recall?.recalled ?? [];
    const recalled = [...unasked, ...tools.recalled];
    const inWindow = answered.rounds.length > 0 ? recalled : unasked;
    this.#context.add(turn, { text, ...answered, recalled: inWindow });
    this.#context.noteRecalled(tools);
    const facts = recalled.filter(({ kind }) => kind === 'fact').map(({ id }) => id);
    this.#keeper.noteRecalled(facts, turn.at);
    const { changes, revisions } = tools;
    if (revisions.length > 0) this.#written.set(turn.id, revisions);
    if (changes !== null) {
      const told = { changes, ...nothingSpent(), problem: null, told: false };
      this.#keeper.tell({ pass: 'tool', turns: [turn.id], ...told });
    }
    await this.#keeper.over(turn, ...(forgottenAt === undefined ? [] : [forgottenAt]));
  }

  /** Turns that a dead process left behind belong to this conversation, and are remembered now. */
  async #adopt(): Promise<void> {
    const known = new Set(this.opening.appliedTurns);
    for (const turn of await this.#keeper.adopt()) {
      if (!known.has(turn.id)) this.#context.add(turn);
    }
  }
}

type Answered = Pick<AnswerEnd, 'rounds'> & { lastText: string | null };

/** Of a reply that was left, or that failed: what came of it is in the turn. */
const NO_ROUNDS: Answered = { rounds: [], lastText: null };

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
