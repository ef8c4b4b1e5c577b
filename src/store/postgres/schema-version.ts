import { MemchatError } from '../../errors.ts';
import { numberIn, type Row } from './driver.ts';
import { MIGRATIONS } from './schema.ts';

/** `row` is what `VERSION` asks for; 0 where there is none. */
export function versionIn(row: Row | undefined): number {
  return row === undefined ? 0 : numberIn(row, 'version');
}

/** @throws MemchatError `memory-unreadable` for tables of a newer memchat. */
export function refuseNewer(found: number, place: string): void {
  if (found <= MIGRATIONS.length) return;
  throw new MemchatError(
    `The store at ${place} was made by a newer memchat (tables of version ${found}, this one knows ${MIGRATIONS.length}). Nothing was changed. Update memchat: npm install -g memchat@latest`,
    'memory-unreadable',
  );
}

/**
 * Refuses tables that are not those of this memchat: what a newer one has written is not touched.
 * `row` is what `VERSION` asks for.
 * @throws MemchatError `config` for older tables, or none; `memory-unreadable` for newer ones.
 */
export function refuseOtherVersion(row: Row | undefined, place: string): void {
  const found = versionIn(row);
  refuseNewer(found, place);
  if (found < MIGRATIONS.length) {
    throw new MemchatError(
      `The store at ${place} has tables of an older memchat (version ${found} of ${MIGRATIONS.length}). Run: memchat store migrate`,
      'config',
    );
  }
}
