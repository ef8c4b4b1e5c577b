import { MAX_APPLIED_TURNS } from './caps.ts';
import { same } from './same.ts';
import type { Memory } from './types.ts';

/**
 * The memory as it was in `past`, as the successor of `now`: how often and how long the user has
 * been here stays, and so do the applied turns, so that none is applied twice. The same memory if
 * nothing differs. Never throws.
 */
export function restore(past: Memory, now: Memory): Memory {
  const { user, revision, sessionCount, createdAt, lastSeen } = now;
  const known = new Set(now.appliedTurns);
  const appliedTurns = [
    ...past.appliedTurns.filter((turn) => !known.has(turn)),
    ...now.appliedTurns,
  ].slice(-MAX_APPLIED_TURNS);
  const restored: Memory = {
    ...past,
    user,
    revision,
    sessionCount,
    createdAt,
    lastSeen,
    appliedTurns,
    ...(now.forgottenAt === undefined ? {} : { forgottenAt: now.forgottenAt }),
  };
  return same({ ...restored, appliedTurns: [] }, { ...now, appliedTurns: [] }) ? now : restored;
}
