import type { Config } from '../config.ts';
import type { Clock } from '../memory/clock.ts';
import { emptyMemory } from '../memory/codec.ts';
import type { Memory } from '../memory/types.ts';
import { FileStore } from '../store/file-store.ts';
import type { Notice, Store } from '../store/port.ts';
import { tellWithheld } from './withheld.ts';

/** The memory of the configured user, for what only reads it: without the model and its passes. */
export interface Reader {
  user: string;
  /** As `UserMemory.read`. */
  read(): Promise<Memory>;
}

export function composeReader(config: Config, onNotice: (notice: Notice) => void): Reader {
  const { user } = config;
  const clock = () => new Date().toISOString();
  return {
    user,
    read: async () => {
      tellWithheld(config, onNotice);
      const store = await storeOf(config, clock, onNotice);
      return (await store.read(user)) ?? emptyMemory(user, clock());
    },
  };
}

async function storeOf(
  { sessions: directory, store, memory: policy, transcript }: Config,
  clock: Clock,
  onNotice: (notice: Notice) => void,
): Promise<Store> {
  if (store.kind === 'files') {
    return new FileStore({ directory, clock, onNotice, writes: policy !== 'read-only' });
  }
  const { openPostgres } = await import('./postgres.ts');
  const url = store.url();
  return openPostgres({ url, directory, policy, transcript, clock, onNotice }).store;
}
