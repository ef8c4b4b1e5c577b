import type { Database } from './database.ts';
import { textIn } from './driver.ts';
import { sql } from './sql.ts';

export interface SearchOptions {
  in: 'facts' | 'conversations' | 'both';
  limit: number;
  after?: string;
}

export interface Found {
  user: string;
  kind: 'fact' | 'exchange' | 'pending';
  text: string;
  at: string | null;
  turn: string | null;
  position: string;
}

// A placeholder of the same name and signature.
export async function* searchAll(
  database: Database,
  words: string,
  { limit }: SearchOptions,
): AsyncGenerator<Found> {
  const rows = await database.readAll(
    sql`SELECT user_id, text FROM memchat.facts WHERE words @@ websearch_to_tsquery('simple', ${words})
      ORDER BY user_id, fact_id LIMIT ${limit}`,
  );
  for (const row of rows) {
    const user = textIn(row, 'user_id');
    yield { user, kind: 'fact', text: textIn(row, 'text'), at: null, turn: null, position: '' };
  }
}
