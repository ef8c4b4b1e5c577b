import fs from 'node:fs';
import path from 'node:path';
import { errnoOf, MemchatError } from '../errors.ts';
import type { Memory } from '../memory/types.ts';
import { Allowance } from './examine/allowance.ts';
import { takeInventory } from './examine/inventory.ts';
import { listStore } from './examine/listing.ts';
import { reading } from './failures.ts';
import { type Place, placeOf } from './paths.ts';
import type { Store } from './port.ts';

/** A user of whom something is kept. */
export interface RosterEntry {
  /** Null where a file with a mapped name (`~<sha256>`) does not say whose it is. */
  user: string | null;
  /** The path of the memory. */
  file: string;
  /** Null where there is none to read: then `problem` says why, or only housekeeping is left. */
  memory: Memory | null;
  /** Why the memory cannot be read, in words; else null. */
  problem: string | null;
  /** Of the memory and its housekeeping. */
  bytes: number;
}

/** What a list shows of a user, where no memory is read for it. */
export interface RosterRow extends Omit<RosterEntry, 'memory'> {
  /** Active facts; null where there is no memory. */
  facts: number | null;
  /** ISO 8601 UTC; null where there is no memory. */
  lastSeen: string | null;
}

/** Files of one user that are counted. */
const MOST_FILES = 20_000;

/**
 * Everyone of whom something is kept in a folder, by id; those without one come last. Each is read
 * when it is asked for. Nothing is changed. A memory that cannot be read is an entry like the others.
 * @throws MemchatError `memory-unreadable` when the folder cannot be listed.
 */
export async function* rosterOf(
  directory: string,
  store: Pick<Store, 'read'>,
): AsyncGenerator<RosterEntry> {
  const { places, nameless } = await reading(directory, async () => listed(directory));
  for (const place of places) {
    const entry = { user: place.user, file: place.main, bytes: bytesOf(place) };
    try {
      const memory = await store.read(place.user);
      if (memory !== null || entry.bytes > 0) yield { ...entry, memory, problem: null };
    } catch (error) {
      if (!(error instanceof MemchatError)) throw error;
      yield { ...entry, memory: null, problem: error.message };
    }
  }
  for (const name of nameless) {
    const file = path.join(directory, name);
    const bytes = fs.lstatSync(file, { throwIfNoEntry: false })?.size ?? 0;
    const problem = 'It does not say whose memory it is, so nobody reads it.';
    yield { user: null, file, memory: null, problem, bytes };
  }
}

function listed(directory: string): { places: Place[]; nameless: string[] } {
  try {
    return listStore(directory);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return { places: [], nameless: [] };
    throw error;
  }
}

/** What a user's files take, in bytes, by what they are. */
export interface FileSizes {
  memory: number;
  revisions: number;
  transcript: number;
  pending: number;
  costs: number;
  /** What was set aside, and what is unfinished. */
  other: number;
}

export function sizesOf(directory: string, user: string): FileSizes {
  return sizesIn(placeOf(directory, user));
}

function bytesOf(place: Place): number {
  return Object.values(sizesIn(place)).reduce((sum, bytes) => sum + bytes, 0);
}

function sizesIn(place: Place): FileSizes {
  const sizes = { memory: 0, revisions: 0, transcript: 0, pending: 0, costs: 0, other: 0 };
  for (const { role, stat } of takeInventory(place, new Allowance(MOST_FILES)).items) {
    if (!stat.isFile()) continue;
    if (role === 'revision') sizes.revisions += stat.size;
    else if (role === 'memory' || role === 'transcript' || role === 'pending' || role === 'costs') {
      sizes[role] += stat.size;
    } else sizes.other += stat.size;
  }
  return sizes;
}
