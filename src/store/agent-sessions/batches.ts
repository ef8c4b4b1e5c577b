import fs from 'node:fs';
import { MemchatError } from '../../errors.ts';
import { isRecord, parseRecord } from '../../memory/json.ts';
import { tooLarge } from '../failures.ts';
import { withPlain } from '../files.ts';
import { decodeKey } from './place.ts';
import type { SessionEntry, SessionKey } from './port.ts';

/**
 * What was appended at once: one line. `order` is larger than that of every batch that its writer
 * could see, so that sorted by it what was read comes before what was said after the reading.
 */
export interface Batch {
  order: number;
  entries: SessionEntry[];
}

/** A file is read, and written, up to this size in bytes. */
export const MAX_TRANSCRIPT = 256 * 1024 * 1024;

/** A batch as a line, with its end. */
export function encodeBatch({ order, entries }: Batch): string {
  return `${JSON.stringify({ order, entries })}\n`;
}

/** What is new in a file since `from`, and where the last whole line ends, in bytes. */
export interface NewBatches {
  batches: Batch[];
  end: number;
}

/**
 * Reads the whole lines from `from` on: what comes after the last of them was not acknowledged. Null
 * when the file is not there, or not as long any more.
 * @throws MemchatError `memory-unreadable` for a line that is none, another key, or too much.
 */
export function readBatches(file: string, key: SessionKey, from: number): NewBatches | null {
  return withPlain(file, (fd, { size }) => {
    if (size > MAX_TRANSCRIPT) throw tooLarge(file, MAX_TRANSCRIPT);
    if (size < from) return null;
    const bytes = Buffer.alloc(size - from);
    const read = bytes.subarray(0, fs.readSync(fd, bytes, 0, bytes.length, from));
    const length = read.lastIndexOf('\n') + 1;
    const lines = read.subarray(0, length).toString().split('\n').slice(0, -1);
    if (from === 0 && lines.length > 0) checkKey(file, key, lines.shift() ?? '');
    return { batches: lines.map((line) => decodeBatch(file, line)), end: from + length };
  });
}

function checkKey(file: string, key: SessionKey, line: string): void {
  const { projectKey, sessionId, subpath } = decodeKey(line) ?? {};
  const isSame =
    projectKey === key.projectKey && sessionId === key.sessionId && subpath === key.subpath;
  if (!isSame) throw damaged(file);
}

function decodeBatch(file: string, line: string): Batch {
  const { order, entries } = parseRecord(line) ?? {};
  if (typeof order !== 'number' || !Number.isSafeInteger(order)) throw damaged(file);
  if (!Array.isArray(entries) || !entries.every(isEntry)) throw damaged(file);
  return { order, entries };
}

export function isEntry(value: unknown): value is SessionEntry {
  return isRecord(value) && typeof value.type === 'string';
}

function damaged(file: string): MemchatError {
  return new MemchatError(
    `${file} is damaged, so the session cannot be read. It was left as it is. Put it back from a copy, or delete the session.`,
    'memory-unreadable',
  );
}

/** The entries in order, each uuid once. Batches of one writer come in the order of their lines. */
export function mergeBatches(writers: readonly (readonly Batch[])[]): SessionEntry[] {
  const seen = new Set<string>();
  return writers
    .flat()
    .sort((a, b) => a.order - b.order)
    .flatMap(({ entries }) => unseen(entries, seen));
}

/** Those whose uuid is not among the seen ones, which it is added to. */
export function unseen(entries: readonly SessionEntry[], seen: Set<string>): SessionEntry[] {
  return entries.filter(({ uuid }) => {
    if (typeof uuid !== 'string') return true;
    if (seen.has(uuid)) return false;
    seen.add(uuid);
    return true;
  });
}
