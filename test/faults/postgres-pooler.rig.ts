import { expect, it } from 'vitest';
import { currentOwner } from '../../src/store/owner.ts';
import { PostgresInputs } from '../../src/store/postgres/postgres-inputs.ts';
import { PostgresJournal } from '../../src/store/postgres/postgres-journal.ts';
import { PostgresStore } from '../../src/store/postgres/postgres-store.ts';
import { PostgresTranscript } from '../../src/store/postgres/postgres-transcript.ts';
import { storeContract } from '../store/contract.ts';
import { historyContract } from '../store/history-contract.ts';
import { inputsContract } from '../store/inputs-contract.ts';
import { journalContract } from '../store/journal-contract.ts';
import { postgresWorld } from '../store/postgres/world.ts';
import { clock } from '../store/temporary.ts';
import { transcriptContract } from '../store/transcript-contract.ts';
import { startPgBouncer } from '../support/pgbouncer.ts';
import { describeWith } from './capabilities.ts';
import { record } from './figures.ts';
import { keptOn } from './postgres-calls.ts';
import { judgeTurns } from './postgres-judge.ts';
import { applyTurn } from './postgres-turns.ts';

describeWith(['postgres', 'pgbouncer'], 'a store behind PgBouncer in transaction mode', () => {
  const world = postgresWorld(startPgBouncer);
  const onNotice = () => {};
  const store = async () => new PostgresStore({ database: await world.empty(), clock, onNotice });

  storeContract('PostgresStore behind PgBouncer', store);
  historyContract('PostgresStore behind PgBouncer', store);
  journalContract(
    'PostgresJournal behind PgBouncer',
    async () =>
      new PostgresJournal({
        database: await world.empty(),
        owner: currentOwner(),
        clock,
        onNotice,
      }),
  );
  transcriptContract(
    'PostgresTranscript behind PgBouncer',
    async () => new PostgresTranscript({ database: await world.empty(), appends: true }),
  );
  inputsContract('PostgresInputs behind PgBouncer', async () => {
    const database = await world.empty();
    return {
      inputs: new PostgresInputs({ database, appends: true }),
      silent: new PostgresInputs({ database, appends: false }),
    };
  });

  const CLIENTS = 32;
  const TURNS = ['t-1', 't-2', 't-3'];

  it('keeps users apart and loses nothing with more clients than it has connections', async () => {
    await world.empty();
    const clients = Array.from({ length: CLIENTS }, (_, n) => ({
      user: `user-${n % 8}`,
      id: `c${n}`,
      kept: keptOn(world.open()),
    }));
    await Promise.all(
      clients.map(async ({ user, id, kept }) => {
        for (const turn of TURNS) await applyTurn(kept.store, user, `${id}-${turn}`);
      }),
    );
    const total = { runs: CLIENTS, acknowledged: CLIENTS * TURNS.length, lost: 0, twice: 0 };
    for (const user of new Set(clients.map((client) => client.user))) {
      const ids = clients
        .filter((client) => client.user === user)
        .flatMap(({ id }) => TURNS.map((turn) => `${id}-${turn}`));
      const { lost, twice, problems } = await judgeTurns(world.open(), user, ids);
      total.lost += lost;
      total.twice += twice;
      expect(problems).toEqual([]);
    }
    record('clients behind PgBouncer in transaction mode', total);
    expect(total).toMatchObject({ lost: 0, twice: 0 });
    const names = `SELECT count(*)::int AS connections FROM pg_stat_activity WHERE usename = 'memchat'`;
    const [row] = await world.server().asSuperuser(world.url(), names);
    expect(Number(row?.connections)).toBeLessThanOrEqual(3);
  });
});
