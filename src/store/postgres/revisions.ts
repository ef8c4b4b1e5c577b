import { MemchatError } from '../../errors.ts';
import { decodeMemory } from '../../memory/codec.ts';
import type { Memory } from '../../memory/types.ts';
import type { Notice, PastRevision } from '../port.ts';
import type { Database } from './database.ts';
import { maybeNumberIn, maybeTextIn, numberIn, type Row, textIn } from './driver.ts';
import { sql } from './sql.ts';

/** Revisions that are asked for at once. */
const PAGE = 8;

const REASONS = [
  'commit',
  'revised',
  'tidied',
  'imported',
  'forgotten',
  'edited',
  'undone',
  'restored',
] as const satisfies PastRevision['reason'][];

/** A memory with what a commit onto it must know: see `Base`. */
export interface Newest {
  memory: Memory;
  birth: string;
  due: number | null;
}

/**
 * The newest memory of the user, with its birth; null if there is none. When its row cannot be read
 * it stays as it is, and the newest good revision stands in for it under its number.
 * @throws MemchatError `memory-unreadable` for one of a newer memchat, or without a good one behind it.
 */
export async function newestMemory(
  database: Database,
  user: string,
  notify: (notice: Notice) => void,
): Promise<Newest | null> {
  const [row] = await database.read(
    user,
    sql`SELECT head.revision, head.birth, head.purge_from, newest.memory
      FROM memchat.memories AS head
      LEFT JOIN memchat.revisions AS newest
        ON newest.user_id = head.user_id AND newest.revision = head.revision
      WHERE head.user_id = ${user}`,
  );
  if (row === undefined) return null;
  const revision = numberIn(row, 'revision');
  const kept = { birth: textIn(row, 'birth'), due: maybeNumberIn(row, 'purge_from') };
  const decoded = decodeMemory(maybeTextIn(row, 'memory') ?? '', user);
  if (decoded.state === 'valid') return { memory: { ...decoded.memory, revision }, ...kept };
  if (decoded.state === 'newer') throw newer(revision, database.place);
  for await (const past of pastRevisions(database, user, revision - 1)) {
    notify({
      code: 'quarantined',
      message: `Revision ${revision} of the memory at ${database.place} cannot be read: ${decoded.problem}. It stays as it is; revision ${past.revision} is used.`,
    });
    return { memory: { ...past.memory, revision }, ...kept };
  }
  throw new MemchatError(
    `The memory at ${database.place} cannot be read: ${decoded.problem}. Nothing was changed, and there is no good revision behind it. Repair row ${revision} of memchat.revisions, or delete the user: memchat users delete`,
    'memory-unreadable',
  );
}

/** The revisions from number `from` down that can be read, asked for a few at a time. */
export async function* pastRevisions(
  database: Database,
  user: string,
  from: number,
): AsyncGenerator<PastRevision> {
  for (let next = from; ; ) {
    const rows = await database.read(
      user,
      sql`SELECT revision, memory, at, reason, of_revision, turn FROM memchat.revisions
        WHERE user_id = ${user} AND revision <= ${next} ORDER BY revision DESC LIMIT ${PAGE}`,
    );
    for (const row of rows) {
      next = numberIn(row, 'revision') - 1;
      const past = pastRevision(row, user);
      if (past !== null) yield past;
    }
    if (rows.length < PAGE) return;
  }
}

function pastRevision(row: Row, user: string): PastRevision | null {
  const decoded = decodeMemory(textIn(row, 'memory'), user);
  const reason = REASONS.find((known) => known === row.reason);
  if (decoded.state !== 'valid' || reason === undefined) return null;
  const revision = numberIn(row, 'revision');
  return {
    revision,
    at: textIn(row, 'at'),
    reason,
    of: maybeNumberIn(row, 'of_revision'),
    turn: maybeTextIn(row, 'turn'),
    memory: { ...decoded.memory, revision },
  };
}

function newer(revision: number, place: string): MemchatError {
  return new MemchatError(
    `Revision ${revision} of the memory at ${place} was written by a newer memchat. Nothing was changed. Update memchat: npm install -g memchat@latest`,
    'memory-unreadable',
  );
}
