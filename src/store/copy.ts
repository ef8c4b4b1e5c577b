import { codeOf, type ErrorCode } from '../errors.ts';
import { normalizeUser } from '../memory/user-id.ts';
import type { Kept } from './copy/kept.ts';
import { type CopyOutcome, copyUser } from './copy/user.ts';

export type { Kept } from './copy/kept.ts';
export type { CopyOutcome } from './copy/user.ts';

export interface CopyOptions {
  /** Is only read, but for turns that nobody works on: this process becomes their owner. */
  from: Kept;
  to: Kept;
  /** Only this user, also one without a memory. Default: all users with a memory. */
  user?: string;
  /** Is told of each user once it is done. */
  onProgress?: (progress: CopyProgress) => void;
}

export interface CopyProgress {
  user: string;
  outcome: CopyOutcome;
  /** Users that are done, this one as well. */
  done: number;
  /** Users that are copied in all. */
  total: number;
}

/** Ids of users, sorted, by what became of them. */
export interface CopyResult {
  copied: string[];
  /** All of it was there already. */
  equal: string[];
  /** They kept changing while they were copied: what is there is older. Copy again. */
  changed: string[];
  /** Left as they are at the target, `why` in words. */
  refused: { user: string; why: string }[];
}

/** Users that are copied at once: most of the time they wait for a disk or a server. */
const AT_ONCE = 4;

/** What concerns one user only; after anything else nothing more would come of it. */
const OF_ONE: ReadonlySet<ErrorCode | null> = new Set(['memory-unreadable', 'lock-busy', 'other']);

/**
 * Copies users from one store to another, and compares each as it came out: memory, revisions, the
 * transcript, inputs, what requests cost, and turns that nobody works on. Nothing at the target is
 * written over. Users that are equal are left out, and one of whom a part was copied is continued: what
 * a stop has cut short, the same call finishes, and after changes at the source brings up to date.
 * @throws MemchatError as the stores do, where the target cannot be written or does not answer.
 */
export async function copyStore({ from, to, user, onProgress }: CopyOptions): Promise<CopyResult> {
  const users = user === undefined ? await listed(from) : [normalizeUser(user)];
  const result: CopyResult = { copied: [], equal: [], changed: [], refused: [] };
  let next = 0;
  let done = 0;
  const work = async () => {
    for (let id = users[next++]; id !== undefined; id = users[next++]) {
      const outcome = await outcomeOf(from, to, id);
      if (outcome.state === 'refused') result.refused.push({ user: id, why: outcome.why });
      else result[outcome.state].push(id);
      done += 1;
      onProgress?.({ user: id, outcome, done, total: users.length });
    }
  };
  const workers = Array.from({ length: AT_ONCE }, async () => {
    try {
      await work();
    } catch (error) {
      // The others end with the user that they have begun.
      next = users.length;
      throw error;
    }
  });
  // None goes on after this has ended.
  await Promise.allSettled(workers);
  await Promise.all(workers);
  const { copied, equal, changed, refused } = result;
  for (const ids of [copied, equal, changed]) ids.sort();
  refused.sort((a, b) => (a.user < b.user ? -1 : 1));
  return result;
}

async function listed({ store }: Kept): Promise<string[]> {
  const users: string[] = [];
  for await (const user of store.users()) users.push(user);
  return users;
}

async function outcomeOf(from: Kept, to: Kept, user: string): Promise<CopyOutcome> {
  try {
    return await copyUser(from, to, user);
  } catch (error) {
    if (!(error instanceof Error) || codeOf(error) === null || !OF_ONE.has(codeOf(error))) {
      throw error;
    }
    return { state: 'refused', why: error.message };
  }
}
