import type { WritePolicy } from '../memory/policy.ts';
import { AgentSession } from './agent-session.ts';
import type { Receipt } from './events.ts';
import { Keeper, type Leftover } from './keeper.ts';
import { LateRecall } from './late-recall.ts';
import type { Models, Ports } from './ports.ts';
import { untilDone } from './until-done.ts';

/** Conversations that are held at once; the one that was opened first goes for one more. */
const MOST_SESSIONS = 1_000;

export interface AgentMemoryOptions {
  user: string;
  models: Models;
  /** Under `read-only` and `off` nothing is kept of what is said. Default `auto`. */
  policy?: WritePolicy;
  retainDays?: number | null;
  /** Characters of the memory block; default 3,000. */
  memoryBudget?: number;
  onWarning?: (error: Error) => void;
}

/**
 * The memory of one user beside an agent that talks to a model of its own, in any number of
 * conversations at once. What is said is kept as the turns of a chat are: in the journal first, then
 * extracted behind the agent's back.
 */
export class AgentMemory {
  readonly #ports: Ports;
  readonly #options: AgentMemoryOptions;
  readonly #keeper: Keeper;
  readonly #recall: LateRecall;
  readonly #sessions = new Map<string, AgentSession>();
  /** What goes on behind the agent. */
  readonly #working = new Set<Promise<unknown>>();

  constructor(ports: Ports, options: AgentMemoryOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#keeper = new Keeper(ports, options);
    this.#recall = new LateRecall(ports, options.user, (error) => this.#keeper.warn(error));
    this.#later(this.#keeper.adopt());
  }

  onReceipt(listener: (receipt: Receipt) => void): void {
    this.#keeper.onReceipt(listener);
  }

  /** Reads what can be recalled, before it is asked for. What fails here fails again, and is told then. */
  warm(): void {
    this.#recall.warm().catch(() => {});
  }

  /** The conversation with this id, a new one if there is none. */
  async session(id: string): Promise<AgentSession> {
    const known = this.#sessions.get(id);
    if (known !== undefined) return known;
    const { user, memoryBudget } = this.#options;
    const parts = { ports: this.#ports, keeper: this.#keeper, recall: this.#recall };
    const later = (work: Promise<void>) => this.#later(work);
    const opened = new AgentSession({ ...parts, user, memoryBudget, later }, id);
    this.#sessions.set(id, opened);
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > MOST_SESSIONS && oldest !== undefined) await this.leave(oldest);
    return opened;
  }

  /** The conversation is over: a message without a reply will get none. */
  async leave(id: string): Promise<void> {
    const left = this.#sessions.get(id);
    this.#sessions.delete(id);
    await left?.end('interrupted', null);
  }

  /** As `Session.settle`; a message that waits for its reply is `pending`. */
  async settle(timeoutMs: number, signal?: AbortSignal): Promise<Leftover> {
    const from = performance.now();
    const working = Promise.all(this.#working).then(() => {});
    await untilDone(working, timeoutMs, signal);
    const rest = Math.max(timeoutMs - (performance.now() - from), 0);
    const left = await this.#keeper.settle(rest, signal);
    const { policy = 'auto' } = this.#options;
    const keeps = policy === 'auto' || policy === 'ask';
    const isOpen = keeps && [...this.#sessions.values()].some((session) => session.isOpen);
    return left === 'nothing' && (isOpen || this.#working.size > 0) ? 'pending' : left;
  }

  /** Leaves all conversations, waits as `settle`, and stops what goes on in the background. */
  async close(timeoutMs: number, signal?: AbortSignal): Promise<Leftover> {
    for (const id of [...this.#sessions.keys()]) await this.leave(id);
    const left = await this.settle(timeoutMs, signal);
    await this.#recall.close();
    return left;
  }

  #later(work: Promise<unknown>): void {
    const done = work
      .catch((error: unknown) => this.#keeper.warn(error))
      .finally(() => this.#working.delete(done));
    this.#working.add(done);
  }
}
