import { createHash } from 'node:crypto';

/** What the vector of a text is kept under: the beginning of its SHA-256, 32 hex digits. */
export function textKey(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
