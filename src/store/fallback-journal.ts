import { codeOf } from '../errors.ts';
import type { Turn } from '../memory/turn.ts';
import { normalizeUser } from '../memory/user-id.ts';
import { Lanes } from './lanes.ts';
import type { Journal, Notice } from './port.ts';
import { TurnsHere } from './turns-here.ts';

export interface FallbackJournalOptions {
  /** On the server. */
  remote: Journal;
  /** On this machine, for the time in which the server does not answer. */
  local: Journal;
  /** Is told once each time that the server stops to answer. */
  onNotice: (notice: Notice) => void;
}

/**
 * A journal on a server that goes on when the server does not answer, or takes nothing: turns wait in
 * the local journal, and are handed over with the next call that the server answers. A stop between
 * the two leaves a turn in both, which is harmless: a turn is applied once.
 */
export class FallbackJournal implements Journal {
  readonly #remote: Journal;
  readonly #local: Journal;
  readonly #notify: (notice: Notice) => void;
  readonly #here: TurnsHere;
  /** One call after the other, so that no turn is saved while it is handed over. */
  readonly #calls = new Lanes();
  /** What `adopt` has given already, by user. */
  readonly #given = new Map<string, Set<string>>();
  #isAway = false;

  constructor({ remote, local, onNotice }: FallbackJournalOptions) {
    this.#remote = remote;
    this.#local = local;
    this.#notify = onNotice;
    this.#here = new TurnsHere(remote, local, (error) => this.#tellLeft(error));
  }

  save(turn: Turn): Promise<void> {
    return this.#run(turn.user, async (user) => {
      if (this.#here.has(user, turn.id)) {
        await this.#local.save(turn);
        await this.#tryHandOver(user);
        return;
      }
      try {
        await this.#remote.save(turn);
      } catch (error) {
        if (!isAway(error)) throw error;
        await this.#local.save(turn);
        this.#here.add(user, turn.id);
        this.#tellOnce();
        return;
      }
      this.#isAway = false;
      await this.#tryHandOver(user);
    });
  }

  remove(user: string, id: string): Promise<void> {
    return this.#run(user, async (of) => {
      this.#here.drop(of, id);
      await this.#inBoth((journal) => journal.remove(of, id));
      await this.#tryHandOver(of);
    });
  }

  read(user: string, id: string): Promise<Turn | null> {
    return this.#run(user, async (of) => {
      if (this.#here.has(of, id)) await this.#tryHandOver(of);
      if (this.#here.has(of, id)) return this.#local.read(of, id);
      try {
        return (await this.#remote.read(of, id)) ?? (await this.#local.read(of, id));
      } catch (error) {
        const here = isAway(error) ? await this.#local.read(of, id) : null;
        if (here === null) throw error;
        return here;
      }
    });
  }

  /** Where only one of the two fails, what the other one gives is kept. */
  adopt(user: string): Promise<Turn[]> {
    return this.#run(user, async (of) => {
      const failures: unknown[] = [];
      const from = async (journal: Journal) => {
        try {
          return await journal.adopt(of);
        } catch (error) {
          failures.push(error);
          return [];
        }
      };
      const here = await from(this.#local);
      for (const { id } of here) this.#here.add(of, id);
      await this.#tryHandOver(of);
      // Of a turn that is in both, what is here was written later.
      const turns = this.#notGiven(of, [...here, ...(await from(this.#remote))]);
      const [failure] = failures;
      if (failure !== undefined && turns.length === 0) throw failure;
      if (failure !== undefined) this.#tellLeft(failure);
      return turns.sort((a, b) => compareText(a.at, b.at) || compareText(a.id, b.id));
    });
  }

  /**
   * Here first, and also when the server fails: who hands a turn over looks here again afterwards.
   */
  rewrite(user: string, change: (turn: Turn) => Turn): Promise<number> {
    return this.#run(user, async (of) => {
      const changed = new Set<string>();
      const counted = (turn: Turn): Turn => {
        const { id } = turn;
        const next = change(turn);
        if (next !== turn) changed.add(id);
        return next;
      };
      await this.#inBoth((journal) => journal.rewrite(of, counted));
      await this.#tryHandOver(of);
      return changed.size;
    });
  }

  #run<T>(user: string, work: (user: string) => Promise<T>): Promise<T> {
    const id = normalizeUser(user);
    return this.#calls.run(id, () => work(id));
  }

  /** Here and on the server, also when one of the two fails; then throws what it did. */
  async #inBoth(work: (journal: Journal) => Promise<unknown>): Promise<void> {
    const failures: unknown[] = [];
    for (const journal of [this.#local, this.#remote]) {
      await work(journal).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  /** What the server does not take still stays here; a failure of another kind is thrown. */
  async #tryHandOver(user: string): Promise<void> {
    try {
      if (await this.#here.handOver(user)) this.#isAway = false;
    } catch (error) {
      if (!isAway(error)) throw error;
    }
  }

  #notGiven(user: string, turns: readonly Turn[]): Turn[] {
    const given = this.#given.get(user) ?? new Set<string>();
    this.#given.set(user, given);
    return turns.filter(({ id }) => !given.has(id) && given.add(id));
  }

  #tellOnce(): void {
    if (this.#isAway) return;
    this.#isAway = true;
    this.#notify({
      code: 'journaled-here',
      message:
        'The store takes nothing at the moment. What is said waits in the journal on this machine, and is handed over when the store answers again.',
    });
  }

  #tellLeft(failure: unknown): void {
    const why = failure instanceof Error ? failure.message : String(failure);
    const message = `Some turns of an earlier session may not be remembered yet: ${why}`;
    this.#notify({ code: 'leftover', message });
  }
}

/** Failures of the server that pass; any other is told to who called. */
function isAway(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'store-unavailable' || code === 'store-unwritable';
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
