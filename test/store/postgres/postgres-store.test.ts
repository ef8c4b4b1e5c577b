import { describe } from 'vitest';
import { PostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import { NO_POSTGRES } from '../../support/postgres.ts';
import { archiveContract } from '../archive-contract.ts';
import { storeContract } from '../contract.ts';
import { historyContract } from '../history-contract.ts';
import { clock } from '../temporary.ts';
import { postgresWorld } from './world.ts';

describe.skipIf(NO_POSTGRES !== null)('the store on PostgreSQL', () => {
  const world = postgresWorld();
  const open = async () =>
    new PostgresStore({ database: await world.empty(), clock, onNotice: () => {} });

  storeContract('PostgresStore', open);
  historyContract('PostgresStore', open);
  archiveContract('PostgresStore', open);
});
