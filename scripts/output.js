import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Makes `folder` hold these files and no others. A file is replaced in one step and only if it
 * differs, so that a program that is running from the folder is not pulled apart by a rebuild.
 * @param {string} folder
 * @param {Map<string, string>} files contents by relative path
 * @param {(path: string) => boolean} [keep] files that stay although they are not listed
 */
export function writeOutput(folder, files, keep = () => false) {
  for (const [path, text] of files) {
    const target = join(folder, path);
    if (read(target) === text) continue;
    mkdirSync(dirname(target), { recursive: true });
    const temporary = `${target}.${process.pid}.tmp`;
    writeFileSync(temporary, text);
    renameSync(temporary, target);
  }
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const name = path.slice(folder.length + 1).replaceAll('\\', '/');
    // A temporary file belongs to another build that is at work right now.
    const stays = files.has(name) || keep(name) || name.endsWith('.tmp');
    if (entry.isFile() && !stays) rmSync(path, { force: true });
  }
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
