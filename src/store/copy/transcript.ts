import { isSameContent } from '../adopted.ts';
import type { Exchange, Transcript, TranscriptCursor } from '../port.ts';
import { yearOf } from '../transcript-files.ts';

/** Of what is handed over at once, characters about and exchanges at most. */
const BATCH = 4 * 1024 * 1024;
const BATCH_EXCHANGES = 5000;

/** All exchanges, in an order that is the same for every transcript: by year, then as written. */
export interface Exchanges {
  exchanges: Exchange[];
  cursor: TranscriptCursor;
}

export async function exchangesOf(transcript: Transcript, user: string): Promise<Exchanges> {
  const { exchanges, cursor } = await transcript.read(user, null);
  const year = ({ at }: Exchange) => yearOf(at) ?? '';
  return { exchanges: exchanges.sort((a, b) => compare(year(a), year(b))), cursor };
}

/** Whether nothing has happened to the transcript since it was read. */
export async function isUnchanged(
  transcript: Transcript,
  user: string,
  { cursor }: Exchanges,
): Promise<boolean> {
  const { exchanges, isWhole } = await transcript.read(user, cursor);
  return !isWhole && exchanges.length === 0;
}

/** The exchanges that the target lacks; null: it has others, or has them in another order. */
export function missingFrom(target: Exchanges, source: Exchanges): Exchange[] | null {
  const missing: Exchange[] = [];
  const there = byYear(target.exchanges);
  for (const [year, exchanges] of byYear(source.exchanges)) {
    const known = there.get(year) ?? [];
    there.delete(year);
    if (!isSameContent(known, exchanges.slice(0, known.length))) return null;
    missing.push(...exchanges.slice(known.length));
  }
  return there.size === 0 ? missing : null;
}

export async function importAll(
  transcript: Transcript,
  user: string,
  exchanges: readonly Exchange[],
): Promise<void> {
  let batch: Exchange[] = [];
  let characters = 0;
  for (const exchange of exchanges) {
    batch.push(exchange);
    characters += exchange.user.length + (exchange.reply?.length ?? 0);
    if (characters < BATCH && batch.length < BATCH_EXCHANGES) continue;
    await transcript.import(user, batch);
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) await transcript.import(user, batch);
}

function byYear(exchanges: readonly Exchange[]): Map<string, Exchange[]> {
  const years = new Map<string, Exchange[]>();
  for (const exchange of exchanges) {
    const year = yearOf(exchange.at) ?? '';
    const group = years.get(year);
    if (group === undefined) years.set(year, [exchange]);
    else group.push(exchange);
  }
  return years;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
