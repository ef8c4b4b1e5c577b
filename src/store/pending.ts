import path from 'node:path';
import { isRecord, parseRecord } from '../memory/json.ts';
import type { Passage, Turn } from '../memory/turn.ts';
import { STATUSES } from './exchange.ts';
import { isDirectory, namesIn } from './files.ts';
import type { Owner } from './owner.ts';
import type { Place } from './paths.ts';

/**
 * A file in `pending/`: a turn and its owner. `<turn id>.json` is what was written first; whoever
 * writes of that turn again, adopts or rewrites it, makes `<turn id>.1.json`, the next one
 * `.2.json`. The highest number counts.
 */
export interface PendingFile {
  id: string;
  generation: number;
  path: string;
}

const NAME = /^([a-z0-9-]{3,40})(?:\.([1-9]\d{0,8}))?\.json$/;
const TURN_ID = /^[a-z0-9-]{3,40}$/;

export function isTurnId(id: string): boolean {
  return TURN_ID.test(id);
}

export function pendingPath(place: Place, id: string, generation: number): string {
  const name = generation === 0 ? `${id}.json` : `${id}.${generation}.json`;
  return path.join(place.pending, name);
}

/** The files in `pending/`, those of a turn in the order of their generations. */
export function pendingFiles(place: Place): PendingFile[] {
  const files: PendingFile[] = [];
  isDirectory(place.house);
  for (const name of namesIn(place.pending)) {
    const [, id, generation] = NAME.exec(name) ?? [];
    if (id === undefined) continue;
    files.push({ id, generation: Number(generation ?? 0), path: path.join(place.pending, name) });
  }
  return files.sort((a, b) => a.generation - b.generation);
}

/** The files of one turn, the one that counts last. */
export function generationsOf(place: Place, id: string): PendingFile[] {
  return pendingFiles(place).filter((file) => file.id === id);
}

/** Of each turn the file that counts. */
export function latestFiles(place: Place): PendingFile[] {
  return [...new Map(pendingFiles(place).map((file) => [file.id, file])).values()];
}

export function encodePending(owner: Owner, turn: Turn): Buffer {
  return Buffer.from(`${JSON.stringify({ owner, turn }, null, 2)}\n`);
}

/** The turn with the words of `next`; everything else about it stays. */
export function rewrittenTurn(turn: Turn, { message, reply }: Turn): Turn {
  return { ...turn, message, reply };
}

/** Null for what is not a pending turn of this user. Never throws. */
export function decodePending(
  bytes: Buffer,
  user: string,
  id: string,
): { owner: Owner; turn: Turn } | null {
  const value = parseRecord(bytes.toString());
  const owner = ownerIn(value?.owner);
  const turn = turnIn(value?.turn, user, id);
  return owner === null || turn === null ? null : { owner, turn };
}

/** Null for what is no owner. Never throws. */
export function ownerIn(value: unknown): Owner | null {
  if (!isOwner(value)) return null;
  const { pid, startedAt, host } = value;
  return { pid, startedAt, host };
}

/** Null for what is not this turn of this user. Never throws. */
export function turnIn(value: unknown, user: string, id: string): Turn | null {
  if (!isTurn(value) || value.id !== id || value.user.normalize('NFC') !== user) return null;
  return knownFields(value);
}

/** Only what a turn has: anything else in the file, however deep, is not carried on. */
function knownFields({ id, user, session, at, message, reply, status, attempts }: Turn): Turn {
  const passages = message.map(({ origin, text }) => ({ origin, text }));
  return { id, user, session, at, message: passages, reply, status, attempts };
}

function isOwner(value: unknown): value is Owner {
  if (!isRecord(value)) return false;
  const { pid, startedAt, host } = value;
  // Zero and negative numbers name groups of processes, not one.
  const isPid = typeof pid === 'number' && Number.isSafeInteger(pid) && pid > 0;
  return isPid && (startedAt === null || isText(startedAt)) && isText(host);
}

function isTurn(value: unknown): value is Turn {
  if (!isRecord(value)) return false;
  const { id, user, session, at, message, reply, status, attempts } = value;
  return (
    [id, user, session, at].every(isText) &&
    Array.isArray(message) &&
    message.every(isPassage) &&
    (reply === null || isText(reply)) &&
    STATUSES.some((known) => known === status) &&
    typeof attempts === 'number'
  );
}

function isPassage(value: unknown): value is Passage {
  return (
    isRecord(value) &&
    (value.origin === 'typed' || value.origin === 'third-party') &&
    isText(value.text)
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
