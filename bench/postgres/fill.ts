import type { PostgresServer } from '../../test/support/postgres.ts';
import { sample } from './sample.ts';

/** Rows that are made by one statement. */
const AT_ONCE = 50_000;

/** Makes that many users, each with a memory at revision 0, inside the server. */
export async function fill(
  server: PostgresServer,
  url: string,
  users: number,
  facts: number,
): Promise<void> {
  const memory = JSON.stringify(sample('USER', facts)).replaceAll("'", "''");
  const texts = sample('USER', facts).keyFacts.map(({ id, text }) => `('${id}', '${text}')`);
  for (let from = 0; from < users; from += AT_ONCE) {
    const rows = `generate_series(${from}, ${Math.min(from + AT_ONCE, users) - 1}) AS n`;
    await server.asSuperuser(
      url,
      `SET synchronous_commit = off;
       INSERT INTO memchat.memories (user_id, revision, last_seen) SELECT 'user-' || n, 0, '2026-03-01T10:00:00.000Z' FROM ${rows};
       INSERT INTO memchat.revisions (user_id, revision, memory, at, reason)
         SELECT 'user-' || n, 0, replace('${memory}', 'USER', 'user-' || n)::jsonb, now(), 'commit' FROM ${rows};
       INSERT INTO memchat.facts (user_id, fact_id, text)
         SELECT 'user-' || n, fact.id, fact.text || ' Or ' || (n::bigint * 7919) % 10007 FROM ${rows}, (VALUES ${texts.join(', ')}) AS fact (id, text)`,
    );
  }
  await server.asSuperuser(url, 'VACUUM ANALYZE memchat.memories');
  await server.asSuperuser(url, 'VACUUM ANALYZE memchat.revisions');
  await server.asSuperuser(url, 'VACUUM ANALYZE memchat.facts');
  await server.asSuperuser(url, 'CHECKPOINT');
}

/** The table of the bare statement, with the same memories. */
export async function fillBare(
  server: PostgresServer,
  url: string,
  users: number,
  facts: number,
): Promise<void> {
  const memory = JSON.stringify(sample('USER', facts)).replaceAll("'", "''");
  await server.asSuperuser(
    url,
    `CREATE TABLE bare (user_id text COLLATE "C" PRIMARY KEY, revision bigint NOT NULL, memory jsonb NOT NULL);
     ALTER TABLE bare OWNER TO memchat;
     INSERT INTO bare SELECT 'user-' || n, 0, replace('${memory}', 'USER', 'user-' || n)::jsonb FROM generate_series(0, ${users - 1}) AS n`,
  );
}
