import { randomUUID } from 'node:crypto';
import type { Clock } from '../memory/clock.ts';
import { reading, writing } from './failures.ts';
import { isDirectory, readPlain } from './files.ts';
import { InMemoryLedger } from './in-memory-ledger.ts';
import type { Ledger, Spending } from './ledger.ts';
import { appendLine, compactFile } from './ledger-file.ts';
import { encodeLine, readLines } from './ledger-lines.ts';
import { placeOf } from './paths.ts';

/** The file is made shorter each time it has grown by so many bytes: some 1,000 requests. */
const STEP = 256 * 1024;

export interface FileLedgerOptions {
  /** The folder of the store. */
  directory: string;
  clock: Clock;
  /** false: what is recorded is known to this process only, and the disk stays as it is. Default true. */
  writes?: boolean;
}

/**
 * The ledger in `.<user>/costs.jsonl`, one JSON line for each request, which any number of processes
 * may write at once.
 */
export class FileLedger implements Ledger {
  readonly #directory: string;
  readonly #clock: Clock;
  readonly #writes: boolean;
  readonly #unwritten = new InMemoryLedger();

  constructor({ directory, clock, writes = true }: FileLedgerOptions) {
    this.#directory = directory;
    this.#clock = clock;
    this.#writes = writes;
  }

  async record(user: string, spending: Spending): Promise<void> {
    if (!this.#writes) return this.#unwritten.record(user, spending);
    const place = placeOf(this.#directory, user);
    await writing(place.costs, async () => {
      const size = await appendLine(place, encodeLine({ ...spending, id: randomUUID() }));
      if (size === null || Math.floor(size.before / STEP) === Math.floor(size.after / STEP)) return;
      compactFile(place, Date.parse(this.#clock()));
    });
  }

  async read(user: string): Promise<Spending[]> {
    const place = placeOf(this.#directory, user);
    const written = await reading(place.costs, async () => {
      if (!isDirectory(place.house)) return [];
      return readLines(readPlain(place.costs)?.bytes.toString() ?? '');
    });
    return [
      ...written.map(({ id: _, ...spending }) => spending),
      ...(await this.#unwritten.read(user)),
    ];
  }
}
