import { type ExchangeGiven, ExchangeMemory } from '../chat/exchange-memory.ts';
import { LateRecall } from '../chat/late-recall.ts';
import type { Models, Ports } from '../chat/ports.ts';
import type { Recall } from '../chat/recall.ts';
import { SecretsSaid } from '../chat/secrets-said.ts';
import type { Session, SessionOptions } from '../chat/session.ts';
import type { Shown } from '../chat/shown.ts';
import type { WritePolicy } from '../memory/policy.ts';
import { MAX_MESSAGE, messageText, type Passage } from '../memory/turn.ts';
import type { Memory } from '../memory/types.ts';
import type { Model } from '../model/port.ts';
import { notValid, numberOf, oneOf, textOf } from './arguments.ts';
import { CheckedMemory } from './checked-memory.ts';
import { type ChatEvent, type ChatOptions, converse } from './converse.ts';
import {
  type ExchangeOptions,
  type ExchangeOutcome,
  givenOf,
  outcomeOf,
  readerOf,
} from './exchange.ts';
import { EXPORT_FORMATS, type ExportFormat, exported } from './exported.ts';
import {
  type PromptDefaults,
  type PromptOptions,
  promptBlock,
  shownBeside,
} from './prompt-block.ts';
import { type ChangeListener, Subscription } from './subscription.ts';
import { type RunnableTool, type ToolsOptions, toolsOfTurn, turnOf } from './turn-tools.ts';

/** How long `close` waits for what is being remembered, in ms. */
const CLOSING = 10_000;

/** What a client is made with: see `OpenMemoryOptions`. */
export interface MemoryClientSettings {
  user: string;
  /** Absolute. */
  sessions: string;
  models: Models;
  policy: WritePolicy;
  retainDays: number | null;
  memoryBudget: number;
  /** What requests to a model that is given with a call cost. */
  priceOf: (model: Model) => Ports['price'];
  /** See `SubscriptionOptions`. */
  signature: () => Promise<string | null>;
  /** How often subscriptions look where nothing else is asked for, in ms. */
  intervalMs: number;
  /** Called when it is closed, and nothing is asked of its stores any more. */
  end: () => Promise<void>;
  onWarning: (error: Error) => void;
}

/**
 * One user's memory for a program: made by `openMemory`. Beside what is here it has all that a user
 * may do with their memory (`UserMemory`). Any number of calls may be under way at once, and any
 * number of processes may have the same memory open.
 *
 * All methods throw MemchatError: `usage` for an argument that is not valid and once it is closed,
 * `memory-unreadable` and `store-unwritable` for the disk, `lock-busy` where others kept winning,
 * `store-unavailable` and `config` for a server.
 */
export class MemoryClient extends CheckedMemory {
  /** The folder of the memories, absolute; with a server, of what waits for it on this machine. */
  readonly sessions: string;
  readonly #ports: Ports;
  readonly #settings: MemoryClientSettings;
  readonly #recall: LateRecall;
  readonly #open = new Set<Session>();
  readonly #subscriptions = new Set<Subscription>();
  #exchanges: ExchangeMemory | null = null;

