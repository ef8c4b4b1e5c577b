import { randomBytes } from 'node:crypto';
import type { Clock, IdKind, NewId } from '../memory/clock.ts';

export const systemClock: Clock = () => new Date().toISOString();

const ALPHABET = 'abcdefghjkmnpqrstvwxyz0123456789';

/** 60 random bits: a collision among a user's ids is not to be expected. */
export const randomId: NewId = (kind: IdKind) => {
  let id = '';
  for (const byte of randomBytes(12)) id += ALPHABET[byte % ALPHABET.length] ?? '';
  return `${kind.charAt(0)}-${id}`;
};
