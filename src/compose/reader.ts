import type { Config } from '../config.ts';
import { emptyMemory } from '../memory/codec.ts';
import type { Memory } from '../memory/types.ts';
import { FileStore } from '../store/file-store.ts';
import type { Notice } from '../store/port.ts';

/** The memory of the configured user, for what only reads it: without the model and its passes. */
export interface Reader {
  user: string;
  /** As `UserMemory.read`. */
  read(): Promise<Memory>;
}

export function composeReader(
  { user, sessions: directory, memory: policy }: Config,
  onNotice: (notice: Notice) => void,
): Reader {
  const clock = () => new Date().toISOString();
  const store = new FileStore({ directory, clock, onNotice, writes: policy !== 'read-only' });
  return {
    user,
    read: async () => (await store.read(user)) ?? emptyMemory(user, clock()),
  };
}