  constructor(ports: Ports, settings: MemoryClientSettings) {
    super(ports, settings);
    this.sessions = settings.sessions;
    this.#ports = ports;
    this.#settings = settings;
    this.#recall = new LateRecall(ports, this.user, (error) =>
      settings.onWarning(error instanceof Error ? error : new Error(String(error))),
    );
  }

  /**
   * The memory as a block for a system prompt, `<memory>` to `</memory>`: name, preferences,
   * summary, facts. Never longer than the budget; nothing in it can close the block.
   */
  async prompt(options: PromptOptions = {}): Promise<string> {
    return promptBlock(await this.read(), options, this.#defaults()).text;
  }

  /**
   * What bears on a message: `text` is a block to put before it, `<recalled>` to `</recalled>`, at
   * most 1,600 characters, and empty where nothing does, as for small talk; `recalled` is what it
   * holds, best first. `besides`: the options of the `prompt` that the model has; what stands there
   * is not recalled once more.
   */
  async recall(message: string, { besides }: { besides?: PromptOptions } = {}): Promise<Recall> {
    this.ensureOpen();
    const query = textOf('message', message, MAX_MESSAGE);
    const memory = await this.read();
    const shown = this.#shown(memory, besides);
    const request = { query, memory, shown, now: this.#ports.clock() };
    return (await this.#recall.forMessage(request)) ?? { text: '', recalled: [] };
  }

  /**
   * Remembers an exchange that your program had with the user, whatever model answered it: redacted,
   * written to disk, read by a model, held to the rules and the policy, committed. Exchanges are
   * remembered one after the other. One that is given again with the same `id` is not remembered
   * again, as long as it is among the last 256.
   * @throws MemchatError `credential` without a model; `api-unavailable`, `model-output` … as the
   *   model does. The exchange is on disk then, and is read with the next one, or by the next
   *   process: it need not be given again. `store-unwritable`: it is not.
   */
  async rememberExchange(
    exchange: ExchangeGiven,
    options: ExchangeOptions = {},
  ): Promise<ExchangeOutcome> {
    this.ensureOpen();
    const given = givenOf(exchange);
    const { user, models, policy, retainDays, onWarning, priceOf } = this.#settings;
    const model = readerOf(options, models.memory);
    const { timeoutMs, signal } = options;
    this.#exchanges ??= new ExchangeMemory(this.#ports, {
      user,
      models,
      policy,
      retainDays,
      onWarning,
    });
    const remembered = await this.#exchanges.remember(given, {
      ...(model !== undefined && { model, price: priceOf(model) }),
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(signal !== undefined && { signal }),
    });
    return outcomeOf(remembered);
  }

  /**
   * The tools of the memory for one turn, bound to this user: the model can look things up, at most
   * 10 times, and note what the user has asked it to, at most 5 times; it cannot delete. What it
   * notes goes through the same rules as all else. Ask for new ones with each message.
   */
  async tools({ message, id, besides }: ToolsOptions = {}): Promise<RunnableTool[]> {
    this.ensureOpen();
    const { clock } = this.#ports;
    const turn = turnOf(this.user, { message, id }, this.#ports);
    const memory = await this.read();
    const shown = this.#shown(memory, besides);
    const policy = this.#settings.policy === 'off' ? 'read-only' : this.#settings.policy;
    const recall = async (query: string): Promise<Recall> =>
      this.#recall.asked({ query, memory: await this.read(), shown, now: clock() });
    const options = { policy, recall, secrets: new SecretsSaid(), seen: memory };
    const writes = policy !== 'read-only' && messageText(turn).trim() !== '';
    return toolsOfTurn(this.#ports, turn, options, writes);
  }

  /** The whole memory as a text; `json`, the default, is the file as it is kept. */
  async export(format: ExportFormat = 'json'): Promise<string> {
    oneOf('format', format, EXPORT_FORMATS);
    return exported(await this.read(), format, this.#ports.clock());
  }

  /**
   * Calls `listener` with each commit to the memory, oldest first, whichever process made it, an
   * edit by hand included. Resolves, once it listens, to what ends that. It looks at two file stamps
   * every `intervalMs` (50 to 3,600,000, default 1,000), or asks a server for one small row (default
   * 2,000), and reads only what changed; its timer does not keep the process alive. What the listener throws goes to `onWarning`.
   */
  async subscribe(
    listener: ChangeListener,
    { intervalMs = this.#settings.intervalMs }: { intervalMs?: number } = {},
  ): Promise<() => void> {
    this.ensureOpen();
    const { signature, onWarning } = this.#settings;
    if (typeof listener !== 'function') throw notValid('"listener" has to be a function');
    numberOf('intervalMs', intervalMs, 50, 3_600_000);
    const memory = await this.#ports.store.read(this.user);
    const subscription = new Subscription(
      { ports: this.#ports, user: this.user, signature, intervalMs, listener, warn: onWarning },
      memory?.revision ?? null,
    );
    this.#subscriptions.add(subscription);
    return () => {
      subscription.stop();
      this.#subscriptions.delete(subscription);
    };
  }

  /**
   * A conversation of memchat itself, step by step: recall, system prompt, tools and extraction are
   * its own. It is closed with the memory.
   */
  async session(
    options: Pick<SessionOptions, 'tools' | 'memoryBudget' | 'cacheConversation'> = {},
  ): Promise<Session> {
    this.ensureOpen();
    const { openSession } = await import('../chat/session.ts');
    const { user, models, policy, retainDays, memoryBudget, onWarning } = this.#settings;
    const settings = { user, models, policy, retainDays, memoryBudget, onWarning };
    const session = await openSession(this.#ports, { ...settings, ...options });
    this.#open.add(session);
    return session;
  }

  /**
   * The whole chat: says the messages one after the other, each when the reply before it has ended,
   * and yields what happens. What goes wrong with a reply is the `problem` of its `end`. Behind the
   * last message it waits for the memory; leaving the loop ends the conversation.
   */
  async *chat(
    messages: AsyncIterable<string | readonly Passage[]> | Iterable<string | readonly Passage[]>,
    { signal, settleMs = CLOSING, ...options }: ChatOptions = {},
  ): AsyncGenerator<ChatEvent> {
    numberOf('settleMs', settleMs, 0, 2_147_483_647);
    const session = await this.session(options);
    yield* converse(session, typeof messages === 'string' ? [messages] : messages, {
      settleMs,
      ...(signal !== undefined && { signal }),
    });
    this.#open.delete(session);
  }

  /**
   * Waits for what is being remembered, at most 10 seconds, and stops all that goes on in the
   * background. What is left is on disk. It may be called again.
   */
  override async close(): Promise<void> {
    await super.close();
    for (const subscription of this.#subscriptions) subscription.stop();
    this.#subscriptions.clear();
    await Promise.all([
      this.#recall.close(),
      this.#exchanges?.settle(CLOSING),
      ...[...this.#open].map((session) => session.close()),
    ]);
    this.#open.clear();
    await this.#settings.end();
  }

  /** `close`, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #shown(memory: Memory, besides: PromptOptions | undefined): Shown {
    return shownBeside(memory, besides, this.#defaults());
  }

  #defaults(): PromptDefaults {
    return { now: this.#ports.clock(), budget: this.#settings.memoryBudget };
  }
}
