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
  const { user, host, port, database } = partsOf(url);
  const at = user === '' ? '' : `${user}@`;
  return `postgres://${at}${host}${port === '' ? '' : `:${port}`}/${database}`;
}

/**
 * Whether what is said to this address never leaves the machine: by its name, as in `model/proxy.ts`,
 * or because it is a socket. One that names no host is where the environment of the user says.
 * @throws MemchatError as `placeOf`.
 */
export function isThisMachine(url: string): boolean {
  const { host, parameters } = partsOf(url);
  const named = new URLSearchParams(parameters).getAll('host');
  return [host, ...named].every(isLocalHost);
}

/** Whether a password stands in it. @throws MemchatError as `placeOf`. */
export function holdsPassword(url: string): boolean {
  const { password, parameters } = partsOf(url);
  return password !== '' || new URLSearchParams(parameters).has('password');
}

const LOCAL = /^(?:(?:[^/]+\.)?localhost|127\.\d+\.\d+\.\d+|\[?::1\]?|\/.*)?$/i;

function isLocalHost(host: string): boolean {
  try {
    return LOCAL.test(decodeURIComponent(host));
  } catch {
    return false;
  }
}

interface Parts {
  user: string;
  password: string;
  host: string;
  port: string;
  database: string;
  parameters: string;
}

// WHATWG URLs must have a host; a socket's address has none. What is not clear, such as a slash in a
// password, is no address: a part of it would be shown as something else.
const PARTS =
  /^postgres(?:ql)?:\/\/(?:([^/?#\s:]*)(?::([^/?#\s]*))?@)?(\[[\da-f:.]+\]|[^/?#\s:@[\]]*)(?::(\d+))?(?:\/([^/?#\s@]*))?(?:\?([^#\s]*))?$/i;

function partsOf(url: string): Parts {
  const found = PARTS.exec(url);
  if (found === null) {
    throw new MemchatError(
      'The address of the store is not valid. Example: postgres://memchat@localhost:5432/memchat',
      'config',
    );
  }
  const [, user = '', password = '', host = '', port = '', database = '', parameters = ''] = found;
  return { user, password, host, port, database, parameters };
}
