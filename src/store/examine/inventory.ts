import fs from 'node:fs';
import path from 'node:path';
import { errnoOf } from '../../errors.ts';
import { TEMPORARY } from '../new-file.ts';
import { isVectorsName, type Place } from '../paths.ts';
import { DOOMED } from '../removal.ts';
import { isTranscript } from '../transcript-files.ts';
import type { Allowance } from './allowance.ts';

/** What something in the store is, by where it lies and what its name is. */
export type Role =
  | 'store'
  | 'memory'
  | 'folder'
  | 'revision'
  | 'pending'
  | 'quarantined'
  | 'transcript'
  | 'vectors'
  | 'inputs'
  | 'costs'
  | 'lock'
  | 'temporary'
  | 'leftover'
  | 'foreign';

export interface Item {
  path: string;
  /** Relative to the store. */
  name: string;
  role: Role;
  stat: fs.Stats;
}

export interface Inventory {
  items: Item[];
  /** What could not be looked at, with the system's error. */
  refused: { path: string; error: unknown }[];
}

/** Everything that is kept of one user. Links are not followed; nothing is read of the files. */
export function takeInventory(place: Place, allowance: Allowance): Inventory {
  const inventory: Inventory = { items: [], refused: [] };
  const look = (file: string, role: Role) => lookAt(place, file, role, inventory, allowance);
  look(place.main, 'memory');
  const house = look(place.house, 'folder');
  if (house?.stat.isDirectory() !== true) return inventory;
  for (const name of namesOf(place.house, inventory)) {
    const file = path.join(place.house, name);
    const role = roleInHouse(place, file, name);
    const item = look(file, role);
    if (role !== 'folder' || item?.stat.isDirectory() !== true) continue;
    for (const inner of namesOf(file, inventory)) {
      look(path.join(file, inner), roleInFolder(place, file, inner));
    }
  }
  return inventory;
}

function lookAt(
  place: Place,
  file: string,
  role: Role,
  inventory: Inventory,
  allowance: Allowance,
): Item | null {
  if (!allowance.take(1)) return null;
  try {
    const stat = fs.lstatSync(file, { throwIfNoEntry: false });
    if (stat === undefined) return null;
    const item = { path: file, name: path.relative(place.directory, file), role, stat };
    inventory.items.push(item);
    return item;
  } catch (error) {
    inventory.refused.push({ path: file, error });
    return null;
  }
}

function namesOf(folder: string, inventory: Inventory): string[] {
  try {
    return fs.readdirSync(folder);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') inventory.refused.push({ path: folder, error });
    return [];
  }
}

function roleInHouse(place: Place, file: string, name: string): Role {
  const { revisions, pending, quarantine, vectors } = place;
  if ([revisions, pending, quarantine, vectors].includes(file)) return 'folder';
  if (isTranscript(place, file)) return 'transcript';
  if (file === place.inputs) return 'inputs';
  if (file === place.costs) return 'costs';
  if (file === place.lock) return 'lock';
  if (name.startsWith(TEMPORARY)) return 'temporary';
  return name.startsWith(DOOMED) ? 'leftover' : 'foreign';
}

function roleInFolder(place: Place, folder: string, name: string): Role {
  if (name.startsWith(TEMPORARY)) return 'temporary';
  switch (folder) {
    case place.revisions:
      return /^\d{10,16}\.json$/.test(name) ? 'revision' : 'foreign';
    case place.pending:
      return /^[a-z0-9-]{3,40}(?:\.[1-9]\d{0,8})?\.json$/.test(name) ? 'pending' : 'foreign';
    case place.vectors:
      return isVectorsName(name) ? 'vectors' : 'foreign';
    default:
      return 'quarantined';
  }
}
