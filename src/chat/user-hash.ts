import { createHash } from 'node:crypto';

/** An opaque id of the user for the API: 32 hex digits, the same each time, no way back to a name. */
export function hashUser(user: string): string {
  return createHash('sha256').update(`memchat user ${user}`).digest('hex').slice(0, 32);
}
