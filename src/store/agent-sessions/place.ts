import { createHash } from 'node:crypto';
import path from 'node:path';
import { MemchatError } from '../../errors.ts';
import { parseRecord } from '../../memory/json.ts';
import { namesIn, readHead } from '../files.ts';
import type { SessionKey } from './port.ts';

/** The folder in the store; no user's housekeeping has this name, for `~` begins 64 hex digits there. */
export const AGENT_SESSIONS = '.~agent-sessions';

/** Where a session lies. Names say nothing of the key, so none can lead elsewhere; each file says it. */
export interface SessionPlace {
  root: string;
  project: string;
  folder: string;
  /** How the names of the files of this transcript begin. */
  part: string;
  key: SessionKey;
}

const LONGEST = 1024;
/** The first line of a file, in bytes: three names, each character as six. */
const LONGEST_HEAD = 32 * 1024;

const MAIN = 'main';
const FILE = /^(main|[0-9a-f]{32})\.[0-9a-f]{16}\.jsonl$/;

/** @throws MemchatError `usage` for what cannot be a key. */
export function sessionPlace(directory: string, given: SessionKey): SessionPlace {
  const key = checked(given);
  const project = projectFolder(directory, key.projectKey);
  return {
    root: path.join(directory, AGENT_SESSIONS),
    project,
    folder: path.join(project, hash(key.sessionId)),
    part: key.subpath === undefined ? MAIN : hash(key.subpath),
    key,
  };
}

/** @throws MemchatError `usage`. */
export function projectFolder(directory: string, projectKey: string): string {
  return path.join(directory, AGENT_SESSIONS, hash(name(projectKey, 'projectKey')));
}

/** The file of one writer (16 hex digits). */
export function fileOf({ folder, part }: SessionPlace, writer: string): string {
  return path.join(folder, `${part}.${writer}.jsonl`);
}

/** The files of one transcript, sorted by writer. */
export function filesOf({ folder, part }: SessionPlace): string[] {
  return transcriptsIn(folder)
    .filter((file) => path.basename(file).startsWith(`${part}.`))
    .sort();
}

/** The files of all transcripts of a session. */
export function transcriptsIn(folder: string): string[] {
  return namesIn(folder)
    .filter((entry) => FILE.test(entry))
    .map((entry) => path.join(folder, entry));
}

/** Of a session itself, not of one of its subagents. */
export function isMain(file: string): boolean {
  return path.basename(file).startsWith(`${MAIN}.`);
}

/** The first line of a file, with its end. */
export function encodeKey(key: SessionKey): string {
  return `${JSON.stringify(key)}\n`;
}

/** Whose a file is; null for one whose first line is not written to its end, or is no key. */
export function keyIn(file: string): SessionKey | null {
  const head = readHead(file, LONGEST_HEAD)?.toString() ?? '';
  const end = head.indexOf('\n');
  return end < 0 ? null : decodeKey(head.slice(0, end));
}

export function decodeKey(line: string): SessionKey | null {
  const { projectKey, sessionId, subpath } = parseRecord(line) ?? {};
  if (typeof projectKey !== 'string' || typeof sessionId !== 'string') return null;
  if (subpath === undefined) return { projectKey, sessionId };
  return typeof subpath === 'string' ? { projectKey, sessionId, subpath } : null;
}

function checked({ projectKey, sessionId, subpath }: SessionKey): SessionKey {
  const key = {
    projectKey: name(projectKey, 'projectKey'),
    sessionId: name(sessionId, 'sessionId'),
  };
  if (subpath === undefined || subpath === '') return key;
  return { ...key, subpath: name(subpath, 'subpath') };
}

function name(value: unknown, field: string): string {
  if (typeof value === 'string' && value !== '' && value.length <= LONGEST) return value;
  throw new MemchatError(
    `The ${field} of a session must be a text of 1 to ${LONGEST} characters.`,
    'usage',
  );
}

function hash(text: string): string {
  // By code units, for halves of surrogate pairs would all be the same in UTF-8.
  return createHash('sha256').update(text, 'utf16le').digest('hex').slice(0, 32);
}
