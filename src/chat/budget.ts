import { MemchatError } from '../errors.ts';
import type { Clock } from '../memory/clock.ts';
import type { Ledger } from '../store/ledger.ts';
import { dollarsOf, spentToday } from './spendings.ts';

export interface BudgetOptions {
  ledger: Pick<Ledger, 'read'>;
  user: string;
  clock: Clock;
  /** US dollars that may be spent on the user in a day (UTC). */
  limitUsd: number;
}

/** What was spent, and what may be. */
export interface BudgetState {
  spentUsd: number;
  /** The limit, with what the user has said yes to. */
  allowedUsd: number;
  isSpent: boolean;
}

/**
 * What may be spent on one user in a day, which begins at 00:00 UTC, by all processes together. It
 * is looked at before a request, whose price nobody knows by then: the last one may go beyond it.
 */
export class Budget {
  readonly limitUsd: number;
  readonly #options: BudgetOptions;
  /** What this process may go up to. */
  #allowedUsd: number;

  constructor(options: BudgetOptions) {
    this.#options = options;
    this.limitUsd = options.limitUsd;
    this.#allowedUsd = options.limitUsd;
  }

  /** @throws MemchatError as the ledger. */
  async state(): Promise<BudgetState> {
    const { ledger, user, clock } = this.#options;
    const spentUsd = dollarsOf(await spentToday(ledger, user, clock()));
    return { spentUsd, allowedUsd: this.#allowedUsd, isSpent: spentUsd >= this.#allowedUsd };
  }

  /** The user said yes: this process may spend as much again. */
  async goOn(): Promise<void> {
    const { spentUsd } = await this.state();
    // A budget of nothing asks before each message.
    this.#allowedUsd = spentUsd + Math.max(this.limitUsd, 1e-6);
  }

  /** @throws MemchatError `over-budget` when the day's budget is spent, with the ways on. */
  async check(): Promise<void> {
    const { spentUsd, isSpent } = await this.state();
    if (!isSpent) return;
    throw new MemchatError(
      `Today's budget of ${dollars(this.limitUsd)} (--budget, or MEMCHAT_BUDGET) is spent: ${dollars(spentUsd)} since 00:00 UTC. No model was called, and what you said is kept. To go on all the same add -y, or name a higher budget.`,
      'over-budget',
    );
  }
}

/** "$0.05", "$0.1234", "$12.50" */
export function dollars(amount: number): string {
  return `$${amount < 1 ? amount.toFixed(4).replace(/00$/, '') : amount.toFixed(2)}`;
}
