import path from 'node:path';
import { MemchatError } from '../errors.ts';
import { parseRecord } from '../memory/json.ts';
import { namesInRoot, readPlain } from './files.ts';
import { placeOf, stemOf } from './paths.ts';

/**
 * The ids of the users with a file in the store's folder, sorted. The id of a mapped name
 * (`~<sha256>`) stands in the file; one that does not say it, or says another's, is left out.
 */
export function usersIn(directory: string): string[] {
  const users: string[] = [];
  for (const name of namesInRoot(directory)) {
    if (!name.endsWith('.json') || name.startsWith('.')) continue;
    const stem = name.slice(0, -'.json'.length);
    const user = stem.startsWith('~') ? readableId(path.join(directory, name)) : stem;
    if (user !== null && isUserOf(user, stem)) users.push(placeOf(directory, user).user);
  }
  return users.sort();
}

/** Null also for what is no plain file: it hides nobody else. */
function readableId(file: string): string | null {
  try {
    return idInside(file);
  } catch (error) {
    if (error instanceof MemchatError) return null;
    throw error;
  }
}

/** The user id that a memory file says; null when it says none. Throws as `readPlain`. */
export function idInside(file: string): string | null {
  const content = readPlain(file);
  if (content === null) return null;
  // `user_id` is the tutorial format's.
  const { user, user_id } = parseRecord(content.bytes.toString()) ?? {};
  if (typeof user === 'string') return user;
  return typeof user_id === 'string' ? user_id : null;
}

/** Whether the user's file has this name (without `.json`); false for what cannot be an id. */
export function isUserOf(user: string, stem: string): boolean {
  try {
    return stemOf(user) === stem;
  } catch (error) {
    if (error instanceof MemchatError) return false;
    throw error;
  }
}
