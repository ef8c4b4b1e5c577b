import { describe } from 'vitest';
import { PostgresTranscript } from '../../../src/store/postgres/postgres-transcript.ts';
import { NO_POSTGRES } from '../../support/postgres.ts';
import { transcriptContract } from '../transcript-contract.ts';
import { postgresWorld } from './world.ts';

describe.skipIf(NO_POSTGRES !== null)('the transcript on PostgreSQL', () => {
  const world = postgresWorld();
  const open = async () => new PostgresTranscript({ database: await world.empty(), appends: true });

  transcriptContract('PostgresTranscript', open);
});
