import { MemchatError } from '../../errors.ts';

/** Whether a store is named by an address of PostgreSQL, and not by a folder. */
export function isPostgres(store: string): boolean {
  return /^postgres(?:ql)?:\/\//i.test(store);
}

/**
 * The address as it may be shown: without password and parameters.
 * @throws MemchatError `config` for what is no address; the address itself is not repeated.
 */
export function placeOf(url: string): string {
  // WHATWG URLs must have a host; a socket's address has none.
  const [, authority = '', database = ''] = PARTS.exec(url) ?? [];
  if (!PARTS.test(url)) {
    throw new MemchatError(
      'The address of the store is not valid. Example: postgres://memchat@localhost:5432/memchat',
      'config',
    );
  }
  const at = authority.lastIndexOf('@');
  const [user = ''] = authority.slice(0, Math.max(at, 0)).split(':');
  const host = authority.slice(at + 1);
  return `postgres://${user === '' ? '' : `${user}@`}${host}/${database}`;
}

const PARTS = /^postgres(?:ql)?:\/\/([^/?#\s]*)(?:\/([^/?#\s]*))?(?:\?[^#\s]*)?$/i;
