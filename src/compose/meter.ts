import { Budget } from '../chat/budget.ts';
import { MeteredModel } from '../chat/metered.ts';
import type { Ports } from '../chat/ports.ts';
import type { Config } from '../config.ts';
import type { Model } from '../model/port.ts';
import type { Ledger } from '../store/ledger.ts';
import type { Notice } from '../store/port.ts';
import type { Stores } from './stores.ts';

/** What a run spends, and how much it may. */
export interface Meter {
  ledger: Ledger;
  /** Null: there is no limit. */
  budget: Budget | null;
  /** The model, with its requests written down; the offline model costs nothing, and stays as it is. */
  meter<T extends Model>(model: T): T | MeteredModel;
}

export function composeMeter(
  config: Config,
  { clock, price, ledger }: Pick<Ports, 'clock' | 'price'> & Pick<Stores, 'ledger'>,
  onNotice: (notice: Notice) => void,
): Meter {
  const { user, budgetUsd, endpoint } = config;
  const budget =
    budgetUsd === null ? null : new Budget({ ledger, user, clock, limitUsd: budgetUsd });
  let isTold = false;
  const onProblem = (error: unknown): void => {
    if (isTold) return;
    isTold = true;
    const reason = error instanceof Error ? error.message : String(error);
    onNotice({ code: 'costs', message: `What requests cost is not written down. ${reason}` });
  };
  return {
    ledger,
    budget,
    meter: (model) =>
      endpoint.kind === 'offline'
        ? model
        : new MeteredModel(model, { user, ledger, budget, price, clock, onProblem }),
  };
}
