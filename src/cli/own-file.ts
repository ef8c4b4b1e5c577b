import { closeSync, fchmodSync, fstatSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { errnoOf, MemchatError } from '../errors.ts';
import { sanitiseLine } from './output/sanitise.ts';

/**
 * Writes a file that only its owner may read, whatever the umask. A file that is there stays as it
 * is, unless `force` says that it is to be written over.
 * @throws MemchatError `usage` when it is there, or cannot be written.
 */
export function writeOwnFile(path: string, text: string, { force }: { force: boolean }): void {
  const shown = sanitiseLine(path);
  let file: number | undefined;
  try {
    file = openSync(path, force ? 'w' : 'wx', 0o600);
    if (fstatSync(file).isFile()) fchmodSync(file, 0o600);
    writeFileSync(file, text);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') {
      throw new MemchatError(
        `${shown} is there already, and was left as it is. Choose another name, or add --force.`,
        'usage',
        error,
      );
    }
    // Half a memory is none.
    if (file !== undefined && !force) rmSync(path, { force: true });
    throw new MemchatError(
      `${shown} cannot be written (${errnoOf(error) ?? 'unknown reason'}). Choose another place.`,
      'usage',
      error,
    );
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
