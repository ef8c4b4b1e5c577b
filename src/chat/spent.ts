import { ModelOutputError } from '../model/output-error.ts';
import type { Usage } from '../model/port.ts';
import { addUsage, noUsage } from '../model/prices.ts';
import type { Ports } from './ports.ts';

/** What requests to a model took. */
export interface Spent {
  usage: Usage;
  /** US dollars; null where the price of one of them is not known. */
  costUsd: number | null;
}

export function nothingSpent(): Spent {
  return { usage: noUsage(), costUsd: 0 };
}

export function spentOn(a: Spent, b: Spent): Spent {
  const costUsd = a.costUsd === null || b.costUsd === null ? null : a.costUsd + b.costUsd;
  return { usage: addUsage(a.usage, b.usage), costUsd };
}

/** What an answer that could not be read has cost all the same. */
export function spentDespite(problem: Error, price: Ports['price']): Spent {
  if (!(problem instanceof ModelOutputError)) return nothingSpent();
  const { usage, model } = problem;
  return { usage, costUsd: price(model, usage) };
}
