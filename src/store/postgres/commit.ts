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
  const { text, at, note } = written;
  const { ids, texts } = changesOf(memory, new Map());
  return sql`WITH head AS (
    INSERT INTO memchat.memories (user_id, revision, purge_from, last_seen)
    VALUES (${memory.user.normalize('NFC')}, ${revision}, ${purgeFrom(revision, written)}::bigint,
      ${memory.lastSeen})
    ON CONFLICT (user_id) DO NOTHING
    RETURNING user_id, birth
  ), written AS (
    INSERT INTO memchat.revisions (user_id, revision, memory, at, reason, of_revision, turn)
    SELECT user_id, ${revision}, ${new Json(text)}, ${at}::timestamptz,
      ${note.reason}, ${note.of}::bigint, ${turn}::text
    FROM head
  ), taught AS (
    INSERT INTO memchat.facts (user_id, fact_id, text)
    SELECT head.user_id, fact.id, fact.said
    FROM head, unnest(${ids}, ${texts}) AS fact (id, said)
  )
  SELECT birth FROM head`;
}

/**
 * One row with the birth of the memory if it is the one that was read, at that revision; else nothing
 * is done. What a forgetting has left, because it was stopped before its purge, goes with it.
 */
export function commitNext(memory: Memory, base: Base, turn: string | null, written: Written): Sql {
  const { revision } = memory;
  const { text, at, note } = written;
  const { ids, texts, gone } = changesOf(memory, base.facts);
  // Most commits find nothing that need not be kept any more, and are not to look for it.
  const floor = revision % PRUNED_EVERY === 0 ? revision - KEPT + 1 : 0;
  const first = Math.max(base.due ?? 0, floor);
  return sql`SELECT birth FROM memchat.commit_next(
    ${memory.user.normalize('NFC')}, ${base.birth}, ${revision}, ${new Json(text)}, ${at}::timestamptz,
    ${note.reason}, ${note.of}, ${turn}, ${memory.lastSeen}, ${purgeFrom(revision, written)},
    ${ids}, ${texts}, ${gone}, ${first}, ${base.due !== null}
  ) AS birth WHERE birth IS NOT NULL`;
}

/** What a commit leaves to be deleted: see `Base`. */
export function purgeFrom(revision: number, { note }: Pick<Written, 'note'>): number | null {
  return note.reason === 'forgotten' ? revision : null;
}

/** What has changed about the facts, for those who search them: most commits change few of many. */
function changesOf(memory: Memory, before: ReadonlyMap<string, string>) {
  const after = textsOf(memory.keyFacts);
  const changed = [...after].filter(([id, text]) => before.get(id) !== text);
  return {
    ids: changed.map(([id]) => id),
    texts: changed.map(([, text]) => text),
    gone: [...before.keys()].filter((id) => !after.has(id)),
  };
}
