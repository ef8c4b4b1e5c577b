import { messageText, type Turn } from '../memory/turn.ts';
import type { Memory } from '../memory/types.ts';
import { ModelOutputError } from '../model/output-error.ts';
import type { Usage } from '../model/port.ts';
import { noUsage } from '../model/prices.ts';
import { nextBatch } from './batch.ts';
import { MAX_ATTEMPTS, putAside } from './dead-letter.ts';
import type { Receipt } from './events.ts';
import type { Models, Ports } from './ports.ts';
import { redacted } from './redacted.ts';
import { countsAsAttempt, noChanges, remember } from './remember.ts';
import { ToldProblems } from './told-problems.ts';
import { untilDone } from './until-done.ts';

/**
 * What is not in the memory yet: `pending` turns are on disk, and the next start takes them up;
 * `unsaved` ones the disk did not take, and they end with the process.
 */
export type Leftover = 'nothing' | 'pending' | 'unsaved';

export interface KeeperOptions {
  user: string;
  models: Models;
  remembers?: boolean;
  onWarning?: (error: Error) => void;
}

/**
 * Carries turns from the conversation into the memory: the journal first, then extraction behind
 * the user's back, one pass at a time. A disk or a model that fails never stops the conversation;
 * what could not be remembered waits, on disk where the disk lets it.
 */
export class Keeper {
  readonly #ports: Ports;
  readonly #options: KeeperOptions;
  readonly #listeners: ((receipt: Receipt) => void)[] = [];
  /** Turns that are over and not remembered, oldest first. */
  #queue: Turn[] = [];
  /** Of those, the ones that the journal could not take. */
  readonly #unsaved = new Set<string>();
  #running: Promise<void> | null = null;
  #counted = false;
  /** What was told, as a warning or with a receipt. */
  readonly #told = new ToldProblems();

  constructor(ports: Ports, options: KeeperOptions) {
    this.#ports = ports;
    this.#options = options;
  }

  onReceipt(listener: (receipt: Receipt) => void): void {
    this.#listeners.push(listener);
  }

  /** The user's words are on disk when this resolves, unless the disk refuses them. */
  async asked(turn: Turn): Promise<void> {
    if (this.#remembers) await this.#save(redacted(turn));
  }

  /** The turn is on disk as it ended; it is remembered in the background. */
  async over(turn: Turn): Promise<void> {
    if (!this.#remembers) return;
    this.#queue.push(redacted(turn));
    this.#unsaved.add(turn.id);
    await this.#saveAgain();
    if (this.#unsaved.size === 0) this.#start();
  }

  /** Takes up what dead processes left behind, and starts to remember it. */
  async adopt(): Promise<Turn[]> {
    if (!this.#remembers) return [];
    let turns: Turn[] = [];
    try {
      turns = await this.#ports.journal.adopt(this.#options.user);
    } catch (error) {
      this.warn(error);
    }
    this.#queue.push(...turns);
    if (turns.length > 0) this.#start();
    return turns;
  }

  async settle(timeoutMs: number, signal?: AbortSignal): Promise<Leftover> {
    if (this.#unsaved.size > 0) {
      await this.#saveAgain();
      if (this.#unsaved.size === 0) this.#start();
    }
    const running = this.#running;
    if (running !== null) await untilDone(running, timeoutMs, signal);
    if (this.#unsaved.size > 0) return 'unsaved';
    return this.#queue.length === 0 ? 'nothing' : 'pending';
  }

  get #remembers(): boolean {
    return this.#options.remembers ?? true;
  }

  #start(): void {
    if (this.#running !== null) return;
    this.#running = this.#drain().finally(() => {
      this.#running = null;
    });
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = nextBatch(this.#queue);
      const receipt = await this.#pass(batch);
      if (receipt.problem === null)
        this.#queue = this.#queue.filter((turn) => !batch.includes(turn));
      for (const listener of this.#listeners) listener(receipt);
      if (receipt.problem !== null) return;
    }
  }

  async #pass(batch: readonly Turn[]): Promise<Receipt> {
    const { user, models } = this.#options;
    const turns = batch.map(({ id }) => id);
    try {
      const pass = await remember(this.#ports, models, user, batch, (memory) =>
        this.#count(memory),
      );
      this.#counted = true;
      let isAway = true;
      // One after the other: the transcript keeps their order.
      for (const turn of batch) isAway = (await this.#putAway(turn)) && isAway;
      if (isAway) this.#told.mended();
      return { turns, ...pass, problem: null, told: false };
    } catch (error) {
      const { problem, told } = this.#told.tellAnew(error);
      const given = countsAsAttempt(problem) ? await this.#failed(batch) : [];
      const refused = given.map((turn) => ({
        text: messageText(turn),
        reason: `its memory could not be read ${MAX_ATTEMPTS} times; it waits in review`,
      }));
      const changes = { ...noChanges(), refused };
      const done = given.length === batch.length;
      return { turns, changes, ...this.#spent(problem), problem: done ? null : problem, told };
    }
  }

  /** The memory counts the processes that chatted: with the first commit of this one. */
  #count(memory: Memory): Memory {
    return this.#counted ? memory : { ...memory, sessionCount: memory.sessionCount + 1 };
  }

  /**
   * The turn is in the memory: into the transcript, out of the journal. If the disk refuses, the
   * memory stands all the same, and the next start finds the turn applied and tidies up. Whether
   * all went well.
   */
  async #putAway(turn: Turn): Promise<boolean> {
    const { transcript, journal } = this.#ports;
    let isDone = true;
    for (const step of [() => transcript.append(turn), () => journal.remove(turn.user, turn.id)]) {
      await step().catch((error: unknown) => {
        isDone = false;
        this.warn(error);
      });
    }
    return isDone;
  }

  /** What an answer that could not be read has cost all the same. */
  #spent(problem: Error): { usage: Usage; costUsd: number | null } {
    if (!(problem instanceof ModelOutputError)) return { usage: noUsage(), costUsd: 0 };
    const { usage, model } = problem;
    return { usage, costUsd: this.#ports.price(model, usage) };
  }

  /**
   * After three answers that could not be read, a turn waits for a person instead of a model.
   * Returns the turns that do so now.
   */
  async #failed(batch: readonly Turn[]): Promise<Turn[]> {
    const given: Turn[] = [];
    for (const turn of batch) {
      const tried = { ...turn, attempts: turn.attempts + 1 };
      try {
        if (tried.attempts >= MAX_ATTEMPTS) {
          await putAside(this.#ports, tried);
          await this.#putAway(tried);
          this.#queue = this.#queue.filter((queued) => queued !== turn);
          given.push(tried);
        } else {
          this.#queue = this.#queue.map((queued) => (queued === turn ? tried : queued));
          await this.#ports.journal.save(tried);
        }
      } catch (error) {
        this.warn(error);
      }
    }
    return given;
  }

  async #saveAgain(): Promise<void> {
    for (const turn of this.#queue) {
      if (this.#unsaved.has(turn.id)) await this.#save(turn);
    }
  }

  /** False: the disk refused, and the user was told once. */
  async #save(turn: Turn): Promise<boolean> {
    try {
      await this.#ports.journal.save(turn);
      this.#unsaved.delete(turn.id);
      return true;
    } catch (error) {
      this.#unsaved.add(turn.id);
      this.warn(error);
      return false;
    }
  }

  /** Tells of what went wrong, once. */
  warn(error: unknown): void {
    const { problem, told } = this.#told.tell(error);
    if (!told) this.#options.onWarning?.(problem);
  }
}
