import type { WritePolicy } from '../../memory/policy.ts';
import type { Memory } from '../../memory/types.ts';
import { sanitiseLine } from './sanitise.ts';
import { GLYPHS, type Signs } from './signs.ts';

export interface Occasion {
  version: string;
  /** Now, ISO 8601. */
  now: string;
  /** The built-in offline model answers. */
  offline: boolean;
  policy: WritePolicy;
  /** Default glyphs. */
  signs?: Signs;
}

/**
 * The line above the first prompt. `memory` is as it was before this session: the session that
 * starts is one more than it counts.
 */
export function renderGreeting(memory: Memory, occasion: Occasion): string {
  const parts = [`memchat ${occasion.version}`, sanitiseLine(memory.user)];
  if (occasion.policy === 'off') {
    parts.push('nothing is kept');
  } else if (memory.sessionCount === 0) {
    parts.push('first session');
  } else {
    const seen = ago(memory.lastSeen, occasion.now);
    parts.push(`session ${memory.sessionCount + 1}, last seen ${seen}`);
  }
  if (occasion.policy === 'read-only') parts.push('nothing new is kept');
  if (occasion.policy === 'ask') parts.push('asks before it remembers');
  if (occasion.offline) parts.push('offline model');
  const waiting = memory.review.length;
  if (waiting > 0) parts.push(`${waiting} for your yes: /review`);
  parts.push('/help');
  return parts.join((occasion.signs ?? GLYPHS).between);
}

const UNITS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** How long ago `then` was, in the largest whole unit: "2 days ago"; "just now" under a minute. */
export function ago(then: string, now: string): string {
  const seconds = (Date.parse(now) - Date.parse(then)) / 1000;
  for (const [unit, length] of UNITS) {
    const count = Math.floor(seconds / length);
    if (count >= 1) return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
  }
  return 'just now';
}
