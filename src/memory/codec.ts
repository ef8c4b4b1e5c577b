import { MemchatError } from '../errors.ts';
import { isRecord } from './json.ts';
import { isTutorialFormat, MIGRATIONS } from './migrations.ts';
import { memorySchema, problemOf } from './schema.ts';
import type { Memory } from './types.ts';

/** The version that this memchat writes. */
const MEMORY_VERSION = 1;

/** A memory file of more characters is not read, and not written. About 90,000 facts. */
export const MAX_MEMORY_CHARACTERS = 64 * 1024 * 1024;

/** A file nested deeper is not read. A memory of memchat itself is 4 deep. */
export const MAX_MEMORY_DEPTH = 64;

/** What a file turned out to be. `problem` is for a person and quotes no value of the file. */
export type Decoded =
  | { state: 'valid'; memory: Memory; migratedFrom: number | null }
  | { state: 'newer'; version: number }
  | { state: 'invalid'; problem: string };

/** The memory of a user of whom nothing is known yet, at revision 0. */
export function emptyMemory(user: string, now: string): Memory {
  return {
    version: 1,
    user: user.normalize('NFC'),
    revision: 0,
    name: null,
    summary: '',
    preferences: {},
    keyFacts: [],
    retired: [],
    review: [],
    recentMessages: [],
    sessionCount: 0,
    createdAt: now,
    lastSeen: now,
    appliedTurns: [],
  };
}

/**
 * The text of the file: JSON with the fields in the order of `Memory`, unknown fields after them,
 * indented by 2 (or `indent`), a line break at the end. The same memory gives the same text.
 * @throws MemchatError `other` for a memory that `decodeMemory` would not read back: such a file is
 *   never written.
 */
export function encodeMemory(memory: Memory, indent = 2): string {
  const checked = memorySchema.safeParse(memory);
  if (!checked.success) {
    throw new MemchatError(
      `The memory was not written, because it would not be readable: ${problemOf(checked.error)}.`,
      'other',
    );
  }
  if (!isWithinDepth(checked.data)) {
    throw new MemchatError(
      `The memory was not written, because it would not be readable: it is nested more than ${MAX_MEMORY_DEPTH} deep. Flatten the field that was added to it.`,
      'other',
    );
  }
  const text = `${JSON.stringify(checked.data, null, indent)}\n`;
  if (text.length > MAX_MEMORY_CHARACTERS) {
    throw new MemchatError(
      `The memory was not written: it has more than ${MAX_MEMORY_CHARACTERS} characters. Forget or tidy something first.`,
      'other',
    );
  }
  return text;
}

/**
 * Reads the text of a memory file of `user`, older versions included (`migratedFrom`; null for the
 * version of today). Never throws. A byte order mark is skipped; `__proto__` keys are left out.
 */
export function decodeMemory(text: string, user: string): Decoded {
  if (text.length > MAX_MEMORY_CHARACTERS) {
    return invalid(`it has more than ${MAX_MEMORY_CHARACTERS} characters`);
  }
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (json.trim() === '') return invalid('it is empty');
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (error) {
    return invalid(`it is not valid JSON${lineOf(error, json)}`);
  }
  if (!isRecord(parsed)) return invalid('it is not a JSON object');
  if (!disarm(parsed)) return invalid(`it is nested more than ${MAX_MEMORY_DEPTH} deep`);
  return decodeRecord(parsed, user);
}

/**
 * The memory in a text that `encodeMemory` has just given, the same that `decodeMemory` reads: what
 * was checked a moment ago is not checked again.
 */
export function decodeWritten(text: string): Memory {
  return JSON.parse(text);
}

function decodeRecord(record: Record<string, unknown>, user: string): Decoded {
  const version = versionOf(record);
  if (version === null) return invalid('it does not say which version of a memory it is');
  if (version > MEMORY_VERSION) return { state: 'newer', version };

  let current = record;
  for (const migrate of MIGRATIONS.slice(version)) current = migrate(current, user);
  const checked = memorySchema.safeParse(current);
  if (!checked.success) return invalid(problemOf(checked.error));
  if (checked.data.user.normalize('NFC') !== user.normalize('NFC')) {
    return invalid('it belongs to another user: its user id is not the one asked for');
  }
  const migratedFrom = version === MEMORY_VERSION ? null : version;
  return { state: 'valid', memory: checked.data, migratedFrom };
}

function versionOf(record: Record<string, unknown>): number | null {
  const version = Object.hasOwn(record, 'version') ? record.version : undefined;
  // A memory of today whose version was damaged is not the format without facts.
  if (version === undefined || version === 0) return isTutorialFormat(record) ? 0 : null;
  return typeof version === 'number' && Number.isSafeInteger(version) && version >= 0
    ? version
    : null;
}

/** Takes `__proto__` keys out, in place; false if the value is nested too deep. */
function disarm(root: object): boolean {
  return isWithinDepth(root, (value) => {
    if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__');
  });
}

/** Whether a value is nested no deeper than may be read; `visit` is given what is looked into. */
function isWithinDepth(root: object, visit: (value: object) => void = () => {}): boolean {
  let level: object[] = [root];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MAX_MEMORY_DEPTH) return false;
    const next: object[] = [];
    for (const value of level) {
      visit(value);
      for (const child of Object.values(value)) {
        if (typeof child === 'object' && child !== null) next.push(child);
      }
    }
    level = next;
  }
  return true;
}

// The message of the engine may quote the file, so only the position is taken from it.
function lineOf(error: unknown, json: string): string {
  const position =
    error instanceof Error ? / at position (\d+)/.exec(error.message)?.[1] : undefined;
  if (position === undefined) return '';
  return ` (line ${json.slice(0, Number(position)).split('\n').length})`;
}

function invalid(problem: string): Decoded {
  return { state: 'invalid', problem };
}
