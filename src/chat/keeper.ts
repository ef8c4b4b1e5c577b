import { codeOf } from '../errors.ts';
import { noChanges } from '../memory/changes.ts';
import type { WritePolicy } from '../memory/policy.ts';
import { messageText, type Turn } from '../memory/turn.ts';
import type { Memory } from '../memory/types.ts';
import { nextBatch } from './batch.ts';
import { MAX_ATTEMPTS } from './dead-letter.ts';
import type { Receipt } from './events.ts';
import { countFailure } from './failed-pass.ts';
import { ForgottenCheck } from './forgotten-check.ts';
import { JournalWriter } from './journal-writer.ts';
import type { Models, Ports } from './ports.ts';
import { RecallCounts } from './recall-counts.ts';
import { countsAsAttempt, remember } from './remember.ts';
import { type Retracted, retract } from './retract.ts';
import { SecretsSaid } from './secrets-said.ts';
import { spentDespite } from './spent.ts';
import { ToldProblems } from './told-problems.ts';
import { TurnsAway } from './turns-away.ts';
import { untilDone } from './until-done.ts';
import { Upkeep } from './upkeep.ts';

/**
 * What is not in the memory yet: `pending` turns are on disk, and the next start takes them up;
 * `unsaved` ones the disk did not take, and they end with the process.
 */
export type Leftover = 'nothing' | 'pending' | 'unsaved';

export interface KeeperOptions {
  user: string;
  models: Models;
  /** Under `read-only` and `off` nothing is journaled and nothing is learned. Default `auto`. */
  policy?: WritePolicy;
  /** Facts neither updated nor recalled for so many days are retired. Default null: never. */
  retainDays?: number | null;
  onWarning?: (error: Error) => void;
}

/**
 * Carries turns from the conversation into the memory: the journal first, then extraction behind
 * the user's back, one pass at a time. A store or a model that fails never stops the
 * conversation; what could not be remembered waits, on disk where the disk lets it.
 */
export class Keeper {
  readonly secrets = new SecretsSaid();
  readonly #ports: Ports;
  readonly #options: KeeperOptions;
  readonly #listeners: ((receipt: Receipt) => void)[] = [];
  /** Turns that are over and not remembered, oldest first. */
  #queue: Turn[] = [];
  readonly #writer: JournalWriter;
  #running: Promise<void> | null = null;
  #counted = false;
  readonly #recalls = new RecallCounts();
  /** What was told, as a warning or with a receipt. */
  readonly #told = new ToldProblems();
  readonly #policy: 'auto' | 'ask';
  readonly #upkeep: Upkeep;
  readonly #forgotten: ForgottenCheck;
  readonly #away: TurnsAway;
  /** The last pass failed because the store did not answer. */
  #awaitsStore = false;
  /** Turns of dead processes: the journal has had them. */
  readonly #adopted = new Set<string>();
  readonly #wasSaved = ({ id }: Turn) => this.#writer.hasTaken(id) || this.#adopted.has(id);

  constructor(ports: Ports, options: KeeperOptions) {
    this.#ports = ports;
    this.#options = options;
    const warn = (error: unknown) => this.warn(error);
    this.#writer = new JournalWriter(ports.journal, warn);
    this.#forgotten = new ForgottenCheck(ports, this.#wasSaved, warn);
    this.#away = new TurnsAway(ports, this.#wasSaved, warn);
    this.#policy = options.policy === 'ask' ? 'ask' : 'auto';
    const { user, models, retainDays = null } = options;
    this.#upkeep = new Upkeep(ports, { user, models, policy: this.#policy, retainDays });
  }

  onReceipt(listener: (receipt: Receipt) => void): void {
    this.#listeners.push(listener);
  }

