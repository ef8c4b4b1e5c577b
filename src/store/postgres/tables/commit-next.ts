import { sql } from '../sql.ts';

/**
 * A commit onto the memory that is there, if it is the one that was read: moves the fence, writes the
 * revision, and what of the facts has changed. A function, because its plans are kept from call to call:
 * to plan these statements takes the server half as long again as to run them. It runs with the rights of
 * who calls it, and the policies hold inside it.
 */
export const COMMIT_NEXT = sql`CREATE FUNCTION memchat.commit_next(
  p_user text, p_birth uuid, p_revision bigint, p_memory jsonb, p_at timestamptz, p_reason text,
  p_of bigint, p_turn text, p_last_seen text, p_purge_from bigint,
  p_fact_ids text[], p_fact_texts text[], p_gone text[], p_first bigint, p_clear boolean
) RETURNS uuid LANGUAGE plpgsql AS $commit$
DECLARE
  kept uuid;
BEGIN
  UPDATE memchat.memories AS head
    SET revision = p_revision, updated_at = now(), purge_from = p_purge_from, last_seen = p_last_seen
    WHERE head.user_id = p_user AND head.revision = p_revision - 1 AND head.birth = p_birth
    RETURNING head.birth INTO kept;
  IF kept IS NULL THEN
    RETURN NULL;
  END IF;
  INSERT INTO memchat.revisions (user_id, revision, memory, at, reason, of_revision, turn)
    VALUES (p_user, p_revision, p_memory, p_at, p_reason, p_of, p_turn);
  IF cardinality(p_fact_ids) > 0 THEN
    INSERT INTO memchat.facts (user_id, fact_id, text)
      SELECT p_user, fact.id, fact.said FROM unnest(p_fact_ids, p_fact_texts) AS fact (id, said)
      ON CONFLICT (user_id, fact_id) DO UPDATE SET text = excluded.text;
  END IF;
  IF cardinality(p_gone) > 0 THEN
    DELETE FROM memchat.facts AS old WHERE old.user_id = p_user AND old.fact_id = ANY (p_gone);
  END IF;
  IF p_first > 0 THEN
    DELETE FROM memchat.revisions AS old WHERE old.user_id = p_user AND old.revision < p_first;
  END IF;
  IF p_clear THEN
    DELETE FROM memchat.vector_caches AS old WHERE old.user_id = p_user;
  END IF;
  RETURN kept;
END
$commit$`;
