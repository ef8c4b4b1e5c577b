import type { Turn } from '../memory/turn.ts';
import type { Journal, Notice } from './port.ts';

// A placeholder of the same name and signature.
export class FallbackJournal implements Journal {
  readonly #local: Journal;
  constructor({ local }: { remote: Journal; local: Journal; onNotice: (notice: Notice) => void }) {
    this.#local = local;
  }
  save(turn: Turn): Promise<void> {
    return this.#local.save(turn);
  }
  remove(user: string, id: string): Promise<void> {
    return this.#local.remove(user, id);
  }
  adopt(user: string): Promise<Turn[]> {
    return this.#local.adopt(user);
  }
  read(user: string, id: string): Promise<Turn | null> {
    return this.#local.read(user, id);
  }
  rewrite(user: string, change: (turn: Turn) => Turn): Promise<number> {
    return this.#local.rewrite(user, change);
  }
}
