import { isRecord } from '../json.ts';
import { notRead } from './imported.ts';

/** A text nested deeper is not read. No format that is imported is more than 8 deep. */
const MAX_DEPTH = 64;

type JsonText = { ok: true; value: unknown } | { ok: false; problem: string };

/**
 * The value of a JSON text. The depth is looked at before anything is parsed, in time linear in the
 * length. Never throws; `problem` holds nothing of the text.
 */
export function readJson(text: string): JsonText {
  if (isTooDeep(text)) return { ok: false, problem: `it is nested more than ${MAX_DEPTH} deep` };
  try {
    const value: unknown = JSON.parse(text);
    return { ok: true, value };
  } catch (error) {
    return { ok: false, problem: `it is not valid JSON${lineOf(error, text)}` };
  }
}

/** More lines are not read: each can be a fact, and so many are too many. */
const MAX_LINES = 50_000;

/** Lines that are named one by one when they cannot be read. */
const MAX_NAMED = 5;

/** What the lines of a text are: objects, and in words which are none. */
type JsonLines =
  | { ok: true; records: Record<string, unknown>[]; problems: string[] }
  | { ok: false; problem: string };

/** The lines of a text as JSON objects; null if the first is none, or is the only one. */
export function readJsonLines(text: string): JsonLines | null {
  const [first, ...rest] = text
    .split('\n')
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line }) => line !== '');
  if (first === undefined || rest.length === 0 || recordIn(first.line) === null) return null;
  if (rest.length >= MAX_LINES)
    return { ok: false, problem: `it has more than ${MAX_LINES.toLocaleString('en')} lines` };
  const records: Record<string, unknown>[] = [];
  const broken: number[] = [];
  for (const { line, number } of [first, ...rest]) {
    const record = recordIn(line);
    if (record === null) broken.push(number);
    else records.push(record);
  }
  const named = broken.slice(0, MAX_NAMED).map((number) => `line ${number}, no JSON object`);
  const more = notRead(
    broken.length - named.length,
    'more line that is no JSON object',
    'more lines that are no JSON objects',
  );
  return { ok: true, records, problems: [...named, ...more] };
}

/** The JSON object in a line; null for anything else, or one that is nested too deep. */
export function recordIn(line: string): Record<string, unknown> | null {
  const read = readJson(line);
  return read.ok && isRecord(read.value) ? read.value : null;
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at++;
      else if (character === '"') inString = false;
    } else if (character === '"') {
      inString = true;
    } else if (character === '[' || character === '{') {
      depth++;
      if (depth > MAX_DEPTH) return true;
    } else if (character === ']' || character === '}') {
      depth--;
    }
  }
  return false;
}

// The message of the engine may quote the text, so only the position is taken from it.
function lineOf(error: unknown, text: string): string {
  const position =
    error instanceof Error ? / at position (\d+)/.exec(error.message)?.[1] : undefined;
  if (position === undefined) return '';
  return ` (line ${text.slice(0, Number(position)).split('\n').length})`;
}
