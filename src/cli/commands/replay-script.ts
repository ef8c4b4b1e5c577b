import { readFileSync } from 'node:fs';
import { MemchatError } from '../../errors.ts';
import { parseRecord } from '../../memory/json.ts';
import type { Passage } from '../../memory/turn.ts';

/** One step of a scripted conversation. */
export type Step =
  /** The user says something; `pasted` is third-party text behind the words. */
  | { kind: 'say'; message: Passage[] }
  /** The process ends and a new one starts on the same memory. */
  | { kind: 'restart' }
  /** The clock moves to an ISO 8601 UTC time, never back. */
  | { kind: 'at'; time: string };

/**
 * Reads a script: JSON Lines, each `{"say": "…"}`, `{"say": "…", "pasted": "…"}`,
 * `{"restart": true}` or `{"at": "2026-02-01T09:00:00Z"}`. Empty lines and lines that start with
 * `#` are skipped.
 * @throws MemchatError `usage` naming the line that is not one of these.
 */
export function readScript(path: string): Step[] {
  return parseScript(readText(path), path);
}

function parseScript(text: string, name: string): Step[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const step = parseStep(line);
    if (step === null) {
      throw new MemchatError(
        `${name}, line ${index + 1}: not a step. A step is {"say": "…"}, {"say": "…", "pasted": "…"}, {"restart": true} or {"at": "2026-02-01T09:00:00Z"}.`,
        'usage',
      );
    }
    return [step];
  });
}

function parseStep(line: string): Step | null {
  const { say, pasted, restart, at } = parseRecord(line) ?? {};
  if (typeof say === 'string') {
    const message: Passage[] = [{ origin: 'typed', text: say }];
    if (typeof pasted === 'string') {
      message.push({ origin: 'third-party', text: `\n\n${pasted}` });
    }
    return { kind: 'say', message };
  }
  if (restart === true) return { kind: 'restart' };
  if (typeof at === 'string' && !Number.isNaN(Date.parse(at))) {
    return { kind: 'at', time: new Date(at).toISOString() };
  }
  return null;
}

/** @throws MemchatError `usage` when the file cannot be read. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new MemchatError(
      `${path} cannot be read. Check the name and its permissions.`,
      'usage',
      error,
    );
  }
}
