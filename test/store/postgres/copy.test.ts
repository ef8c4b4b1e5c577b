import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyStore, type Kept } from '../../../src/store/copy.ts';
import { InMemoryJournal, InMemoryTranscript } from '../../../src/store/in-memory.ts';
import { Database } from '../../../src/store/postgres/database.ts';
import type { Row } from '../../../src/store/postgres/driver.ts';
import { PostgresLedger } from '../../../src/store/postgres/postgres-ledger.ts';
import { PostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import type { Sql } from '../../../src/store/postgres/sql.ts';
import { NO_POSTGRES } from '../../support/postgres.ts';
import { pastFrom } from '../archive-contract.ts';
import { allOf, filesIn, life, live } from '../copy-world.ts';
import { collect } from '../history-contract.ts';
import { aSpending } from '../ledger-contract.ts';
import { clock, memory, temporaryFolders } from '../temporary.ts';
import { postgresWorld } from './world.ts';

const folder = temporaryFolders();

/** A connection that is lost before message number `step` that writes, or behind it. */
class CutDatabase extends Database {
  step = Number.POSITIVE_INFINITY;
  moments = 0;

  override async write(
    user: string,
    statement: Sql | readonly Sql[],
    tries?: number,
  ): Promise<Row[]> {
    this.#moment();
    const rows = await super.write(user, statement, tries);
    this.#moment();
    return rows;
  }

  #moment(): void {
    if (this.moments++ === this.step) throw new Error('cut');
  }
}

describe.skipIf(NO_POSTGRES !== null)('copying to PostgreSQL and back', () => {
  const world = postgresWorld();

  /** What the server keeps; the rest of it is kept elsewhere, as long as the server does not. */
  const onServer = (database: Database) =>
    ({
      store: new PostgresStore({ database, clock, onNotice: () => {} }),
      transcript: new InMemoryTranscript(),
      journal: new InMemoryJournal(),
      inputs: filesIn(folder()).inputs,
      ledger: new PostgresLedger({ database, clock }),
    }) satisfies Kept;

  it('gives the same again, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(life, async (lived) => {
        const [from, back] = [filesIn(folder()), filesIn(folder())];
        const server = onServer(await world.empty());
        await live(from, 'Zo\u00eb', lived);
        expect(await copyStore({ from, to: server })).toMatchObject({ copied: ['Zo\u00eb'] });
        expect(await copyStore({ from, to: server })).toMatchObject({ equal: ['Zo\u00eb'] });
        expect(await copyStore({ from: server, to: back })).toMatchObject({ copied: ['Zo\u00eb'] });
        expect(await allOf(back, 'Zo\u00eb')).toEqual(await allOf(from, 'Zo\u00eb'));
        expect(await copyStore({ from: back, to: server })).toMatchObject({ equal: ['Zo\u00eb'] });
      }),
      { numRuns: 12 },
    );
  });

  it('finishes what was cut short before or after any of its statements', async () => {
    const from = filesIn(folder());
    const history = pastFrom(230, 0);
    await from.store.adoptHistory(
      'alice',
      (async function* () {
        yield* history;
      })(),
    );
    await from.store.commit('bob', memory('bob', 0));
    for (const costUsd of [1, 2]) await from.ledger.record('alice', aSpending({ costUsd }));
    let step = 0;
    for (let isCut = true; isCut; step++) {
      await world.empty();
      const cut = new CutDatabase({ url: world.url() });
      cut.step = step;
      const copying = copyStore({ from, to: onServer(cut) });
      isCut = await copying.then(
        () => false,
        (error: Error) => error.message === 'cut',
      );
      await cut.close();
      const to = onServer(world.open());
      expect((await copyStore({ from, to })).refused).toEqual([]);
      expect(await to.store.read('alice')).toEqual(history[0]?.memory);
      expect(await collect(to.store.history('alice'))).toEqual(history);
      expect(await to.store.read('bob')).toEqual(memory('bob', 0));
      expect(await to.ledger.read('alice')).toEqual(await from.ledger.read('alice'));
    }
    expect(step).toBeGreaterThan(10);
  });

  it('leaves what operators find as if it had been learned there', async () => {
    const from = filesIn(folder());
    await from.store.adoptHistory(
      'alice',
      (async function* () {
        yield* pastFrom(3, 1);
      })(),
    );
    const database = await world.empty();
    const { store } = onServer(database);
    await copyStore({ from, to: onServer(database) });
    const texts = () => world.server().asSuperuser(world.url(), 'SELECT text FROM memchat.facts');
    expect(await texts()).toMatchObject([{ text: expect.stringContaining('Was at revision 3.') }]);
    const next = { ...memory('alice', 4), keyFacts: [] };
    expect(await store.commit('alice', next)).toBe('committed');
    expect(await texts()).toEqual([]);
  });

  it('deletes with the next commit what a forgetting before the copy had to delete', async () => {
    const from = filesIn(folder());
    await from.store.commit('alice', memory('alice', 0, 'Secret.'));
    await from.store.commit('alice', memory('alice', 1), { reason: 'forgotten', of: null });
    for (const to of [onServer(await world.empty()), filesIn(folder())]) {
      await copyStore({ from, to });
      expect(await collect(to.store.history('alice'))).toHaveLength(2);
      expect(await to.store.commit('alice', memory('alice', 2))).toBe('committed');
      const left = await collect(to.store.history('alice'));
      expect(left.map(({ revision }) => revision)).toEqual([2, 1]);
    }
  });

  it('keeps users apart who are copied at once', async () => {
    const from = filesIn(folder());
    const users = Array.from({ length: 20 }, (_, n) => `user-${n}`);
    for (const user of users) {
      await from.store.commit(user, memory(user, 0));
      await from.store.commit(user, memory(user, 1, `This is ${user}.`));
    }
    const to = onServer(await world.empty());
    expect((await copyStore({ from, to })).copied).toEqual([...users].sort());
    for (const user of users) expect((await to.store.read(user))?.summary).toBe(`This is ${user}.`);
  });
});
