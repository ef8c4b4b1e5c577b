import fs from 'node:fs';
import path from 'node:path';
import { parseRecord } from '../../memory/json.ts';
import { normalizeUser } from '../../memory/user-id.ts';
import { AGENT_SESSIONS } from '../agent-sessions/place.ts';
import { readPlain } from '../files.ts';
import { STORE_MARKER } from '../location.ts';
import { type Place, placeOf, stemOf } from '../paths.ts';
import { DOOMED } from '../removal.ts';
import { decodeRevision, revisionNumbers, revisionPath } from '../revision.ts';
import { idInside, isUserOf } from '../users.ts';
import type { Item, Role } from './inventory.ts';

/** What lies in the folder of the store itself. */
export interface Listing {
  /** Of users with a file or with housekeeping, sorted by id. */
  places: Place[];
  /** Files named for a mapped id (`~<sha256>`) that do not say whose they are. */
  nameless: string[];
  /** What is nobody's: leftovers of removals and foreign files. */
  others: Item[];
  /** Whether a project keeps the store. */
  isMarked: boolean;
}

/** What is no user's, and belongs here all the same or lies in many folders. */
const HARMLESS = new Set([STORE_MARKER, AGENT_SESSIONS, '.gitignore', '.gitkeep', '.DS_Store']);

/** Sorts the names in the store's folder; throws system errors. */
export function listStore(directory: string): Listing {
  const places = new Map<string, Place>();
  const nameless: string[] = [];
  const others: Item[] = [];
  const names = fs.readdirSync(directory).sort();
  for (const name of names) {
    if (HARMLESS.has(name)) continue;
    const stem = stemIn(name);
    const user = stem && userOf(directory, stem);
    if (user) {
      const place = placeOf(directory, user);
      places.set(place.user, place);
    } else if (stem !== null && MAPPED.test(stem)) {
      if (name.endsWith('.json')) nameless.push(name);
    } else {
      const stat = fs.lstatSync(path.join(directory, name), { throwIfNoEntry: false });
      const role: Role = name.startsWith(DOOMED) ? 'leftover' : 'foreign';
      if (stat) others.push({ path: path.join(directory, name), name, role, stat });
    }
  }
  const sorted = [...places.values()].sort((a, b) => (a.user < b.user ? -1 : 1));
  return { places: sorted, nameless, others, isMarked: names.includes(STORE_MARKER) };
}

const MAPPED = /^~[0-9a-f]{64}$/;

/** The part of a name that says whose it is: of `alice.json` and `.alice`; null for other names. */
function stemIn(name: string): string | null {
  const stem = name.startsWith('.') ? name.slice(1) : name.replace(/\.json$/, '');
  if (!name.startsWith('.') && stem === name) return null;
  return MAPPED.test(stem) || isUserOf(stem, stem) ? stem : null;
}

/** Whose file it is; null where a mapped name does not tell. */
function userOf(directory: string, stem: string): string | null {
  if (!MAPPED.test(stem)) return stem;
  const inside = said(path.join(directory, `${stem}.json`)) ?? saidByRevisions(directory, stem);
  return inside !== null && isUserOf(inside, stem) ? normalizeUser(inside) : null;
}

function said(file: string): string | null {
  try {
    return idInside(file);
  } catch {
    // What cannot be read is told of where the file is examined.
    return null;
  }
}

/** A broken file may have whole revisions behind it. */
function saidByRevisions(directory: string, stem: string): string | null {
  const house = path.join(directory, `.${stem}`);
  const place = { ...placeOf(directory, 'x'), house, revisions: path.join(house, 'revisions') };
  try {
    for (const number of revisionNumbers(place).reverse().slice(0, 8)) {
      const file = readPlain(revisionPath(place, number));
      const revision = file && decodeRevision(file.bytes, file.time, number);
      const { user, user_id } = parseRecord(revision?.body.toString() ?? '') ?? {};
      for (const id of [user, user_id])
        if (typeof id === 'string' && stemOf(id) === stem) return id;
    }
  } catch {
    // As above.
  }
  return null;
}
