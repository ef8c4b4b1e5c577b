import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { MemchatError } from '../errors.ts';

/**
 * Reads text to its end, UTF-8 without a byte order mark.
 * @param limit in bytes: no more than that is read.
 * @throws MemchatError `usage` for more than the limit, `memory-unreadable` for what is not UTF-8.
 */
export async function readLimited(input: Readable, limit: number): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let length = 0;
  for await (const chunk of input) {
    const bytes: Uint8Array = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    length += bytes.length;
    if (length > limit) {
      throw new MemchatError(
        `That is more than ${limit.toLocaleString('en')} bytes, the limit. Take a part of it.`,
        'usage',
      );
    }
    text += decoded(decoder, bytes);
  }
  return text + decoded(decoder);
}

function decoded(decoder: TextDecoder, bytes?: Uint8Array): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch (error) {
    throw new MemchatError('That is no text in UTF-8.', 'memory-unreadable', error);
  }
}
