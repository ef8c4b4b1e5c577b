import { codeOf, errnoOf, MemchatError } from '../../errors.ts';

/** What a failure of the server means to who asked it. SQLSTATE codes: PostgreSQL, appendix A. */
type Kind =
  | 'lost'
  | 'full'
  | 'serialization'
  | 'login'
  | 'schema'
  | 'permission'
  | 'refused'
  | 'unknown';

const KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/^(?:40001|40P01)$/, 'serialization'],
  [/^28/, 'login'],
  [/^3D000$/, 'login'],
  [/^(?:42P01|3F000|42703|42883)$/, 'schema'],
  [/^42501$/, 'permission'],
  // Read-only (a standby), no space, out of memory, a limit of the configuration.
  [/^(?:25006|53100|53200|53400|54\w{3})$/, 'refused'],
  [/^53300$/, 'full'],
  // The connection, a shutdown, a statement that took too long, an I/O error.
  [/^(?:08\w{3}|57\w{3}|58\w{3}|XX\w{3})$/, 'lost'],
];

const NETWORK =
  /^(?:ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT|EACCES|CERT_\w+|DEPTH_\w+|UNABLE_\w+|SELF_SIGNED\w*|ERR_TLS\w*)$/;

/** What the driver says without a code when a connection ends, or is not made, in time. */
const ENDED =
  /^(?:Connection terminated|timeout e(?:xceeded|xpired)|Query read timeout|Client has encountered)/;

/** What it says, without a code as well, when the server wants a password and there is none. */
const NO_PASSWORD = /^SASL: .*password/;

export function kindOf(error: unknown): Kind {
  const code = errnoOf(error) ?? '';
  const [, kind] = KINDS.find(([pattern]) => pattern.test(code)) ?? [];
  if (kind !== undefined) return kind;
  if (NETWORK.test(code)) return 'lost';
  if (error instanceof AggregateError) return 'lost';
  const message = error instanceof Error ? error.message : '';
  if (NO_PASSWORD.test(message)) return 'login';
  return ENDED.test(message) || /server does not support SSL/.test(message) ? 'lost' : 'unknown';
}

/**
 * Why the store failed, for people. What the driver said becomes the cause without its text, for a
 * server quotes values in it: only its code is kept. `place` names the store without a password.
 */
export function failure(error: unknown, place: string, doing: 'read' | 'write'): Error {
  if (codeOf(error) !== null && error instanceof Error) return error;
  const kind = kindOf(error);
  const code = errnoOf(error);
  const because = code === undefined ? '' : ` (${code})`;
  const cause = Object.assign(new Error(`PostgreSQL${because}: ${kind}`), { code });
  const [message, as] = SAID[kind];
  const unsure = kind === 'lost' && doing === 'write' ? UNSURE : '';
  return new MemchatError(`${message(place)}${because}.${unsure}${ADVICE[kind]}`, as, cause);
}

const UNSURE = ' Whether the last change was written is not known.';

const SAID = {
  lost: [(place) => `The store at ${place} does not answer`, 'store-unavailable'],
  full: [(place) => `The store at ${place} has no connection left`, 'store-unavailable'],
  serialization: [(place) => `Other processes kept changing the memory at ${place}`, 'lock-busy'],
  login: [(place) => `The store at ${place} refuses the login`, 'config'],
  schema: [(place) => `The store at ${place} has not the tables of this memchat`, 'config'],
  permission: [(place) => `The store at ${place} denies the permission`, 'config'],
  refused: [(place) => `The store at ${place} takes no changes`, 'store-unwritable'],
  unknown: [(place) => `The store at ${place} refused what it was asked`, 'other'],
} as const satisfies Record<Kind, readonly [(place: string) => string, MemchatError['code']]>;

const ADVICE: Record<Kind, string> = {
  lost: ' Check that the server runs and can be reached.',
  full: ' Try again in a moment. If that happens often, raise max_connections of the server, or put a pooler such as PgBouncer in front of it.',
  serialization: ' Try again in a moment.',
  login: ' Check the user name, the password and the name of the database.',
  schema: ' Run: memchat store migrate',
  permission: ' Grant the role its rights: memchat store migrate --grant ROLE',
  refused: ' What was kept before is intact. Is it a standby, or is its disk full?',
  unknown: ' Nothing was changed.',
};
