import { MemchatError } from '../errors.ts';

/** Longest user id, in characters (code points), after normalisation. */
const MAX_USER_ID = 256;

/**
 * The user id in the form in which it is stored and compared: NFC.
 * @throws MemchatError `usage` for an id that is empty, longer than 256 characters, or holds
 *   control characters or halves of surrogate pairs (these would all be stored as U+FFFD).
 */
export function normalizeUser(user: string): string {
  // Most ids, for which Unicode's tables need not be loaded.
  if (/^[\x20-\x7e]{1,256}$/.test(user)) return user;
  if (user === '') throw new MemchatError('The user id is empty. Give one with --user.', 'usage');
  // A code point is at most two units and NFC never makes text more than three times as long.
  const id = user.length > MAX_USER_ID * 6 ? user : user.normalize('NFC');
  if ([...id.slice(0, MAX_USER_ID * 6)].length > MAX_USER_ID) {
    throw new MemchatError(`The user id is longer than ${MAX_USER_ID} characters.`, 'usage');
  }
  if (/[\p{Cc}\p{Cs}]/u.test(id)) {
    throw new MemchatError('The user id holds control characters or broken text.', 'usage');
  }
  return id;
}
