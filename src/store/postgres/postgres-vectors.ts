import { InMemoryVectors } from '../in-memory-vectors.ts';
import type { Database } from './database.ts';

// A placeholder of the same name and signature.
export class PostgresVectors extends InMemoryVectors {
  constructor(_options: { database: Database; writes: boolean }) {
    super();
  }
}
