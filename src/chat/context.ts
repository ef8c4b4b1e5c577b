import { emptyMemory } from '../memory/codec.ts';
import type { WritePolicy } from '../memory/policy.ts';
import { markedText, type Turn, typedText } from '../memory/turn.ts';
import type { Memory } from '../memory/types.ts';
import type { ChatMessage, Tool } from '../model/port.ts';
import { systemPromptWithSources } from '../prompt/system.ts';
import { memoryTools } from '../prompt/tools.ts';
import { isSmallTalk } from '../recall/small-talk.ts';
import { LateRecall } from './late-recall.ts';
import { MemoryTools } from './memory-tools.ts';
import type { Ports } from './ports.ts';
import type { Recall } from './recall.ts';
import { isForgottenSince, type Looked, lookForRewriting } from './rewriting.ts';
import type { SecretsSaid } from './secrets-said.ts';
import { type Shown, withRecalled } from './shown.ts';
import { heldStill, type Why, whyOf } from './why.ts';
import { type Sent, Window } from './window.ts';

export interface ContextOptions {
  user: string;
  policy?: WritePolicy;
  /** Whether tools are offered to the model. Default true. */
  tools?: boolean;
  /** Characters of the system prompt that the memory may take. Default 3,000. */
  memoryBudget?: number;
  /** The memory as it was when the conversation began. */
  opening: Memory;
  /** What the user has said that must not be written down. */
  secrets: SecretsSaid;
  warn: (error: unknown) => void;
}

/** What a request for one turn consists of. */
export interface Prepared {
  system: { text: string; cache: boolean }[];
  messages: ChatMessage[];
  /** The last of the messages. */
  text: string;
  offered: readonly Tool[];
  tools: MemoryTools;
  /** What was looked up for the message before the model was asked. */
  recall: Recall | null;
  /** `forgottenAt` of the memory that all this was made from. */
  forgottenAt: string | undefined;
}

/**
 * What a conversation's requests are made of: the system prompt with the memory, the window, what is
 * recalled for a message, and the tools. From turn to turn a request begins with the bytes of the one
 * before, until the window is trimmed or somebody has changed the memory by hand or by command.
 */
export class Context {
  readonly #ports: Ports;
  readonly #options: ContextOptions;
  readonly #recall: LateRecall;
  #window: Window;
  /** Turns that were taken back: they are not looked up either. */
  readonly #undone = new Set<string>();
  #isStale = false;
  /** How far it was looked for changes by others than turns. */
  #looked: Looked;
  /** The newest memory that could be read: it stands in for one that cannot be any more. */
  #lastRead: Memory;
  #system: { text: string; cache: boolean }[] | null = null;
  #offered: readonly Tool[] = [];
  /** The model of the last request. */
  #model: string | null = null;
  #why: Why = { name: null, summary: '', facts: [], preferences: [], recalled: [] };
  /** The memory that it was told from. */
  #whyOf: Looked = { revision: 0 };

  constructor(ports: Ports, options: ContextOptions) {
    const { opening, user } = options;
    this.#ports = ports;
    this.#options = options;
    this.#window = new Window(opening.recentMessages);
    this.#looked = { revision: opening.revision, forgottenAt: opening.forgottenAt };
    this.#lastRead = opening;
    this.#recall = new LateRecall(ports, user, options.warn);
  }

  /** Reads the transcript while nobody waits for it. What fails here fails again, and is told then. */
  warm(): void {
    this.#recall.warm().catch(() => {});
  }

  async close(): Promise<void> {
    await this.#recall.close();
  }

