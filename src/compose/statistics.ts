import type { Config } from '../config.ts';
import type { Clock } from '../memory/clock.ts';
import { FileLedger } from '../store/file-ledger.ts';
import { FileTranscript } from '../store/file-transcript.ts';
import type { Spending } from '../store/ledger.ts';
import { type FileSizes, sizesOf } from '../store/roster.ts';

/** What is kept beside the memory, counted. */
export interface Kept {
  spendings: Spending[];
  /** Past exchanges in the transcript. */
  exchanges: number;
  bytes: FileSizes;
}

/** @throws MemchatError `memory-unreadable`. */
export async function composeKept(
  { sessions: directory, user }: Config,
  clock: Clock,
): Promise<Kept> {
  const transcript = new FileTranscript({ directory, appends: false });
  return {
    spendings: await new FileLedger({ directory, clock, writes: false }).read(user),
    exchanges: (await transcript.recent(user, Number.MAX_SAFE_INTEGER)).length,
    bytes: sizesOf(directory, user),
  };
}
