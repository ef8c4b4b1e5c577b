import type { Pool } from 'pg';
import { errnoOf, MemchatError } from '../../errors.ts';
import { decodeJson, decodeText } from './text.ts';

export interface PoolLimits {
  connections: number;
  /** Milliseconds. */
  connectWithin: number;
  /** Milliseconds. */
  answerWithin: number;
}

/** A connection that nobody used for so many milliseconds is closed. */
const IDLE = 10_000;

/**
 * A pool of connections; none is made yet.
 * @throws MemchatError `config` when the package `pg` is not installed, or the address is none.
 */
export async function openPool(url: string, limits: PoolLimits): Promise<Pool> {
  const { default: pg } = await import('pg').catch((error: unknown) => {
    if (errnoOf(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new MemchatError(NO_DRIVER, 'config', error);
  });
  const pool = new pg.Pool({
    connectionString: url,
    fallback_application_name: 'memchat',
    max: limits.connections,
    connectionTimeoutMillis: limits.connectWithin,
    // The server ends the statement first, see `asUser`; this is for one that hangs.
    query_timeout: limits.answerWithin + 1000,
    idleTimeoutMillis: IDLE,
    allowExitOnIdle: true,
    keepAlive: true,
  });
  // A connection that breaks tells so twice: whoever asked something of it gets to know it by the
  // answer, and whoever asks next gets a new one. Without a listener the process would end.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

const NO_DRIVER =
  'The store on PostgreSQL needs the package pg, which is not installed beside memchat. Install it: npm install pg; with npx: npx -p memchat -p pg memchat; for all: npm install -g memchat pg';

/** Of `bigint` and `integer` columns numbers, of `jsonb` its text, of `bytea` bytes. */
export type Value = string | number | boolean | Uint8Array | null;
export type Row = Readonly<Record<string, Value>>;

/** The numbers of types in `pg_type.h`. */
const BOOL = 16;
const BYTEA = 17;
const INT8 = 20;
const INT4 = 23;
const FLOAT8 = 701;
const TIMESTAMPTZ = 1184;
const JSONB = 3802;

/** What a value of a type is read as; see `Value`. */
export function parserOf(type: number): (text: string) => Value {
  if (type === BOOL) return (text) => text === 't';
  if (type === INT8 || type === INT4 || type === FLOAT8) return Number;
  if (type === BYTEA) return (text) => Buffer.from(text.slice('\\x'.length), 'hex');
  if (type === TIMESTAMPTZ) return (text) => new Date(text).toISOString();
  if (type === JSONB) return decodeJson;
  return decodeText;
}

/** @throws TypeError when the statement gives no text there: a mistake of ours. */
export function textIn(row: Row, name: string): string {
  const value = row[name];
  if (typeof value !== 'string') throw new TypeError(`${name} of a row is no text.`);
  return value;
}

/** @throws TypeError as `textIn`. */
export function numberIn(row: Row, name: string): number {
  const value = row[name];
  if (typeof value !== 'number') throw new TypeError(`${name} of a row is no number.`);
  return value;
}

/** Null where the row has none. */
export function maybeTextIn(row: Row, name: string): string | null {
  return row[name] === null ? null : textIn(row, name);
}

/** Null where the row has none. */
export function maybeNumberIn(row: Row, name: string): number | null {
  return row[name] === null ? null : numberIn(row, name);
}
