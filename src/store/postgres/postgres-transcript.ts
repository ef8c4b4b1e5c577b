import { NoTranscript } from '../in-memory.ts';
import type { Database } from './database.ts';

// A placeholder of the same name and signature.
export class PostgresTranscript extends NoTranscript {
  constructor(_options: { database: Database; appends: boolean }) {
    super();
  }
}
