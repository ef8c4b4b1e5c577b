import { errnoOf, MemchatError } from '../errors.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be larger than the system allows',
  EROFS: 'the file system is read-only',
  EACCES: 'permission is denied',
  EPERM: 'the operation is not permitted',
  EIO: 'the disk reports an error',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder, not a file',
  EEXIST: 'something else has the name of a folder that is needed',
  ENAMETOOLONG: 'the path is too long',
  ENOENT: 'the folder is not there',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
};

/** Why a system call failed, in words; the bare code where there are none. */
export function reasonOf(error: unknown): string {
  const code = errnoOf(error);
  if (code === undefined) return 'of an unexpected error';
  return REASONS[code] ?? `the system says ${code}`;
}

/**
 * Runs what writes under `path`.
 * @throws MemchatError `store-unwritable` in place of a system error; any other error as it is.
 */
export async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (errnoOf(error) === undefined || error instanceof MemchatError) throw error;
    throw new MemchatError(
      `Cannot write to ${path}: ${reasonOf(error)}. What was kept before is intact. Free some space or fix the permissions, or choose another folder with --sessions.`,
      'store-unwritable',
      error,
    );
  }
}

/**
 * Runs what only reads `path`.
 * @throws MemchatError `memory-unreadable` in place of a system error; any other error as it is.
 */
export async function reading<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (errnoOf(error) === undefined || error instanceof MemchatError) throw error;
    throw new MemchatError(
      `Cannot read ${path}: ${reasonOf(error)}. Nothing was changed. Check the permissions and the disk.`,
      'memory-unreadable',
      error,
    );
  }
}

/** The refusal of a symbolic link, or of anything else that is no plain file or folder. */
export function notPlain(path: string, what: string): MemchatError {
  return new MemchatError(
    `${path} is ${what}. memchat does not follow links inside its store: put the real file or folder there, or choose another store with --sessions.`,
    'memory-unreadable',
  );
}

/** The refusal of a file that is larger than any that memchat writes; `limit` in bytes. */
export function tooLarge(path: string, limit: number): MemchatError {
  return new MemchatError(
    `${path} is larger than ${limit} bytes, the most that is read. It was left as it is. Repair it, or move it away.`,
    'memory-unreadable',
  );
}

/** The refusal to import where the user wants no transcript. */
export function noTranscript(): MemchatError {
  return new MemchatError(
    'No transcript is kept (--no-transcript, or --memory off), so nothing can be imported into it. Leave that out to import.',
    'usage',
  );
}
