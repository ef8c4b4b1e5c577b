import type { Passage } from '../../memory/turn.ts';
import type { Inputs } from '../port.ts';
import type { Database } from './database.ts';

// A placeholder of the same name and signature.
export class PostgresInputs implements Inputs {
  constructor(_options: { database: Database; appends: boolean }) {}
  async append(_user: string, _entry: readonly Passage[]): Promise<void> {}
  async recent(_user: string, _limit: number): Promise<Passage[][]> {
    return [];
  }
  async retain(): Promise<number> {
    return 0;
  }
}
