import { isRecord, parseRecord } from '../memory/json.ts';
import type { Spending, Tokens } from './ledger.ts';

/** A line of the ledger. `id` tells a line that was written twice; a sum has none. */
export interface LedgerLine extends Spending {
  id: string | null;
}

const TOKENS = ['requests', 'input', 'output', 'cacheRead', 'cacheWrite'] as const;

/** A model's id is not ours: a longer one is no id. */
const LONGEST_MODEL = 200;

/** One line of JSON, with the line break. */
export function encodeLine({ id, at, kind, model, usage, costUsd }: LedgerLine): string {
  const { requests, input, output, cacheRead, cacheWrite } = usage;
  const tokens = { requests, input, output, cacheRead, cacheWrite };
  const name = model.slice(0, LONGEST_MODEL);
  return `${JSON.stringify({ ...(id !== null && { id }), at, kind, model: name, usage: tokens, costUsd })}\n`;
}

/** Null for what is no line of a ledger. */
export function decodeLine(text: string): LedgerLine | null {
  const { id = null, at, kind, model, usage, costUsd } = parseRecord(text) ?? {};
  if (id !== null && typeof id !== 'string') return null;
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at))) return null;
  if (kind !== 'chat' && kind !== 'memory') return null;
  if (typeof model !== 'string' || model.length > LONGEST_MODEL) return null;
  const tokens = tokensOf(usage);
  if (tokens === null || (costUsd !== null && !isAmount(costUsd))) return null;
  return { id, at, kind, model, usage: tokens, costUsd };
}

function tokensOf(usage: unknown): Tokens | null {
  if (!isRecord(usage)) return null;
  const tokens: Tokens = { requests: 0, input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  for (const name of TOKENS) {
    const value = usage[name];
    if (!isAmount(value)) return null;
    tokens[name] = value;
  }
  return tokens;
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** The lines of a ledger in the order of their time, each once. */
export function readLines(text: string): LedgerLine[] {
  const seen = new Set<string>();
  const lines = text.split('\n').flatMap((line) => {
    const read = line === '' ? null : decodeLine(line);
    if (read === null || (read.id !== null && seen.has(read.id))) return [];
    if (read.id !== null) seen.add(read.id);
    return [read];
  });
  return lines.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

const DAY = 24 * 60 * 60 * 1000;
/** What is younger stays as it is, in milliseconds: nobody writes a line so late. */
const RECENT = 3 * DAY;
const YEAR = 366 * DAY;

/**
 * The same sums in fewer lines: old ones are one for each day, kind and model, those of more than a
 * year one for each month. `now` in milliseconds since 1970.
 */
export function compacted(lines: readonly LedgerLine[], now: number): LedgerLine[] {
  const sums = new Map<string, LedgerLine>();
  const recent: LedgerLine[] = [];
  for (const line of lines) {
    const age = now - Date.parse(line.at);
    if (age < RECENT) {
      recent.push(line);
      continue;
    }
    const day = new Date(Date.parse(line.at)).toISOString().slice(0, 10);
    // By the day, as its sum has no more: else the sum would be older than what it sums up.
    const isOfYear = now - Date.parse(day) < YEAR;
    const at = `${isOfYear ? day : `${day.slice(0, 7)}-01`}T00:00:00.000Z`;
    const key = JSON.stringify([at, line.kind, line.model, line.costUsd === null]);
    sums.set(key, sumOf(sums.get(key), { ...line, id: null, at }));
  }
  return [...sums.values(), ...recent];
}

function sumOf(sum: LedgerLine | undefined, line: LedgerLine): LedgerLine {
  if (sum === undefined) return line;
  const usage = { ...sum.usage };
  for (const name of TOKENS) usage[name] += line.usage[name];
  const costUsd = sum.costUsd === null || line.costUsd === null ? null : sum.costUsd + line.costUsd;
  return { ...sum, usage, costUsd };
}
