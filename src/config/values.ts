import { MemchatError } from '../errors.ts';
import { MEMORY_BUDGET } from '../memory/caps.ts';
import { WRITE_POLICIES, type WritePolicy } from '../memory/policy.ts';

/** A smaller one has no room for the lines around the facts. */
const LEAST_BUDGET = 200;

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

/** @throws MemchatError `usage` for what is no policy. */
export function memoryPolicyOf(value: string | undefined): WritePolicy {
  const policy = WRITE_POLICIES.find((known) => known === (value ?? 'auto'));
  if (policy !== undefined) return policy;
  throw new MemchatError(
    `--memory takes ${WRITE_POLICIES.join(', ')}, not "${value?.slice(0, 60)}".`,
    'usage',
  );
}

/** @throws MemchatError `config` for what is no number of days. */
export function retainDaysOf(value: string | undefined): number | null {
  if (value === undefined) return null;
  const days = Number(value);
  if (/^\d{1,5}$/.test(value) && days > 0) return days;
  throw new MemchatError(
    `MEMCHAT_RETAIN_DAYS takes a number of days from 1 to 99999, not "${value.slice(0, 60)}".`,
    'config',
  );
}

/**
 * Characters, from what a flag or, without one, a variable says.
 * @throws MemchatError `usage` (the flag) or `config` (the variable) for anything but such a number.
 */
export function memoryBudgetOf(flag: string | undefined, variable: string | undefined): number {
  const value = flag ?? variable;
  if (value === undefined) return MEMORY_BUDGET;
  const characters = Number(value);
  if (/^\d{1,6}$/.test(value) && characters >= LEAST_BUDGET) return characters;
  throw new MemchatError(
    `${flag === undefined ? 'MEMCHAT_MEMORY_BUDGET' : '--memory-budget'} takes a number of characters from ${LEAST_BUDGET} to 999999, not "${value.slice(0, 60)}".`,
    flag === undefined ? 'config' : 'usage',
  );
}
