import { MemchatError } from '../errors.ts';

/**
 * US dollars from what a flag or, without one, a variable says; null where neither says anything.
 * @throws MemchatError `usage` (the flag) or `config` (the variable) for anything but an amount.
 */
export function budgetOf(flag: string | undefined, given: string | undefined): number | null {
  const value = flag ?? given;
  if (value === undefined) return null;
  const [, amount] = /^\$?(\d{1,7}(?:\.\d{1,6})?)$/.exec(value.trim()) ?? [];
  if (amount !== undefined) return Number(amount);
  throw new MemchatError(
    `${flag === undefined ? 'MEMCHAT_BUDGET' : '--budget'} takes US dollars a day, such as 0.50, not "${value.slice(0, 60)}".`,
    flag === undefined ? 'config' : 'usage',
  );
}
