import type { Flags } from '../config.ts';
import { holdsPassword, isPostgres } from '../store/postgres/address.ts';

/** The options that say where the memories are, to be typed again; never one with a password. */
export function placeWords({ sessions, store }: Pick<Flags, 'sessions' | 'store'>): string[] {
  const isShown = store !== undefined && !(isPostgres(store) && holdsPassword(store));
  return [
    ...(sessions === undefined ? [] : ['--sessions', sessions]),
    ...(isShown ? ['--store', store] : []),
  ];
}
