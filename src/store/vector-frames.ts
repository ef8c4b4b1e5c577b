import { createHash, randomBytes } from 'node:crypto';
import { endianness } from 'node:os';
import { setImmediate as breathe } from 'node:timers/promises';
import { MemchatError } from '../errors.ts';

// A file of vectors: a head, then frames, each written by one call. The head names the format with
// the byte order, and holds 16 random bytes: the mark of this file, with which each frame begins. So
// a frame that a stopped process left unfinished hides none that comes after it.
//
//   head    format (24) | mark (16)
//   frame   mark (16) | checksum (16) | count (4) | dimension (4) | count keys (16 each)
//           | count x dimension numbers (float32)
//
// The checksum is the beginning of the SHA-256 of what follows it.

const FORMAT = Buffer.from(`memchat vectors 01 (${endianness()})\n`);
const MARK = 16;
/** Length of the head, in bytes. */
export const HEAD = FORMAT.length + MARK;
const KEY = 16;
const CHECKED_FROM = MARK + 16;
const FRAME_HEAD = CHECKED_FROM + 8;
/** Bytes that are read out of frames before others have their turn. */
const AT_ONCE = 1_000_000;

/** The head of a new file. */
export function newHead(): Buffer {
  return Buffer.concat([FORMAT, randomBytes(MARK)]);
}

/** The mark in a head, as hex digits; null when it is no head of this format. */
export function markIn(head: Buffer): string | null {
  const isHead = head.length >= HEAD && head.subarray(0, FORMAT.length).equals(FORMAT);
  return isHead ? head.toString('hex', FORMAT.length, HEAD) : null;
}

/** Frames that hold the vectors: one for each length that there is. */
export function encodeFrames(mark: string, vectors: ReadonlyMap<string, Float32Array>): Buffer {
  const byDimension = new Map<number, [Buffer, Float32Array][]>();
  for (const [key, vector] of vectors) {
    const alike = byDimension.get(vector.length) ?? [];
    alike.push([Buffer.from(key, 'hex'), vector]);
    byDimension.set(vector.length, alike);
  }
  return Buffer.concat([...byDimension].map(([dimension, alike]) => frame(mark, dimension, alike)));
}

/** @throws MemchatError `usage` for a key that is not 32 lower-case hex digits, or an empty vector. */
export function refuseUnkept(vectors: ReadonlyMap<string, Float32Array>): void {
  for (const [key, vector] of vectors) {
    if (/^[0-9a-f]{32}$/.test(key) && vector.length > 0) continue;
    throw new MemchatError('A vector to keep is empty, or has no key of 32 hex digits.', 'usage');
  }
}

function frame(mark: string, dimension: number, vectors: [Buffer, Float32Array][]): Buffer {
  const sizes = Buffer.alloc(8);
  sizes.writeUInt32LE(vectors.length, 0);
  sizes.writeUInt32LE(dimension, 4);
  const numbers = vectors.map(([, vector]) =>
    Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength),
  );
  const body = Buffer.concat([sizes, ...vectors.map(([key]) => key), ...numbers]);
  return Buffer.concat([Buffer.from(mark, 'hex'), checksum(body), body]);
}

/**
 * The vectors in the bytes of a file, the last one put under a key. What a stop left unfinished is
 * left out. Null when the file is damaged: no head, or a frame that is whole and holds something else
 * than was written.
 */
export async function decodeFrames(bytes: Buffer): Promise<Map<string, Float32Array> | null> {
  const mark = markIn(bytes);
  if (mark === null) return null;
  const marking = Buffer.from(mark, 'hex');
  const vectors = new Map<string, Float32Array>();
  let read = 0;
  for (let at = HEAD; at < bytes.length; ) {
    const end = endOf(bytes, at, marking);
    if (end !== null) {
      take(bytes.subarray(at, end), vectors);
      read += end - at;
      at = end;
      if (read < AT_ONCE) continue;
      read = 0;
      await breathe();
      continue;
    }
    const next = bytes.indexOf(marking, at + 1);
    if (next === -1) break;
    if (!isUnfinished(bytes.subarray(at, next), marking)) return null;
    at = next;
  }
  return vectors;
}

/** Where the frame that begins here ends; null when there is no whole one. */
function endOf(bytes: Buffer, at: number, marking: Buffer): number | null {
  if (at + FRAME_HEAD > bytes.length || !bytes.subarray(at, at + MARK).equals(marking)) return null;
  const end = at + lengthOf(bytes.subarray(at));
  if (end > bytes.length) return null;
  const body = bytes.subarray(at + CHECKED_FROM, end);
  return checksum(body).equals(bytes.subarray(at + MARK, at + CHECKED_FROM)) ? end : null;
}

function lengthOf(frame: Buffer): number {
  const count = frame.readUInt32LE(CHECKED_FROM);
  return FRAME_HEAD + count * (KEY + 4 * frame.readUInt32LE(CHECKED_FROM + 4));
}

/** Whether these bytes are the beginning of a frame of which the rest was not written. */
function isUnfinished(gap: Buffer, marking: Buffer): boolean {
  const beginning = gap.subarray(0, MARK);
  if (!beginning.equals(marking.subarray(0, beginning.length))) return false;
  return gap.length < FRAME_HEAD || lengthOf(gap) > gap.length;
}

function take(frame: Buffer, vectors: Map<string, Float32Array>): void {
  const count = frame.readUInt32LE(CHECKED_FROM);
  const dimension = frame.readUInt32LE(CHECKED_FROM + 4);
  const from = FRAME_HEAD + count * KEY;
  // A copy, because numbers may be read only from where they are aligned.
  const numbers = new Float32Array(count * dimension);
  Buffer.from(numbers.buffer).set(frame.subarray(from));
  for (let n = 0; n < count; n++) {
    const key = frame.toString('hex', FRAME_HEAD + n * KEY, FRAME_HEAD + (n + 1) * KEY);
    vectors.set(key, numbers.subarray(n * dimension, (n + 1) * dimension));
  }
}

function checksum(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest().subarray(0, 16);
}
