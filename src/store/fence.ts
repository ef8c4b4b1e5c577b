import { errnoOf } from '../errors.ts';
import { ensureDirectory, fsync, syncDirectory } from './files.ts';
import { claimName, close, type Draft, discard, removeFile, writeDraft } from './new-file.ts';
import type { Place } from './paths.ts';
import {
  encodeRevision,
  hasRevision,
  type Revision,
  type RevisionHeader,
  readHeader,
  revisionNumbers,
  revisionPath,
} from './revision.ts';

/** What a commit tells its store while it goes on. */
export interface CommitEvents {
  /** The number is ours: from here on other writers need not wait for us any more. */
  claimed(place: Place): Promise<void>;
  /** The file system has no hard links. */
  weak(): void;
  /** The commit is durable, but the user's file could not be brought up to date. */
  unpublished(place: Place, error: unknown): void;
}

/**
 * The fence: of all who write this number one gets it, and none who comes too late. It is taken
 * before the bytes are on the disk for good, so that the next writer need not wait for that: what a
 * power cut leaves of a revision that nobody was told of does not have its checksum.
 */
export async function addRevision(
  place: Place,
  header: RevisionHeader,
  body: Buffer,
  events: CommitEvents,
  time?: number,
): Promise<Revision | 'conflict'> {
  await ensureDirectory(place.house);
  await ensureDirectory(place.revisions);
  if (hasRevision(place, header.revision)) return 'conflict';
  try {
    const draft = writeDraft(place.revisions, encodeRevision(header, body), time);
    try {
      const claim = await claimDraft(draft, revisionPath(place, header.revision));
      if (claim === 'taken') return 'conflict';
      if (claim === 'copied') events.weak();
      if (!(await isAccepted(place, header, draft, events))) return 'conflict';
      return { header, body, time: draft.time };
    } finally {
      close(draft.fd);
    }
  } catch (error) {
    // The folder was taken away under our feet: the owner deleted the memory, or the housekeeping.
    if (errnoOf(error) === 'ENOENT') return 'conflict';
    throw error;
  }
}

/** The draft's own name goes at once: the folder is synced only once. */
async function claimDraft(draft: Draft, path: string): ReturnType<typeof claimName> {
  try {
    return await claimName(draft.path, path);
  } finally {
    discard(draft.path);
  }
}

/** Whether the revision stands and is durable; if not, or when this throws, it is taken back. */
async function isAccepted(
  place: Place,
  header: RevisionHeader,
  draft: Draft,
  events: CommitEvents,
): Promise<boolean> {
  try {
    if (!isOvertaken(place, header)) {
      await events.claimed(place);
      await fsync(draft.fd);
      await syncDirectory(place.revisions);
      return true;
    }
  } catch (error) {
    if (!hasHeir(place, header)) takeBack(place, header);
    throw error;
  }
  takeBack(place, header);
  return false;
}

/** Whether the next revision was made from this one: what this one says is in it. */
function hasHeir(place: Place, { revision, sha256 }: RevisionHeader): boolean {
  return readHeader(place, revision + 1)?.parent === sha256;
}

/** Not where the folder was taken away and the name is another's by now. */
function takeBack(place: Place, { revision, sha256 }: RevisionHeader): void {
  if (readHeader(place, revision)?.sha256 === sha256) removeFile(revisionPath(place, revision));
}

/**
 * Whether the number that we hold came too late: it had been used before and was pruned, or the
 * revision that we built on was taken back and another has its place. Not so if the next one was
 * made from ours, or if ours itself has been pruned by now: then the others have read it.
 */
function isOvertaken(place: Place, header: RevisionHeader): boolean {
  const { revision } = header;
  const following = readHeader(place, revision + 1);
  if (following !== null) return following.parent !== header.sha256;
  // Ours is not there any more: pruned, or deleted with all the others. It was read, or need not be.
  if (!hasRevision(place, revision)) return false;
  // What we built on was taken back, or belonged to a memory that was deleted meanwhile.
  if (header.parent !== null) {
    return readHeader(place, revision - 1)?.sha256 !== header.parent;
  }
  // The oldest is pruned first: while the one before ours is there, ours never was pruned.
  if (hasRevision(place, revision - 1)) return false;
  const numbers = revisionNumbers(place);
  return numbers.includes(revision) && numbers.at(-1) !== revision;
}
