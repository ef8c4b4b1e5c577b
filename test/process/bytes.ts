import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Every file below a folder, by its path. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** The files below a folder whose bytes, or whose names, hold the word; case does not count. */
export function filesWith(folder: string, word: string): string[] {
  return filesBelow(folder).filter((path) =>
    `${path}\n${readFileSync(path, 'latin1')}`.toLowerCase().includes(word.toLowerCase()),
  );
}

/** Everything below a folder as it is now: names, bytes, modes and times of change. */
export function snapshotOf(folder: string): unknown {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return ['.', ...entries].map((name) => {
    const { mode, mtimeMs, ctimeMs, size, ino } = statSync(join(folder, name));
    return { name, mode, mtimeMs, ctimeMs, size, ino };
  });
}
