import type { Ports } from '../chat/ports.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../memory/clock.ts';
import { FileInputs } from '../store/file-inputs.ts';
import { FileLedger } from '../store/file-ledger.ts';
import { fileStores } from '../store/file-stores.ts';
import { InMemoryJournal, InMemoryStore, NoTranscript } from '../store/in-memory.ts';
import { InMemoryLedger } from '../store/in-memory-ledger.ts';
import type { Ledger } from '../store/ledger.ts';
import type { Notice, VectorCache } from '../store/port.ts';
import { tellWithheld } from './withheld.ts';

/** All that is kept of users, where the configuration says. */
export interface Stores extends Pick<Ports, 'store' | 'journal' | 'transcript' | 'inputs'> {
  ledger: Ledger;
  /** Where vectors are kept; loaded when it is needed. */
  vectors(): Promise<VectorCache>;
  /** The number of the memory's revision, without reading the memory; null: read it. */
  revision: ((user: string) => Promise<number>) | null;
  /** Nothing is asked of them any more: connections are closed. */
  end(): Promise<void>;
}

/** What a store is composed of. */
export type StoresConfig = Pick<
  Config,
  'sessions' | 'store' | 'storeWithheld' | 'memory' | 'transcript'
>;

/** No memory has this number. */
const NONE = -1;

/** Under `off` nothing is written; under `read-only` what would be is known to this process only. */
export async function composeStores(
  config: StoresConfig,
  onNotice: (notice: Notice) => void,
  clock: Clock,
): Promise<Stores> {
  if (config.memory === 'off') return inMemory();
  tellWithheld(config, onNotice);
  const { sessions: directory, store, memory: policy, transcript } = config;
  if (store.kind === 'files') return inFiles(config, onNotice, clock);
  const { openPostgres } = await import('./postgres.ts');
  const { vectors, head, ...ports } = openPostgres({
    ...{ url: store.url(), directory, policy, transcript, clock, onNotice },
  });
  return {
    ...ports,
    vectors: async () => vectors,
    revision: async (user) => (await head(user))?.revision ?? NONE,
  };
}

function inMemory(): Stores {
  return {
    store: new InMemoryStore(),
    journal: new InMemoryJournal(),
    transcript: new NoTranscript(),
    ledger: new InMemoryLedger(),
    vectors: async () => {
      const { InMemoryVectors } = await import('../store/in-memory-vectors.ts');
      return new InMemoryVectors();
    },
    revision: null,
    end: async () => {},
  };
}

function inFiles(
  { sessions: directory, memory: policy, transcript }: StoresConfig,
  onNotice: (notice: Notice) => void,
  clock: Clock,
): Stores {
  const writes = policy !== 'read-only';
  return {
    ...fileStores({ directory, clock, onNotice, writes, appends: transcript }),
    inputs: new FileInputs({ directory, appends: transcript && writes }),
    ledger: new FileLedger({ directory, clock, writes }),
    vectors: async () => {
      const { FileVectors } = await import('../store/file-vectors.ts');
      return new FileVectors({ directory, onNotice, writes });
    },
    revision: null,
    end: async () => {},
  };
}
