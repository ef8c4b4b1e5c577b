import { createHash } from 'node:crypto';
import path from 'node:path';
import { parseRecord } from '../memory/json.ts';
import { isThere, namesIn, readHead, readPlain } from './files.ts';
import type { Place } from './paths.ts';
import type { PastRevision } from './port.ts';

/** First line of a revision file, as JSON. */
export interface RevisionHeader {
  revision: number;
  /** Of the bytes after the header line. */
  sha256: string;
  at: string;
  reason: PastRevision['reason'];
  /** The revision that this one undid or restored; null for the other reasons. */
  of: number | null;
  /** The turn that this revision applied; null if it was something else. */
  turn: string | null;
  /** The `sha256` of the revision before; null for the first. */
  parent: string | null;
  /** For `edited`: the sha256 of the owner's file, so that it is taken over only once. */
  edit: string | null;
  /**
   * Modification time of the user's file when this was written: while the file has it, it is older
   * than this, whatever is in it. null where there was no other file than this.
   */
  seen: number | null;
}

/** A whole revision: its checksum holds. */
export interface Revision {
  header: RevisionHeader;
  /** The bytes of the user's file. */
  body: Buffer;
  /** Modification time of the revision file, which its copy in the user's file shares. */
  time: number;
}

/** No header line is longer, in bytes. */
const HEADER_ROOM = 1024;

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function revisionPath(place: Place, revision: number): string {
  return path.join(place.revisions, `${String(revision).padStart(10, '0')}.json`);
}

/** Whether there is a file of this revision, whole or not. */
export function hasRevision(place: Place, revision: number): boolean {
  return revision >= 0 && isThere(revisionPath(place, revision));
}

/** The numbers of the revision files, whole or not, ascending. */
export function revisionNumbers(place: Place): number[] {
  const numbers: number[] = [];
  for (const name of namesIn(place.revisions)) {
    if (/^\d{10,16}\.json$/.test(name)) numbers.push(Number.parseInt(name, 10));
  }
  return numbers.sort((a, b) => a - b);
}

export function encodeRevision(header: RevisionHeader, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]);
}

/**
 * Reads a revision: `gone` if there is no such file, `broken` if its checksum does not hold, which
 * need not be computed for the same bytes as those of a `known` one.
 */
export function readRevision(
  place: Place,
  revision: number,
  known?: Revision,
): Revision | 'gone' | 'broken' {
  const file = readPlain(revisionPath(place, revision));
  if (file === null) return 'gone';
  return decodeRevision(file.bytes, file.time, revision, known) ?? 'broken';
}

/** The header of a revision whose checksum nobody has looked at; null for none that can be read. */
export function readHeader(place: Place, revision: number): RevisionHeader | null {
  const head = readHead(revisionPath(place, revision), HEADER_ROOM);
  if (head === null) return null;
  const end = head.indexOf(0x0a);
  return end < 0 ? null : decodeHeader(head.toString('utf8', 0, end));
}

/**
 * Whether a revision was made from the one that is before it now. Not so where that one could not be
 * synced, was taken back, and another has its number: then the revision does not hold what that
 * one says, and its writer takes it back as well.
 */
export function followsOn(place: Place, { revision, parent }: RevisionHeader): boolean {
  const before = parent === null ? null : readHeader(place, revision - 1);
  return before === null || before.sha256 === parent;
}

/** Null for a file that is not whole, or not the revision with this number. */
export function decodeRevision(
  bytes: Buffer,
  time: number,
  revision: number,
  known?: Revision,
): Revision | null {
  const end = bytes.indexOf(0x0a);
  if (end < 0) return null;
  const header = decodeHeader(bytes.toString('utf8', 0, end));
  const body = bytes.subarray(end + 1);
  if (header === null || header.revision !== revision) return null;
  const sum = known?.body.equals(body) ? known.header.sha256 : sha256(body);
  return header.sha256 === sum ? { header, body, time } : null;
}

const REASONS = [
  'commit',
  'revised',
  'tidied',
  'imported',
  'forgotten',
  'edited',
  'undone',
  'restored',
] as const;

function decodeHeader(line: string): RevisionHeader | null {
  const fields = parseRecord(line);
  if (fields === null) return null;
  const { revision, sha256: sum, at, reason, of } = fields;
  if (typeof revision !== 'number' || typeof sum !== 'string') return null;
  return {
    revision,
    sha256: sum,
    at: typeof at === 'string' ? at : '',
    reason: REASONS.find((known) => known === reason) ?? 'commit',
    of: typeof of === 'number' ? of : null,
    turn: textOrNull(fields.turn),
    parent: textOrNull(fields.parent),
    edit: textOrNull(fields.edit),
    seen: typeof fields.seen === 'number' ? fields.seen : null,
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
