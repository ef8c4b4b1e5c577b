import type { Memory } from '../../src/memory/types.ts';
import { InMemoryStore } from '../../src/store/in-memory.ts';
import type { CommitNote } from '../../src/store/port.ts';

/** A store where another writer slips in before the next commit. */
export class RacingStore extends InMemoryStore {
  slipIn: (() => Promise<unknown>) | null = null;

  override async commit(user: string, next: Memory, note?: CommitNote) {
    const other = this.slipIn;
    this.slipIn = null;
    await other?.();
    return super.commit(user, next, note);
  }
}