  /** What is sent to `model` for a turn. Never rejects: without a memory or transcript that can be read it is less. */
  async prepare(turn: Turn, model: string): Promise<Prepared> {
    // What a model has thought is bound to it: another one is told what was said only.
    if (model !== this.#model) this.#window.dropRounds();
    this.#model = model;
    const system = await this.#systemPrompt();
    const { forgottenAt } = this.#looked;
    const shown = this.#shown();
    const recall = await this.#lookUp(turn, shown);
    this.#why = { ...this.#why, recalled: recall?.recalled ?? [] };
    const { secrets } = this.#options;
    const message = markedText(turn);
    const text = recall === null ? message : `${recall.text}\n\n${message}`;
    const tools = new MemoryTools(this.#ports, turn, {
      policy: this.#toolPolicy,
      recall: async (query) => {
        const memory = await this.#memoryOrLast();
        const before = withRecalled(shown, recall?.recalled ?? []);
        return this.#recall.asked({ query, memory, shown: before, now: this.#ports.clock() });
      },
      secrets,
      seen: this.#looked,
    });
    const messages = this.#window.messages(text);
    return { system, messages, text, offered: this.#offered, tools, recall, forgottenAt };
  }

  /** The turn is over. */
  add(turn: Turn, sent?: Sent): void {
    // The prompt's prefix changes with the window anyway: now is when a fresh snapshot costs nothing.
    if (this.#window.add(turn, sent)) this.#isStale = true;
  }

  /** Takes a turn out that was taken back. */
  drop(turn: string): void {
    this.#window.drop(new Set([turn]));
  }

  /** Nothing of what was said is sent any more. */
  startAnew(): void {
    this.#window = new Window();
    this.#offered = [];
    this.#isStale = true;
  }

  /** What the model has looked up by itself counts as what it knew. */
  noteRecalled(tools: MemoryTools): void {
    this.#why = { ...this.#why, recalled: [...this.#why.recalled, ...tools.recalled] };
  }

  /** What the last request carried, as far as `memory` holds it still. */
  why(memory: Memory): Why {
    return heldStill(this.#why, memory, isForgottenSince(this.#whyOf, memory));
  }

  get #toolPolicy(): 'auto' | 'ask' | 'read-only' {
    const { policy = 'auto' } = this.#options;
    return policy === 'off' ? 'read-only' : policy;
  }

  #shown(): Shown {
    const facts = new Set(this.#why.facts.map(({ id }) => id));
    const { turns, recalled } = this.#window;
    const shown = { facts, passages: new Set<string>(), turns, undone: this.#undone };
    return withRecalled(shown, recalled);
  }

  async #lookUp(turn: Turn, shown: Shown): Promise<Recall | null> {
    const memory = this.#lastRead;
    const query = typedText(turn);
    // Small talk finds anything; a question about a time needs no other word.
    if (isSmallTalk(query) && !/[?？]/u.test(query)) return null;
    if (!(await this.#hasMore(memory))) return null;
    try {
      return await this.#recall.forMessage({ query, memory, shown, now: turn.at });
    } catch (error) {
      this.#options.warn(error);
      return null;
    }
  }

  /**
   * Rendered when the session starts, when the window is trimmed, and when the memory was edited,
   * taken back or forgotten: what turns have taught since is in the window anyway.
   */
  async #systemPrompt(): Promise<{ text: string; cache: boolean }[]> {
    if (await this.#isRewritten()) this.#isStale = true;
    if (this.#system !== null && !this.#isStale) return this.#system;
    const memory = this.#isStale ? this.#lastRead : this.#options.opening;
    this.#isStale = false;
    const prompt = systemPromptWithSources({
      memory,
      now: this.#ports.clock(),
      recent: this.#window.recentText(),
      ...(this.#options.memoryBudget !== undefined && { budget: this.#options.memoryBudget }),
    });
    this.#system = prompt.blocks;
    this.#why = whyOf(memory, prompt);
    this.#whyOf = memory;
    this.#offered = await this.#toolsFor(memory);
    return prompt.blocks;
  }

  /** The tools, where there is something to recall that is not in the prompt. */
  async #toolsFor(memory: Memory): Promise<readonly Tool[]> {
    if (this.#options.tools === false) return [];
    // Calls of them stand in the window.
    if (this.#offered.length > 0) return this.#offered;
    if (!(await this.#hasMore(memory))) return [];
    return memoryTools({ writes: this.#toolPolicy !== 'read-only' });
  }

  /** Whether there may be something to recall that is not in the prompt. */
  async #hasMore({ retired, keyFacts }: Memory): Promise<boolean> {
    if (retired.length > 0 || keyFacts.length > this.#why.facts.length) return true;
    if (this.#recall.passages > 0) return true;
    try {
      const recent = await this.#ports.transcript.recent(this.#options.user, 1);
      if (recent.length > 0) return true;
      // What was imported from another chat is not among the recent ones.
      await this.#recall.warm();
      return this.#recall.passages > 0;
    } catch (error) {
      this.#options.warn(error);
      return false;
    }
  }

  async #isRewritten(): Promise<boolean> {
    try {
      const { user } = this.#options;
      const seen = await lookForRewriting(this.#ports.store, user, this.#looked);
      const { memory, isRewritten, isForgotten, undone } = seen;
      this.#looked = { revision: memory?.revision ?? 0, forgottenAt: memory?.forgottenAt };
      this.#lastRead = memory ?? emptyMemory(user, this.#ports.clock());
      // What was forgotten is in the window still; what the memory kept of it is not.
      if (isForgotten) this.#window = new Window(memory?.recentMessages ?? []);
      for (const turn of undone) this.#undone.add(turn);
      this.#window.drop(undone);
      return isRewritten;
    } catch (error) {
      this.#options.warn(error);
      return false;
    }
  }

  async #memoryOrLast(): Promise<Memory> {
    try {
      const memory = await this.#ports.store.read(this.#options.user);
      return memory ?? emptyMemory(this.#options.user, this.#ports.clock());
    } catch (error) {
      this.#options.warn(error);
      return this.#lastRead;
    }
  }
}
