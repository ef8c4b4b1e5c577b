import type { Clock } from '../../memory/clock.ts';
import { InMemoryLedger } from '../in-memory-ledger.ts';
import type { Database } from './database.ts';

// A placeholder of the same name and signature.
export class PostgresLedger extends InMemoryLedger {
  constructor(_options: { database: Database; clock: Clock; writes: boolean }) {
    super();
  }
}
