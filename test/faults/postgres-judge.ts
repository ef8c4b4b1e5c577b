import type { Database } from '../../src/store/postgres/database.ts';
import { numberIn, textIn } from '../../src/store/postgres/driver.ts';
import { PostgresStore } from '../../src/store/postgres/postgres-store.ts';
import { sql } from '../../src/store/postgres/sql.ts';
import { clock } from '../store/temporary.ts';
import { timesIn } from './postgres-turns.ts';

/** What a fault did to a memory on a server. Everything ought to be zero and empty. */
export interface ServerVerdict {
  lost: number;
  twice: number;
  /** Whatever else is wrong, in words. */
  problems: string[];
}

/** Looks at a memory that was made by `applyTurn` of these turns, each acknowledged, and of no others. */
export async function judgeTurns(
  database: Database,
  user: string,
  turns: readonly string[],
): Promise<ServerVerdict> {
  const store = new PostgresStore({ database, clock, onNotice: () => {} });
  const memory = await store.read(user);
  const problems: string[] = [];
  if (memory === null) return { lost: turns.length, twice: 0, problems };
  const times = turns.map((id) => timesIn(memory, id));
  const lost = times.filter((count) => count === 0).length;
  const twice = times.filter((count) => count > 1).length;
  if (memory.keyFacts.length !== turns.length - lost) problems.push('a fact of no turn');
  if (memory.revision !== turns.length - lost) {
    problems.push(`revision ${memory.revision} after ${turns.length - lost} turns`);
  }
  const revisions = await database.read(
    user,
    sql`SELECT revision FROM memchat.revisions WHERE user_id = ${user} ORDER BY revision DESC`,
  );
  const numbers = revisions.map((row) => numberIn(row, 'revision'));
  if (numbers.some((number, place) => number !== memory.revision - place)) {
    problems.push(`revisions with gaps: ${numbers.join(' ')}`);
  }
  if (numbers.length < Math.min(memory.revision + 1, 64)) problems.push('too few revisions');
  const rows = await database.read(
    user,
    sql`SELECT fact_id, text FROM memchat.facts WHERE user_id = ${user}`,
  );
  const searched = rows.map((row) => `${textIn(row, 'fact_id')} ${textIn(row, 'text')}`).sort();
  const facts = memory.keyFacts.map(({ id, text }) => `${id} ${text}`).sort();
  if (searched.join('\n') !== facts.join('\n')) problems.push('other facts in the table');
  return { lost, twice, problems };
}
