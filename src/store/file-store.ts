import { MemchatError } from '../errors.ts';
import type { Clock } from '../memory/clock.ts';
import { copied } from '../memory/json.ts';
import type { Memory } from '../memory/types.ts';
import { adoptHistory } from './adopt-history.ts';
import { commitFirst, commitRevision } from './commit.ts';
import { Courtesy } from './courtesy.ts';
import { reading, reasonOf, writing } from './failures.ts';
import { isUnchanged } from './files.ts';
import { pastRevisions } from './history.ts';
import { asWritten, stillKnown } from './known.ts';
import type { Exclusive } from './lock.ts';
import { appliedBy, PLAIN_COMMIT } from './note.ts';
import { foreignMemory, type Place, placeOf } from './paths.ts';
import type { Archive, CommitNote, Notice, PastRevision, Store } from './port.ts';
import { deleteBefore, purge } from './purge.ts';
import { removeAll } from './removal.ts';
import { look, type RepairOptions, type Settled, settle } from './repair.ts';
import { sha256 } from './revision.ts';
import { usersIn } from './users.ts';

export interface FileStoreOptions {
  /** The folder of the store; made when something is first written. */
  directory: string;
  clock: Clock;
  /** Is told what a person should know; the same words only once. */
  onNotice: (notice: Notice) => void;
  /**
   * Default true. false: nothing on the disk is ever changed, not even by a repair; what would write
   * throws MemchatError `usage`.
   */
  writes?: boolean;
}

/** Users of whom it is known what was read last: who goes through all of them keeps not all of it. */
const MOST_KNOWN = 256;

/**
 * The store in a folder: `<user>.json` is the memory, `.<user>/` its housekeeping. Any number of
 * processes may use it at once; what was committed survives a kill at any moment and a power cut.
 */
export class FileStore implements Store, Archive, Exclusive {
  readonly #directory: string;
  readonly #writes: boolean;
  readonly #repair: RepairOptions;
  /** What was read, or written, last of each user. */
  readonly #last = new Map<string, Settled>();
  readonly #courtesy = new Courtesy();

  constructor({ directory, clock, onNotice, writes = true }: FileStoreOptions) {
    this.#directory = directory;
    this.#writes = writes;
    const said = new Set<string>();
    const notify = (notice: Notice) => {
      if (said.has(notice.message)) return;
      said.add(notice.message);
      onNotice(notice);
    };
    const events = {
      claimed: (place: Place) => this.#courtesy.giveBack(place),
      weak: () => notify(weakNotice(directory)),
      unpublished: (place: Place, error: unknown) => notify(unpublishedNotice(place, error)),
    };
    this.#repair = { clock, notify, events };
  }

  async read(user: string): Promise<Memory | null> {
    const settled = await this.#known(placeOf(this.#directory, user));
    // The caller may change what it is given.
    return settled && copied(settled.memory);
  }

  /** What there is now; read anew where it is not what is known already. */
  async #known(place: Place): Promise<Settled | null> {
    const last = this.#last.get(place.user);
    const known = last === undefined ? null : stillKnown(place, last);
    const settled = known ?? (await this.#settled(place));
    if (settled !== null) this.#keep(place, settled);
    return settled;
  }

  #keep(place: Place, settled: Settled): void {
    this.#last.delete(place.user);
    this.#last.set(place.user, settled);
    // The one that was not asked for longest stands first.
    const [oldest] = this.#last.keys();
    if (this.#last.size > MOST_KNOWN && oldest !== undefined) this.#last.delete(oldest);
  }

