import { createHash } from 'node:crypto';
import { MemchatError } from '../errors.ts';
import {
  MAX_MESSAGE,
  messageText,
  type Passage,
  type Turn,
  type TurnEnding,
} from '../memory/turn.ts';
import type { Model } from '../model/port.ts';
import type { Receipt } from './events.ts';
import { Keeper, type KeeperOptions, type Leftover } from './keeper.ts';
import type { Ports } from './ports.ts';
import { SwitchedModel } from './switched-model.ts';

/** How long an exchange is waited for, in ms: an extraction takes seconds, and may be tried again. */
const PATIENCE = 120_000;

/** An exchange that another program had with the user, with whatever model. */
export interface ExchangeGiven {
  /** What the user said: their own words, or passages where some of it is somebody else's text. */
  message: string | readonly Passage[];
  /** What was answered; null where no answer came. At most 200,000 characters. */
  reply: string | null;
  /**
   * What the exchange is called elsewhere, at most 256 characters: given again, it is not
   * remembered again. Default: a new id.
   */
  id?: string;
  /** The conversation that it is a part of. Default: one for each `ExchangeMemory`. */
  session?: string;
  /** When the user said it, ISO 8601 UTC. Default: now. */
  at?: string;
  /** How the reply ended. Default `answered`, without a reply `interrupted`. */
  status?: TurnEnding;
  /** `forgottenAt` of the memory that the reply was made from, if it was made from one. */
  seen?: string | undefined;
}

/** What came of an exchange. */
export interface Remembered {
  /** The id of the turn that it became. */
  turn: string;
  /** It was in the memory already; nothing was done. */
  known: boolean;
  /** `pending`: on disk, and taken up with the next exchange or by the next process. */
  left: Leftover;
  /** What the passes did that ran meanwhile, the one over this exchange among them. */
  receipts: Receipt[];
  /** Why it is not in the memory yet; else null. */
  problem: Error | null;
}

export interface RememberingOptions {
  /** Reads the exchange; also what was left before it. Default: the model of the ports. */
  model?: Model;
  /** What that model costs. Default: the price of the ports. */
  price?: Ports['price'];
  /** Waits at most so many ms for the memory. Default 120,000. What lasts longer goes on behind it. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

/**
 * Remembers exchanges that a user had elsewhere, one after the other, as the turns of a session are:
 * redacted, into the journal, extracted, held to the policy, committed, into the transcript. What a
 * dead process has left is taken up with the first.
 */
export class ExchangeMemory {
  readonly #ports: Ports;
  readonly #user: string;
  readonly #session: string;
  readonly #policy: string;
  readonly #model: SwitchedModel;
  readonly #keeper: Keeper;
  #price: Ports['price'];
  #receipts: Receipt[] = [];
  #warned: Error | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #hasAdopted = false;

  constructor(ports: Ports, options: KeeperOptions) {
    this.#ports = ports;
    this.#user = options.user;
    this.#policy = options.policy ?? 'auto';
    this.#session = ports.newId('session');
    this.#model = new SwitchedModel(ports.model);
    this.#price = ports.price;
    this.#keeper = new Keeper(
      { ...ports, model: this.#model, price: (...request) => this.#price(...request) },
      {
        ...options,
        onWarning: (error) => {
          this.#warned = error;
          options.onWarning?.(error);
        },
      },
    );
    this.#keeper.onReceipt((receipt) => this.#receipts.push(receipt));
  }

  /**
   * Resolves when the exchange is in the memory, or when it is known that it has to wait: then it is
   * on disk, `problem` says why, and the same exchange need not be given again.
   * @throws MemchatError `usage` under `read-only` and `off`, for an empty message, and for one or a
   *   reply of more than 200,000 characters.
   */
  async remember(exchange: ExchangeGiven, options: RememberingOptions = {}): Promise<Remembered> {
    const turn = this.#turnOf(exchange);
    const next = this.#last.then(() => this.#remember(turn, exchange.seen, options));
    this.#last = next.catch(() => undefined);
    return next;
  }

  /** Waits for what is under way, at most `timeoutMs`; says what is left all the same. */
  async settle(timeoutMs: number): Promise<Leftover> {
    return this.#keeper.settle(timeoutMs);
  }

  async #remember(
    turn: Turn,
    seen: string | undefined,
    options: RememberingOptions,
  ): Promise<Remembered> {
    const { model = this.#ports.model, price = this.#ports.price } = options;
    const { timeoutMs = PATIENCE, signal } = options;
    const memory = await this.#ports.store.read(this.#user);
    // Into the journal again it would be in the transcript again, where it may have been forgotten.
    if (memory?.appliedTurns.includes(turn.id) === true) {
      return { turn: turn.id, known: true, left: 'nothing', receipts: [], problem: null };
    }
    this.#model.use(model);
    this.#price = price;
    this.#receipts = [];
    this.#warned = null;
    if (!this.#hasAdopted) {
      this.#hasAdopted = true;
      await this.#keeper.adopt();
    }
    await this.#keeper.over(turn, seen ?? memory?.forgottenAt);
    const left = await this.#keeper.settle(timeoutMs, signal);
    const receipts = this.#receipts;
    return { turn: turn.id, known: false, left, receipts, problem: this.#problemOf(left) };
  }

  #problemOf(left: Leftover): Error | null {
    if (left === 'nothing') return null;
    const told = this.#receipts.findLast(({ problem }) => problem !== null)?.problem;
    if (left === 'unsaved' && this.#warned !== null) return this.#warned;
    return (
      told ??
      new MemchatError(
        'The exchange is on disk, but its memory was not there in time. It is taken up with the next one.',
        'api-unavailable',
      )
    );
  }

  #turnOf({ message, reply, id, session, at, status }: ExchangeGiven): Turn {
    if (this.#policy === 'read-only' || this.#policy === 'off') {
      throw new MemchatError(
        `The memory is ${this.#policy}: no exchange is remembered. Open it with the policy auto or ask.`,
        'usage',
      );
    }
    const passages: Passage[] =
      typeof message === 'string' ? [{ origin: 'typed', text: message }] : [...message];
    const said = messageText({ message: passages });
    if (said.trim() === '') throw new MemchatError('The message is empty.', 'usage');
    for (const [name, text] of [
      ['message', said],
      ['reply', reply ?? ''],
    ] as const) {
      if (text.length <= MAX_MESSAGE) continue;
      throw new MemchatError(
        `The ${name} has ${text.length} characters; the limit is ${MAX_MESSAGE}.`,
        'usage',
      );
    }
    const answered = reply === null || reply === '' ? null : reply;
    return {
      id: id === undefined ? this.#ports.newId('turn') : turnIdOf(id),
      user: this.#user,
      session: session ?? this.#session,
      at: at ?? this.#ports.clock(),
      message: passages,
      reply: answered,
      status: status ?? (answered === null ? 'interrupted' : 'answered'),
      attempts: 0,
    };
  }
}

const SAFE_ID = /^[a-z0-9][a-z0-9-]{2,39}$/;

/**
 * The id of the turn that an exchange of another program becomes: its own id where that is safe as a
 * file name, else one that is made from it, the same each time.
 */
export function turnIdOf(id: string): string {
  if (SAFE_ID.test(id)) return id;
  return `x-${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
}
