import fs from 'node:fs';
import path from 'node:path';
import { errnoOf } from '../../src/errors.ts';

/** What lies below a folder of memories, by kind. */
export interface Files {
  count: number;
  /** In bytes. */
  size: number;
}

/** What is kept of a user, by the name of the file, or of the folder that holds many of a kind. */
export function filesBelow(sessions: string, user: string): Record<string, Files> {
  const house = path.join(sessions, `.${user}`);
  const found: Record<string, Files> = {
    [`${user}.json`]: sizeOf([path.join(sessions, `${user}.json`)]),
  };
  for (const entry of fs.readdirSync(house, { withFileTypes: true })) {
    const own = path.join(house, entry.name);
    const files = entry.isDirectory()
      ? fs.readdirSync(own).map((name) => path.join(own, name))
      : [own];
    found[entry.name] = sizeOf(files);
  }
  return found;
}

/** A file that is gone meanwhile counts for nothing. */
function sizeOf(files: readonly string[]): Files {
  const stats = files.flatMap((file) => fs.lstatSync(file, { throwIfNoEntry: false }) ?? []);
  return { count: stats.length, size: stats.reduce((sum, stat) => sum + stat.size, 0) };
}

/** Revisions whose time is left as it is: a writer that is under way compares it. */
const RECENT = 8;

/**
 * Lets time pass for old revisions, which are kept for ten minutes by the time of their files: a soak
 * says in minutes what a person says in months.
 */
export function ageRevisions(sessions: string, user: string): void {
  const revisions = path.join(sessions, `.${user}`, 'revisions');
  const names = fs.readdirSync(revisions).filter((name) => /^\d+\.json$/.test(name));
  const hourAgo = Date.now() / 1000 - 3600;
  for (const name of names.sort().slice(0, -RECENT)) {
    try {
      fs.utimesSync(path.join(revisions, name), hourAgo, hourAgo);
    } catch (error) {
      // Other processes delete old ones meanwhile.
      if (errnoOf(error) !== 'ENOENT') throw error;
    }
  }
}
