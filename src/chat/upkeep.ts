import type { Turn } from '../memory/turn.ts';
import type { Receipt } from './events.ts';
import { inferPreferences, isDue } from './infer-preferences.ts';
import type { PassOutcome } from './outcome.ts';
import type { Models, Ports } from './ports.ts';
import { tidy } from './tidy.ts';
import { isTidyDue } from './tidy-due.ts';

/** Turns that the preferences are inferred from, at most. */
const RECENT_TURNS = 10;

export interface UpkeepOptions {
  user: string;
  models: Models;
  policy: 'auto' | 'ask';
  retainDays: number | null;
}

/**
 * The passes that no turn asks for: preferences every few turns, consolidation when there are many
 * facts. They run behind the extraction. After one that failed there are no more in this process:
 * they cost money, and nothing is lost without them.
 */
export class Upkeep {
  readonly #ports: Ports;
  readonly #options: UpkeepOptions;
  #recent: Turn[] = [];
  #forgottenAt: string | undefined;
  #hasFailed = false;

  constructor(ports: Ports, options: UpkeepOptions) {
    this.#ports = ports;
    this.#options = options;
  }

  /** Turns that are in the memory now. */
  heard(turns: readonly Turn[]): void {
    this.#recent = [...this.#recent, ...turns].slice(-RECENT_TURNS);
  }

  /**
   * The receipts of the passes that were due.
   * @throws MemchatError as the model and the stores do; what the passes before it did stands.
   */
  async *run(): AsyncGenerator<Receipt> {
    if (this.#hasFailed) return;
    try {
      yield* this.#due();
    } catch (error) {
      this.#hasFailed = true;
      throw error;
    }
  }

  async *#due(): AsyncGenerator<Receipt> {
    const { user, models, policy, retainDays } = this.#options;
    const ports = this.#ports;
    const memory = await ports.store.read(user);
    if (memory === null) return;
    // What was forgotten may stand in them still; the transcript has what is left.
    if (memory.forgottenAt !== this.#forgottenAt) this.#recent = [];
    this.#forgottenAt = memory.forgottenAt;
    if (isDue(memory)) {
      const recent = this.#recent;
      const turns = recent.map(({ id }) => id);
      const outcome = await inferPreferences(ports, models, user, recent, policy);
      yield receiptOf('preferences', turns, outcome);
    }
    // What is asked about is not done behind the user's back.
    if (policy === 'auto' && isTidyDue(memory)) {
      yield receiptOf('consolidation', [], await tidy(ports, models, user, { retainDays }));
    }
  }
}

function receiptOf(pass: Receipt['pass'], turns: string[], outcome: PassOutcome): Receipt {
  const { changes, usage, costUsd } = outcome;
  return { pass, turns, changes, usage, costUsd, problem: null, told: false };
}