  #settled(place: Place): Promise<Settled | null> {
    return reading(place.main, () =>
      this.#writes ? settle(place, 'read', this.#repair) : look(place, this.#repair),
    );
  }

  async commit(
    user: string,
    memory: Memory,
    note: CommitNote = PLAIN_COMMIT,
  ): Promise<'committed' | 'conflict'> {
    const place = placeOf(this.#directory, user);
    if (memory.user.normalize('NFC') !== place.user) throw foreignMemory();
    this.#refuseIfReadOnly();
    return writing(place.main, async () => {
      const base = this.#baseOf(place, memory);
      const settled = isCurrent(place, base) ? base : await settle(place, 'write', this.#repair);
      const outcome = isAnother(base, settled)
        ? 'conflict'
        : await this.#commitOnto(place, settled, memory, note);
      this.#courtesy.ended(place, outcome);
      return outcome;
    });
  }

  /** What is known, if `memory` can have been made from it. */
  #baseOf(place: Place, memory: Memory): Settled | null {
    const last = this.#last.get(place.user);
    this.#last.delete(place.user);
    return last !== undefined && memory.revision === last.memory.revision + 1 ? last : null;
  }

  async #commitOnto(
    place: Place,
    settled: Settled | null,
    memory: Memory,
    note: CommitNote,
  ): Promise<'committed' | 'conflict'> {
    const { clock, events } = this.#repair;
    if (memory.revision !== (settled === null ? 0 : settled.memory.revision + 1)) return 'conflict';
    if (settled === null) {
      return commitFirst(place, memory, { at: clock(), reason: 'commit' }, events);
    }
    const { newest, main } = settled;
    if (newest === null) return 'conflict';
    const turn = appliedBy(memory, settled.memory);
    const next = { memory, at: clock(), ...note, turn, edit: null };
    const added = await commitRevision(place, next, newest, main, events);
    if (added === 'conflict') return 'conflict';
    this.#keep(place, asWritten(added));
    return 'committed';
  }

  async *history(user: string, from?: number): AsyncIterable<PastRevision> {
    const place = placeOf(this.#directory, user);
    yield* pastRevisions(place, from, await this.#known(place));
  }

  async purge(user: string, from: number): Promise<void> {
    const place = placeOf(this.#directory, user);
    this.#refuseIfReadOnly();
    await writing(place.main, async () => {
      // The owner's edit is taken over first, while the revision that it was made from is there.
      const { newest = null, main } = (await settle(place, 'write', this.#repair)) ?? {};
      if (newest === null || main === undefined) await deleteBefore(place, 0);
      else await purge(place, from, newest, main);
    });
  }

  async adoptHistory(
    user: string,
    history: AsyncIterable<PastRevision>,
  ): Promise<'adopted' | 'conflict'> {
    const place = placeOf(this.#directory, user);
    this.#refuseIfReadOnly();
    return writing(place.main, () => adoptHistory(place, history, this.#repair));
  }

  async remove(user: string): Promise<void> {
    const place = placeOf(this.#directory, user);
    this.#refuseIfReadOnly();
    await writing(place.directory, () => removeAll(place));
  }

  async *users(): AsyncIterable<string> {
    yield* await reading(this.#directory, async () => usersIn(this.#directory));
  }

  async exclusively<T>(user: string, work: () => Promise<T>): Promise<T> {
    return this.#courtesy.run(placeOf(this.#directory, user), work);
  }

  #refuseIfReadOnly(): void {
    if (this.#writes) return;
    throw new MemchatError(
      `The memory is read-only: nothing in ${this.#directory} was changed. Start memchat without --memory read-only to change it.`,
      'usage',
    );
  }
}

/**
 * Whether the user's file has not changed since it was read. Whether there are newer revisions
 * meanwhile need not be known: the commit will notice.
 */
function isCurrent(place: Place, base: Settled | null): base is Settled {
  return base !== null && base.newest !== null && isUnchanged(place.main, base.main);
}

/** Whether what was read had another content: the owner changed it, or removed it and it is back. */
function isAnother(base: Settled | null, settled: Settled | null): boolean {
  if (base === null) return false;
  const was = base.newest?.header.sha256 ?? sha256(base.main.bytes);
  return was !== settled?.newest?.header.sha256;
}

function weakNotice(directory: string): Notice {
  return {
    code: 'weak-filesystem',
    message: `The file system of ${directory} has no hard links. Memories are kept there, but a stop in the middle of a write may cost up to two seconds.`,
  };
}

function unpublishedNotice(place: Place, error: unknown): Notice {
  return {
    code: 'leftover',
    message: `The memory was kept, but ${place.main} could not be brought up to date: ${reasonOf(error)}. memchat reads the newer revision behind it meanwhile.`,
  };
}