  /** The user's words are on disk when this resolves, unless the disk refuses them. */
  async asked(turn: Turn): Promise<void> {
    if (this.#remembers) await this.#writer.save(this.secrets.redacted(turn));
  }

  /**
   * The turn is on disk as it ended, unless the disk refuses it; it is remembered in the background.
   * `seen` is `forgottenAt` of the memory that the reply was made from.
   */
  async over(turn: Turn, seen?: string): Promise<void> {
    if (!this.#remembers) return;
    const kept = await this.#forgotten.without(this.secrets.redacted(turn), seen);
    if (kept === null) return;
    // Only then into the queue: a pass that is under way reads its turns from the journal.
    await this.#writer.saveAgain([...this.#queue, kept], kept);
    // Forgotten between that look and the write: the journal kept the words blotted out.
    const left = await this.#forgotten.without(kept, seen);
    if (left === null) return;
    if (left !== kept) await this.#writer.save(left);
    this.#queue.push(left);
    if (this.#writer.isDone) this.#start();
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
    for (const { id } of turns) this.#adopted.add(id);
    this.#queue.push(...turns);
    if (turns.length > 0) this.#start();
    return turns;
  }

  /** See `retract`; where the turn waits, it is not remembered any more. */
  retract(id: string, written: readonly number[] = []): Promise<Retracted> {
    this.#queue = this.#queue.filter((turn) => turn.id !== id);
    return retract(this.#ports, this.#options.user, id, written);
  }

  async settle(timeoutMs: number, signal?: AbortSignal): Promise<Leftover> {
    if (!this.#writer.isDone) {
      await this.#writer.saveAgain(this.#queue);
      if (this.#writer.isDone) this.#start();
    }
    // A store that answers again may do so behind the last turn.
    if (this.#writer.isDone && (this.#awaitsStore || !this.#away.isDone)) this.#start();
    const running = this.#running;
    if (running !== null) await untilDone(running, timeoutMs, signal);
    if (!this.#writer.isDone) return 'unsaved';
    return this.#queue.length === 0 && this.#away.isDone ? 'nothing' : 'pending';
  }

  get #remembers(): boolean {
    const { policy = 'auto' } = this.#options;
    return policy === 'auto' || policy === 'ask';
  }

  #start(): void {
    if (this.#running !== null) return;
    this.#running = this.#drain().finally(() => {
      this.#running = null;
    });
  }

  async #drain(): Promise<void> {
    if (!this.#away.isDone && (await this.#away.put([]))) this.#told.mended();
    // What is said during the upkeep finds a pass that is running, and must be taken up by it.
    while ((await this.#extractAll()) && !(await this.#keepUp())) {}
  }

  /** False: a turn could not be remembered; it waits. */
  async #extractAll(): Promise<boolean> {
    while (this.#queue.length > 0) {
      const batch = nextBatch(this.#queue);
      const receipt = await this.#pass(batch);
      if (receipt.problem === null)
        this.#queue = this.#queue.filter((turn) => !batch.includes(turn));
      this.tell(receipt);
      if (receipt.problem !== null) return false;
    }
    return true;
  }

  /** False: turns came meanwhile. */
  async #keepUp(): Promise<boolean> {
    try {
      for await (const receipt of this.#upkeep.run()) this.tell(receipt);
    } catch (error) {
      // What is known stands; the pass is tried again after the next turn.
      this.warn(error);
    }
    return this.#queue.length === 0;
  }

  /** Facts that were looked up in one turn: counted with the next commit, each once. */
  noteRecalled(ids: Iterable<string>, at: string): void {
    if (this.#remembers) this.#recalls.note(ids, at);
  }

  /** Hands a receipt to those who listen. */
  tell(receipt: Receipt): void {
    for (const listener of this.#listeners) listener(receipt);
  }

  async #pass(batch: readonly Turn[]): Promise<Receipt> {
    const { user, models } = this.#options;
    const turns = batch.map(({ id }) => id);
    const recalls = this.#recalls.taken();
    try {
      await this.#forgotten.again(batch);
      const pass = await remember(this.#ports, models, user, batch, {
        policy: this.#policy,
        retainDays: this.#options.retainDays ?? null,
        wasSaved: this.#wasSaved,
        adjust: (memory) => recalls.mark(this.#count(memory)),
      });
      this.#counted = true;
      this.#awaitsStore = false;
      recalls.committed();
      this.#upkeep.heard(batch);
      if (await this.#away.put(batch)) this.#told.mended();
      return { pass: 'extraction', turns, ...pass, problem: null, told: false };
    } catch (error) {
      const { problem, told } = this.#told.tellAnew(error);
      this.#awaitsStore = codeOf(problem) === 'store-unavailable';
      const given = countsAsAttempt(problem) ? await this.#countFailure(batch) : [];
      const refused = given.map((turn) => ({
        text: messageText(turn),
        reason: `its memory could not be read ${MAX_ATTEMPTS} times; it waits in review`,
      }));
      const changes = { ...noChanges(), refused };
      const done = given.length === batch.length;
      return {
        pass: 'extraction',
        turns,
        changes,
        ...spentDespite(problem, this.#ports.price),
        problem: done ? null : problem,
        told,
      };
    }
  }

  /** The memory counts the processes that chatted: with the first commit of this one. */
  #count(memory: Memory): Memory {
    return this.#counted ? memory : { ...memory, sessionCount: memory.sessionCount + 1 };
  }

  #countFailure(batch: readonly Turn[]): Promise<Turn[]> {
    return countFailure(this.#ports, batch, {
      wasSaved: this.#wasSaved,
      replace: (turn, by) => this.#replace(turn, by),
      warn: (error) => this.warn(error),
    });
  }

  #replace(turn: Turn, by: Turn | null): void {
    this.#queue = this.#queue.flatMap((queued) => (queued === turn ? (by ?? []) : queued));
  }

  /** Tells of what went wrong, once. */
  warn(error: unknown): void {
    const { problem, told } = this.#told.tell(error);
    if (!told) this.#options.onWarning?.(problem);
  }
}
