import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Spending } from '../../../src/store/ledger.ts';
import { compacted } from '../../../src/store/ledger-lines.ts';
import { compactLedger } from '../../../src/store/postgres/compact-ledger.ts';
import type { Database } from '../../../src/store/postgres/database.ts';
import { PostgresLedger } from '../../../src/store/postgres/postgres-ledger.ts';
import { PostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import { sql } from '../../../src/store/postgres/sql.ts';
import { NO_POSTGRES } from '../../support/postgres.ts';
import { aSpending, ledgerContract } from '../ledger-contract.ts';
import { clock, memory } from '../temporary.ts';
import { postgresWorld } from './world.ts';

const NOW = '2026-03-15T10:00:00.000Z';
const DAY = 24 * 60 * 60 * 1000;

describe.skipIf(NO_POSTGRES !== null)('the ledger on PostgreSQL', () => {
  const world = postgresWorld();
  const arrange = async ({ writes = true } = {}) => {
    const database = await world.empty();
    const store = new PostgresStore({ database, clock, onNotice: () => {} });
    for (const user of ['alice', 'Zo\u00eb']) await store.commit(user, memory(user, 0));
    return { database, store, ledger: new PostgresLedger({ database, clock: () => NOW, writes }) };
  };
  const compact = (database: Database) => database.write('alice', compactLedger('alice', NOW));

  ledgerContract('PostgresLedger', async () => (await arrange()).ledger);
  ledgerContract('A PostgresLedger that writes nothing', async () => {
    return (await arrange({ writes: false })).ledger;
  });

  it('keeps nothing where nothing else is kept of the user', async () => {
    const { ledger, store } = await arrange();
    await store.remove('alice');
    await ledger.record('alice', aSpending());
    expect(await ledger.read('alice')).toEqual([]);
  });

  it('keeps what a turn costs that is not in a memory yet', async () => {
    const { database, ledger } = await arrange();
    await database.write(
      'carol',
      sql`INSERT INTO memchat.pending (user_id, turn_id, owner, turn, said) VALUES ('carol', 't-1', '{}', '{}', '')`,
    );
    await ledger.record('carol', aSpending());
    expect(await ledger.read('carol')).toEqual([aSpending()]);
  });

  it('leaves nothing of what is recorded while the user is removed', async () => {
    const { ledger, store } = await arrange();
    const others = new PostgresLedger({ database: world.open(), clock: () => NOW });
    for (let round = 0; round < 20; round++) {
      await store.commit('alice', memory('alice', 0));
      await Promise.all([
        ...Array.from({ length: 4 }, () => others.record('alice', aSpending())),
        store.remove('alice'),
      ]);
      expect(await ledger.read('alice')).toEqual([]);
    }
  });

  it('leaves the server as it is where nothing is to be written, and knows its own', async () => {
    const { ledger, database } = await arrange();
    await ledger.record('alice', aSpending());
    const readOnly = new PostgresLedger({ database, clock: () => NOW, writes: false });
    await readOnly.record('alice', aSpending({ kind: 'memory' }));
    expect((await readOnly.read('alice')).map(({ kind }) => kind)).toEqual(['chat', 'memory']);
    expect(await ledger.read('alice')).toHaveLength(1);
  });

  it('sums up what is old as the ledger in a file does, and sums of sums come out the same', async () => {
    const spending = fc.record({
      at: fc
        .integer({ min: -800 * DAY, max: DAY })
        .map((age) => new Date(Date.parse(NOW) + age).toISOString()),
      kind: fc.constantFrom('chat' as const, 'memory' as const),
      model: fc.constantFrom('sonnet', 'qwen "3"\u0000'),
      usage: fc.record({
        requests: fc.integer({ min: 1, max: 3 }),
        input: fc.nat(),
        output: fc.nat(),
        cacheRead: fc.nat(),
        cacheWrite: fc.nat(),
      }),
      // Eighths add up the same in any order.
      costUsd: fc.option(fc.nat(800).map((eighths) => eighths / 8)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(spending, { maxLength: 30 }), async (spendings) => {
        const { database, ledger } = await arrange();
        for (const one of spendings) await ledger.record('alice', one);
        const expected = compacted(
          spendings.map((one) => ({ ...one, id: null })),
          Date.parse(NOW),
        ).map(({ id: _, ...one }) => one);
        for (let times = 0; times < 2; times++) {
          await compact(database);
          expect(inOrder(await ledger.read('alice'))).toEqual(inOrder(expected));
        }
      }),
      { numRuns: 15 },
    );
  });

  it.each([
    3 * DAY - 1,
    3 * DAY,
    365 * DAY,
    366 * DAY,
    366 * DAY + 10 * 60 * 60 * 1000 + 1,
    400 * DAY,
  ])(
    'draws the lines between days and months where the file does, at an age of %d ms',
    async (age) => {
      const { database, ledger } = await arrange();
      const one = aSpending({ at: new Date(Date.parse(NOW) - age).toISOString() });
      await ledger.record('alice', one);
      await compact(database);
      const [line] = compacted([{ ...one, id: null }], Date.parse(NOW));
      expect((await ledger.read('alice')).map(({ at }) => at)).toEqual([line?.at]);
    },
  );

  it('loses nothing and counts nothing twice while several processes record and sum up', async () => {
    const { database, ledger } = await arrange();
    const old = new Date(Date.parse(NOW) - 10 * DAY).toISOString();
    const other = world.open();
    const ledgers = [ledger, new PostgresLedger({ database: other, clock: () => NOW })];
    await Promise.all(
      Array.from({ length: 60 }, async (_, n) => {
        await ledgers[n % 2]?.record('alice', aSpending({ at: old }));
        if (n % 6 === 0) await compact(n % 4 === 0 ? database : other);
      }),
    );
    const sum = (spendings: Spending[]) =>
      spendings.reduce((n, { usage }) => n + usage.requests, 0);
    expect(sum(await ledger.read('alice'))).toBe(60);
    await compact(database);
    expect(await ledger.read('alice')).toMatchObject([{ usage: { requests: 60, input: 6000 } }]);
  });

  it('makes itself shorter now and then while it is written', async () => {
    const { ledger } = await arrange();
    const old = new Date(Date.parse(NOW) - 10 * DAY).toISOString();
    for (let n = 0; n < 600; n++) await ledger.record('alice', aSpending({ at: old }));
    const spendings = await ledger.read('alice');
    expect(spendings.length).toBeLessThan(600);
    expect(spendings.reduce((n, { usage }) => n + usage.requests, 0)).toBe(600);
  });
});

function inOrder(spendings: readonly Spending[]): Spending[] {
  const key = ({ at, kind, model, usage, costUsd }: Spending) =>
    JSON.stringify([at, kind, model, costUsd, usage.requests, usage.input, usage.output]);
  return [...spendings].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
