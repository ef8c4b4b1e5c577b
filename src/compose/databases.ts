import { Database } from '../store/postgres/database.ts';

/** Connections to one address, for who has asked for them. */
export interface Lease {
  database: Database;
  /** Closes the connections when nobody else uses them. A second call does nothing. */
  end(): Promise<void>;
}

/** One pool of connections for each address, as long as somebody uses it. */
export class Databases {
  readonly #open = new Map<string, { database: Database; uses: number }>();

  /** @throws MemchatError `config` for what is no address. */
  lease(url: string): Lease {
    const shared = this.#open.get(url) ?? { database: new Database({ url }), uses: 0 };
    this.#open.set(url, shared);
    shared.uses += 1;
    let isEnded = false;
    return {
      database: shared.database,
      end: async () => {
        if (isEnded) return;
        isEnded = true;
        shared.uses -= 1;
        if (shared.uses > 0) return;
        this.#open.delete(url);
        await shared.database.close();
      },
    };
  }
}
