import type { Ledger } from '../store/ledger.ts';
import type { Ports } from './ports.ts';

/** One side of a copy. */
export interface CopySide extends Pick<Ports, 'store' | 'journal' | 'transcript' | 'inputs'> {
  ledger: Ledger;
}

export interface CopyOptions {
  from: CopySide;
  to: CopySide;
  /** Only this one; null: all. */
  user: string | null;
  onProgress: (progress: CopyProgress) => void;
  signal: AbortSignal;
}

export interface CopyProgress {
  done: number;
  total: number;
  user: string;
}

export interface Copied {
  copied: number;
  /** Were there already, the same. */
  same: number;
  refused: { user: string; reason: string }[];
  /** Whether it was stopped before it was through. */
  isStopped: boolean;
}

// A placeholder: memories alone, without their history.
export async function copyStore(options: CopyOptions): Promise<Copied> {
  const { from, to, user: only, onProgress, signal } = options;
  const users: string[] = [];
  if (only === null) for await (const user of from.store.users()) users.push(user);
  else users.push(only);
  const copied: Copied = { copied: 0, same: 0, refused: [], isStopped: false };
  for (const [index, user] of users.entries()) {
    if (signal.aborted) return { ...copied, isStopped: true };
    const memory = await from.store.read(user);
    const there = await to.store.read(user);
    if (memory === null) continue;
    if (there === null) {
      for (let revision = 0; revision <= memory.revision; revision++) {
        await to.store.commit(user, { ...memory, revision });
      }
      copied.copied++;
    } else if (JSON.stringify(there) === JSON.stringify(memory)) copied.same++;
    else copied.refused.push({ user, reason: 'something else is kept there' });
    onProgress({ done: index + 1, total: users.length, user });
  }
  return copied;
}
