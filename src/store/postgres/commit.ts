import type { Memory } from '../../memory/types.ts';
import type { PastRevision } from '../port.ts';
import { type Base, textsOf } from './bases.ts';
import { Json, type Sql, sql } from './sql.ts';

/** What is written of a commit beside the memory. */
export interface Written {
  /** The memory as JSON. */
  text: string;
  /** ISO 8601 UTC. */
  at: string;
  note: Pick<PastRevision, 'reason' | 'of'>;
}

/** Revisions that are kept of each user, at least; the others go in one of so many commits. */
const KEPT = 64;
const PRUNED_EVERY = 16;

/** One row with the birth of the memory if there was none of this user; else nothing is done. */
export function commitFirst(memory: Memory, written: Written, turn: string | null = null): Sql {
  const { revision } = memory;
  const user = memory.user.normalize('NFC');
  return sql`WITH head AS (
    INSERT INTO memchat.memories (user_id, revision, purge_from, last_seen)
    VALUES (${user}, ${revision}, ${purgeFrom(revision, written)}::bigint, ${memory.lastSeen})
    ON CONFLICT (user_id) DO NOTHING
    RETURNING user_id, birth
  ), ${revisionOf(memory, written, turn)}${factsOf(memory, new Map())}
  SELECT birth FROM head`;
}

/**
 * One row with the birth of the memory if it is the one that was read, at that revision; else nothing
 * is done. What a forgetting has left, because it was stopped before its purge, goes with it.
 */
export function commitNext(memory: Memory, base: Base, turn: string | null, written: Written): Sql {
  const { revision } = memory;
  const user = memory.user.normalize('NFC');
  return sql`WITH head AS (
    UPDATE memchat.memories SET revision = ${revision}, updated_at = now(),
      purge_from = ${purgeFrom(revision, written)}::bigint, last_seen = ${memory.lastSeen}
    WHERE user_id = ${user} AND revision = ${base.revision} AND birth = ${base.birth}
    RETURNING user_id, birth
  ), ${revisionOf(memory, written, turn)}${leftOf(memory, base)}${factsOf(memory, base.facts)}
  SELECT birth FROM head`;
}

/** Deletes what need not be kept any more; most commits find nothing, and are not to look for it. */
function leftOf({ user: id, revision }: Memory, { due }: Base): Sql {
  const user = id.normalize('NFC');
  const floor = revision % PRUNED_EVERY === 0 ? revision - KEPT + 1 : 0;
  const first = Math.max(due ?? 0, floor);
  const pruned = sql`, pruned AS (
    DELETE FROM memchat.revisions AS old USING head
    WHERE old.user_id = ${user} AND old.revision < ${first}
  )`;
  const cleared = sql`, cleared AS (
    DELETE FROM memchat.vector_caches AS old USING head WHERE old.user_id = ${user}
  )`;
  return sql`${first > 0 ? pruned : sql``}${due === null ? sql`` : cleared}`;
}

/** What a commit leaves to be deleted: see `Base`. */
export function purgeFrom(revision: number, { note }: Pick<Written, 'note'>): number | null {
  return note.reason === 'forgotten' ? revision : null;
}

/** The row of this revision, if the head has moved to it. */
function revisionOf({ revision }: Memory, { text, at, note }: Written, turn: string | null): Sql {
  return sql`written AS (
    INSERT INTO memchat.revisions (user_id, revision, memory, at, reason, of_revision, turn)
    SELECT user_id, ${revision}, ${new Json(text)}, ${at}::timestamptz,
      ${note.reason}, ${note.of}::bigint, ${turn}::text
    FROM head
  )`;
}

/** What has changed about the facts, for those who search them: most commits change few of many. */
function factsOf(memory: Memory, before: ReadonlyMap<string, string>): Sql {
  const user = memory.user.normalize('NFC');
  const after = textsOf(memory.keyFacts);
  const changed = [...after].filter(([id, text]) => before.get(id) !== text);
  const gone = [...before.keys()].filter((id) => !after.has(id));
  const texts = changed.map(([, text]) => text);
  const ids = changed.map(([id]) => id);
  const taught = sql`, taught AS (
    INSERT INTO memchat.facts (user_id, fact_id, text)
    SELECT head.user_id, fact.id, fact.text
    FROM head, unnest(${ids}, ${texts}) AS fact (id, text)
    ON CONFLICT (user_id, fact_id) DO UPDATE SET text = excluded.text
  )`;
  const dropped = sql`, dropped AS (
    DELETE FROM memchat.facts AS old USING head
    WHERE old.user_id = ${user} AND old.fact_id = ANY (${gone})
  )`;
  return sql`${changed.length > 0 ? taught : sql``}${gone.length > 0 ? dropped : sql``}`;
}
