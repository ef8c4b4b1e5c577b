import type { Clock } from '../../memory/clock.ts';
import { InMemoryJournal } from '../in-memory.ts';
import type { Owner } from '../owner.ts';
import type { Notice } from '../port.ts';
import type { Database } from './database.ts';

// A placeholder of the same name and signature.
export class PostgresJournal extends InMemoryJournal {
  constructor(_options: {
    database: Database;
    owner: Owner;
    clock: Clock;
    onNotice: (notice: Notice) => void;
  }) {
    super();
  }
}
