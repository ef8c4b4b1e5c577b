import { type Sql, sql } from './sql.ts';

/**
 * Puts sums in the place of old spendings, the same as `compacted` of the ledger's lines does: one for
 * each day, kind and model, of more than a year one for each month. One statement sums up exactly what
 * it deletes, so that of two processes at it none is counted twice, and what is recorded meanwhile
 * stays. `now` in ISO 8601.
 */
export function compactLedger(user: string, now: string): Sql {
  return sql`WITH old AS (
    DELETE FROM memchat.spendings
    WHERE user_id = ${user} AND at <= ${now}::timestamptz - interval '72 hours'
    RETURNING date_trunc('day', at AT TIME ZONE 'UTC') AS day, spending
  ), lines AS (
    SELECT CASE
        WHEN ${now}::timestamptz - day AT TIME ZONE 'UTC' < interval '8784 hours' THEN day
        ELSE date_trunc('month', day)
      END AS at,
      spending -> 'kind' AS kind, spending -> 'model' AS model, spending -> 'usage' AS usage,
      (spending ->> 'costUsd')::numeric AS cost
    FROM old
  ), sums AS (
    SELECT at, kind, model, sum(cost) AS cost,
      ${sumOf('requests')} AS requests, ${sumOf('input')} AS input, ${sumOf('output')} AS output,
      ${sumOf('cacheRead')} AS cache_read, ${sumOf('cacheWrite')} AS cache_write
    FROM lines GROUP BY at, kind, model, cost IS NULL
  )
  INSERT INTO memchat.spendings (user_id, at, spending)
  SELECT ${user}, at AT TIME ZONE 'UTC', jsonb_build_object(
    'at', to_char(at, 'YYYY-MM-DD"T00:00:00.000Z"'), 'kind', kind, 'model', model,
    'usage', jsonb_build_object('requests', requests, 'input', input, 'output', output,
      'cacheRead', cache_read, 'cacheWrite', cache_write),
    'costUsd', cost)
  FROM sums`;
}

function sumOf(name: string): Sql {
  return sql`sum((usage ->> ${name})::numeric)`;
}
