import { normalizeUser } from '../memory/user-id.ts';
import type { Ledger, Spending } from './ledger.ts';

/** A ledger that lives as long as the process: for `--memory off`, and tests. */
export class InMemoryLedger implements Ledger {
  /** Of each user, as it was recorded. */
  readonly #spendings = new Map<string, Spending[]>();

  async record(user: string, spending: Spending): Promise<void> {
    const id = normalizeUser(user);
    this.#spendings.set(id, [...(this.#spendings.get(id) ?? []), structuredClone(spending)]);
  }

  async read(user: string): Promise<Spending[]> {
    const known = structuredClone(this.#spendings.get(normalizeUser(user)) ?? []);
    return known.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  }
}
