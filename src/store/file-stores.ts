import type { Clock } from '../memory/clock.ts';
import { FileJournal } from './file-journal.ts';
import { FileStore } from './file-store.ts';
import { FileTranscript } from './file-transcript.ts';
import { InMemoryJournal } from './in-memory.ts';
import { currentOwner } from './owner.ts';
import type { Journal, Notice, Transcript } from './port.ts';

export interface FileStoresOptions {
  /** The folder of the stores; made when something is first written. */
  directory: string;
  clock: Clock;
  onNotice: (notice: Notice) => void;
  /** false: nothing on the disk is changed, and what waits is known to this process only. */
  writes: boolean;
  /** Whether exchanges are kept, for recall. */
  appends: boolean;
}

export interface FileStores {
  store: FileStore;
  journal: Journal;
  transcript: Transcript;
}

/** What each conversation needs of the files in a folder. */
export function fileStores(options: FileStoresOptions): FileStores {
  const { directory, clock, onNotice, writes, appends } = options;
  return {
    store: new FileStore({ directory, clock, onNotice, writes }),
    journal: writes
      ? new FileJournal({ directory, owner: currentOwner(), clock, onNotice })
      : new InMemoryJournal(),
    transcript: new FileTranscript({ directory, appends }),
  };
}
