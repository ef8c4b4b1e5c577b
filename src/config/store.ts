import { MemchatError } from '../errors.ts';
import { isPostgres, isThisMachine, placeOf } from '../store/postgres/address.ts';
import { type Environment, isFromDotenv, variable } from './environment.ts';

/** Where memories are kept: in the folder of the sessions, or on a server. */
export type StoreChoice = { readonly kind: 'files' } | PostgresChoice;

/** A server of PostgreSQL. Its address may hold a password: neither JSON nor an inspection shows it. */
export class PostgresChoice {
  readonly kind = 'postgres';
  /** Where it is, without a password. */
  readonly place: string;
  readonly #url: string;

  /** @throws MemchatError `config` for what is no address, without repeating it. */
  constructor(url: string) {
    this.#url = url;
    this.place = placeOf(url);
    Object.freeze(this);
  }

  /** A method, for an inspection may call getters. */
  url(): string {
    return this.#url;
  }
}

export const FILES: StoreChoice = Object.freeze({ kind: 'files' });

export interface ChosenStore {
  readonly store: StoreChoice;
  /** Where an address of `.env` leads that is not used because of that; without a password. */
  readonly withheld: string | null;
}

/**
 * The server of `--store`, else of MEMCHAT_STORE; the word `files` is the folder of the sessions, as is
 * nothing. All that was ever said is sent there, so an address of `.env`, which may have come with a
 * folder, counts only if it is this machine's.
 * @throws MemchatError `config` for what is no address of PostgreSQL; it is not repeated, for it may
 *   hold a password.
 */
export function chooseStore(
  flags: { store?: string | undefined },
  environment: Environment,
): ChosenStore {
  const given = (flags.store ?? variable(environment, 'MEMCHAT_STORE'))?.trim();
  if (given === undefined || given === 'files') return { store: FILES, withheld: null };
  if (!isPostgres(given)) throw new MemchatError(NO_ADDRESS, 'config');
  const store = new PostgresChoice(given);
  const isFolders = flags.store === undefined && isFromDotenv(environment, 'MEMCHAT_STORE');
  if (isFolders && !isThisMachine(given)) return { store: FILES, withheld: store.place };
  return { store, withheld: null };
}

/** A folder, or a server where it is named by an address. @throws MemchatError as `chooseStore`. */
export function storeNamed(given: string): StoreChoice {
  return isPostgres(given) ? new PostgresChoice(given) : FILES;
}

const NO_ADDRESS =
  'The store (--store, or MEMCHAT_STORE) has to be an address of PostgreSQL, such as postgres://memchat@localhost:5432/memchat, or the word files. A folder is named by --sessions.';
