import { isRecord, parseRecord } from '../memory/json.ts';
import { messageText, type Passage } from '../memory/turn.ts';

/** Longer entries, in characters, are not kept. */
const LONGEST = 4_000;

export function isTooLong(entry: readonly Passage[]): boolean {
  return messageText({ message: [...entry] }).length > LONGEST;
}

/** One line of `inputs.jsonl`, without its end: `typed` alone where nothing was pasted. */
export function encodeInput(entry: readonly Passage[]): string {
  const [first] = entry;
  const isTyped = entry.length === 1 && first?.origin === 'typed';
  return JSON.stringify(isTyped ? { typed: first.text } : { message: entry });
}

/** Null for a line that is no entry. Never throws. */
export function decodeInput(line: string): Passage[] | null {
  const fields = parseRecord(line);
  if (fields === null) return null;
  const { typed, message } = fields;
  if (typeof typed === 'string') return [{ origin: 'typed', text: typed }];
  if (!Array.isArray(message)) return null;
  const passages: Passage[] = [];
  for (const passage of message) {
    if (!isRecord(passage) || typeof passage.text !== 'string') return null;
    const { origin, text } = passage;
    if (origin !== 'typed' && origin !== 'third-party') return null;
    passages.push({ origin, text });
  }
  return passages;
}
