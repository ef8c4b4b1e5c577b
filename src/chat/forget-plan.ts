import type { ForgetPlan } from './forget.ts';

/** Whether there is nothing to forget. */
export function isEmptyPlan({ entries, passages, lines = 0 }: ForgetPlan): boolean {
  return entries.length + passages + lines === 0;
}
