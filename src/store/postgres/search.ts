import type { Database } from './database.ts';
import { textIn } from './driver.ts';
import { sql } from './sql.ts';

/** What one user has said, or is remembered of them. */
export interface FoundOfUser {
  user: string;
  kind: 'fact' | 'conversation';
  text: string;
}

// A placeholder of the same name and signature.
export async function searchAll(
  database: Database,
  words: string,
  { limit }: { in: 'facts' | 'conversations' | 'both'; limit: number },
): Promise<FoundOfUser[]> {
  const rows = await database.readAll(
    sql`SELECT user_id, text FROM memchat.facts WHERE words @@ websearch_to_tsquery('simple', ${words})
      ORDER BY user_id, fact_id LIMIT ${limit}`,
  );
  return rows.map((row) => ({
    user: textIn(row, 'user_id'),
    kind: 'fact',
    text: textIn(row, 'text'),
  }));
}
