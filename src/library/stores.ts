import type { Ports } from '../chat/ports.ts';
import type { Clock } from '../memory/clock.ts';
import type { WritePolicy } from '../memory/policy.ts';
import { fileStores } from '../store/file-stores.ts';
import { InMemoryJournal, InMemoryStore, NoTranscript } from '../store/in-memory.ts';
import type { Notice } from '../store/port.ts';
import { placeOf } from '../store/postgres/address.ts';
import { wordsOf } from './arguments.ts';
import type { MemoryClientSettings } from './memory-client.ts';
import { fileSignature } from './signature.ts';

/** Where one user's memory is kept, and how it is looked at. */
interface OpenedStores
  extends Pick<Ports, 'store' | 'journal' | 'transcript'>,
    Pick<MemoryClientSettings, 'signature' | 'intervalMs' | 'end'> {
  /** As it may be shown. */
  place: string;
}

/** What was asked for, as far as it is checked. */
interface Asked {
  /** The address of a server; undefined: files. */
  store: string | undefined;
  transcript: boolean;
  onNotice: (notice: Notice) => void;
  user: string;
  /** Absolute. */
  sessions: string;
  policy: WritePolicy;
  clock: Clock;
}

/** A look at files costs next to nothing, one at a server a message there and back (ms). */
const LOOKS = { files: 1_000, server: 2_000 };

/** @throws MemchatError `usage` for a store that is no text, `config` for one that is no address. */
export async function openStores(asked: Asked): Promise<OpenedStores> {
  const { user, store, sessions, transcript, policy, clock, onNotice } = asked;
  const url = store === undefined ? null : wordsOf('store', store, 4_096);
  const place = url === null ? sessions : placeOf(url);
  if (policy === 'off') return { ...inMemory(), place };
  if (url === null) return { ...inFiles(asked), place };
  const { openPostgres } = await import('../compose/postgres.ts');
  const { head, end, ...ports } = openPostgres({
    ...{ url, directory: sessions, policy, transcript, clock, onNotice },
  });
  return {
    store: ports.store,
    journal: ports.journal,
    transcript: ports.transcript,
    place,
    signature: async () => JSON.stringify(await head(user)),
    intervalMs: LOOKS.server,
    end,
  };
}

function inMemory(): Omit<OpenedStores, 'place'> {
  return {
    store: new InMemoryStore(),
    journal: new InMemoryJournal(),
    transcript: new NoTranscript(),
    signature: async () => null,
    intervalMs: LOOKS.files,
    end: async () => {},
  };
}

function inFiles({
  user,
  sessions: directory,
  transcript,
  policy,
  clock,
  onNotice,
}: Asked): Omit<OpenedStores, 'place'> {
  const writes = policy !== 'read-only';
  return {
    ...fileStores({ directory, clock, onNotice, writes, appends: transcript && writes }),
    signature: () => fileSignature(directory, user),
    intervalMs: LOOKS.files,
    end: async () => {},
  };
}
