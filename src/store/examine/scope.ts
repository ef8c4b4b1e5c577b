import { counted } from '../../memory/wording.ts';
import type { Place } from '../paths.ts';
import type { Allowance } from './allowance.ts';

/** What the examination of one user may use, and what it tells. */
export interface Scope {
  place: Place;
  /** Everything is told, not only what is out of order. */
  detail: boolean;
  /** Milliseconds since 1970. */
  now: number;
  /** Of this process; null where files have no owners. */
  uid: number | null;
  /** Files that are looked at. */
  entries: Allowance;
  /** Bytes that are read beside the memory itself. */
  bytes: Allowance;
  /** The command line that runs memchat on this store for this user. */
  memchat(...words: string[]): string | null;
}

/** The first few, and how many there are besides: "a, b and 3 more". */
export function listed(names: readonly string[], most = 10): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** A number of bytes for people: "512 bytes", "3.4 MB". */
export function sized(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte');
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 'bytes';
  for (const next of units) {
    if (value < 1000) break;
    value /= 1000;
    unit = next;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
