import fc from 'fast-check';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { identifier, Json, quote, type SqlValue, sql } from '../../../src/store/postgres/sql.ts';
import { NO_POSTGRES } from '../../support/postgres.ts';
import { postgresWorld } from './world.ts';

const HOSTILE = [
  "'; DROP TABLE memchat.memories; --",
  "\\'; SELECT 1; --",
  "E'\\\\",
  '$$; SELECT 1; $$',
  '\0\ud800\ue000',
  '/* */ -- \n;',
  "''''",
  '\\',
];

it('quotes a text as the driver does', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE)), (text) => {
      expect(quote(text)).toBe(pg.escapeLiteral(text));
    }),
  );
});

describe.skipIf(NO_POSTGRES !== null)('a statement with values', () => {
  const world = postgresWorld();
  const echo = async (value: SqlValue) => {
    const [row] = await world.open().read('alice', sql`SELECT ${value} AS value`);
    return row?.value;
  };

  it.each(HOSTILE)('takes %j for a value', async (text) => {
    expect(await echo(text)).toBe(text);
  });

  it('takes any text for a value, whatever the server thinks of backslashes', async () => {
    const address = world.url();
    const name = /\/([a-z0-9_]+)\?/.exec(address)?.[1];
    for (const setting of ['on', 'off']) {
      await world
        .server()
        .asSuperuser(
          address,
          `ALTER DATABASE ${name} SET standard_conforming_strings = ${setting}`,
        );
      const database = world.open();
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 30 }), async (text) => {
          const [row] = await database.read('alice', sql`SELECT ${text}::text AS value`);
          expect(row?.value).toBe(text);
        }),
        { numRuns: 60 },
      );
    }
    await world
      .server()
      .asSuperuser(address, `ALTER DATABASE ${name} RESET standard_conforming_strings`);
  });

  it('takes numbers, lists, bytes and JSON', async () => {
    expect(await echo(Number.NaN)).toBeNaN();
    expect(await echo(Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
    expect(await echo(Uint8Array.of(0, 39, 92, 255))).toEqual(Buffer.of(0, 39, 92, 255));
    const [row] = await world
      .open()
      .read(
        'alice',
        sql`SELECT 3-${-2} AS minus, ${-1.5e-9}::float8 AS small, (${HOSTILE})[1] AS first, ${[]} = '{}' AS none, ${new Json(JSON.stringify({ a: HOSTILE }))} AS json`,
      );
    expect(row).toMatchObject({ minus: 5, small: -1.5e-9, first: HOSTILE[0], none: true });
    expect(JSON.parse(String(row?.json))).toEqual({ a: HOSTILE });
  });

  it('keeps a name a name', async () => {
    const [row] = await world
      .open()
      .read('alice', sql`SELECT 1 AS ${identifier('a"; SELECT 2; --')}`);
    expect(row).toEqual({ 'a"; SELECT 2; --': 1 });
  });
});
