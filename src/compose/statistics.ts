import type { Config } from '../config.ts';
import type { Clock } from '../memory/clock.ts';
import type { Spending } from '../store/ledger.ts';
import { type FileSizes, sizesOf } from '../store/roster.ts';
import { composeStores } from './stores.ts';

/** What is kept beside the memory, counted. */
export interface Kept {
  spendings: Spending[];
  /** Past exchanges in the transcript. */
  exchanges: number;
  bytes: FileSizes;
}

/** @throws MemchatError `memory-unreadable`. */
export async function composeKept(config: Config, clock: Clock): Promise<Kept> {
  const { sessions: directory, store, user } = config;
  const readOnly = { ...config, memory: 'read-only', storeWithheld: null } as const;
  const { ledger, transcript } = await composeStores(readOnly, () => {}, clock);
  return {
    spendings: await ledger.read(user),
    exchanges: (await transcript.recent(user, Number.MAX_SAFE_INTEGER)).length,
    bytes: store.kind === 'files' ? sizesOf(directory, user) : await sizesOn(store.url(), user),
  };
}

async function sizesOn(url: string, user: string): Promise<FileSizes> {
  const { sizesAt } = await import('./postgres.ts');
  return sizesAt(url, user);
}
