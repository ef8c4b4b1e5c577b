import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { errnoOf } from '../errors.ts';
import { ensureDirectory, namesIn, syncDirectory } from './files.ts';
import { discard, removeFile, writeTemporary } from './new-file.ts';
import type { Place } from './paths.ts';
import { sha256 } from './revision.ts';

/** Files that are kept in quarantine; the oldest goes when one more comes. */
const MAX_QUARANTINED = 5;
/** Tries before giving up on others who delete what we write: never seen in practice. */
const MOST_TRIES = 100;

/**
 * Keeps a copy of an unreadable file for its owner; returns its path, durable. The same content is
 * kept once, however many processes find it.
 */
export async function setAside(
  place: Place,
  bytes: Buffer,
  name: string,
  at: string,
): Promise<string> {
  const mark = sha256(bytes).slice(0, 12);
  const there = namesIn(place.quarantine).find((old) => old.includes(`-${mark}-`));
  if (there !== undefined) return path.join(place.quarantine, there);
  for (let tries = 1; ; tries++) {
    const target = await room(place, mark, name, at);
    const temporary = await writeTemporary(place.quarantine, bytes, { durable: true });
    try {
      fs.renameSync(temporary, target);
    } catch (error) {
      discard(temporary);
      // Unfinished files are deleted when something is forgotten.
      if (errnoOf(error) === 'ENOENT' && tries < MOST_TRIES) continue;
      throw error;
    }
    await syncDirectory(place.quarantine);
    return target;
  }
}

/** Moves an unreadable file of the housekeeping away; null if another process was first. */
export async function moveAside(place: Place, file: string, at: string): Promise<string | null> {
  const target = await room(place, randomUUID().slice(0, 12), path.basename(file), at);
  try {
    fs.renameSync(file, target);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
  return target;
}

/** A new name in quarantine, with room for it. Names sort by time. */
async function room(place: Place, mark: string, name: string, at: string): Promise<string> {
  await ensureDirectory(place.house);
  await ensureDirectory(place.quarantine);
  const names = namesIn(place.quarantine).sort();
  for (const old of names.slice(0, Math.max(0, names.length - MAX_QUARANTINED + 1))) {
    removeFile(path.join(place.quarantine, old));
  }
  const moment = at.replaceAll(/[^0-9TZ]/g, '');
  return path.join(place.quarantine, `${moment}-${mark}-${name}`);
}
