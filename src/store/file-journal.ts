import fs from 'node:fs';
import { errnoOf, MemchatError } from '../errors.ts';
import type { Clock } from '../memory/clock.ts';
import { endTurn, type Turn } from '../memory/turn.ts';
import { asWritten } from './as-written.ts';
import { reading, writing } from './failures.ts';
import { ensureDirectory, ensureRoot, readPlain, syncDirectory } from './files.ts';
import { addGeneration, contended, MOST_TRIES } from './generations.ts';
import { rewritePending } from './journal-rewrite.ts';
import { discard, removeFile, writeTemporary } from './new-file.ts';
import { isGone, type Owner } from './owner.ts';
import { type Place, placeOf } from './paths.ts';
import {
  decodePending,
  encodePending,
  generationsOf,
  isTurnId,
  latestFiles,
  type PendingFile,
  pendingPath,
} from './pending.ts';
import type { Journal, Notice } from './port.ts';
import { sweep } from './prune.ts';
import { moveAside } from './quarantine.ts';

export interface FileJournalOptions {
  /** The folder of the store. */
  directory: string;
  /** This process: `currentOwner()`. */
  owner: Owner;
  clock: Clock;
  onNotice: (notice: Notice) => void;
}

/** The journal in `.<user>/pending/`: a file for each turn, with the process that owns it. */
export class FileJournal implements Journal {
  readonly #options: FileJournalOptions;
  /** Users whose unfinished files this process has looked for. */
  readonly #swept = new Set<string>();

  constructor(options: FileJournalOptions) {
    this.#options = options;
  }

  async save(turn: Turn): Promise<void> {
    if (!isTurnId(turn.id)) throw new MemchatError('A turn has an id that is not valid.', 'usage');
    const place = this.#place(turn.user);
    await writing(place.pending, async () => {
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        await this.#ensurePending(place);
        const base = generationsOf(place, turn.id).at(-1) ?? null;
        const left = base === null ? turn : asWritten(turn, decodeFile(place, base));
        if ((await this.#write(place, base, left)) === 'added') return;
      }
      throw contended();
    });
  }

  async #write(place: Place, base: PendingFile | null, turn: Turn): Promise<'added' | 'taken'> {
    const { owner } = this.#options;
    if (base !== null) return addGeneration(place, base, { owner, turn });
    const bytes = encodePending(owner, turn);
    const temporary = await writeTemporary(place.pending, bytes, { durable: true });
    const file = pendingPath(place, turn.id, 0);
    try {
      fs.renameSync(temporary, file);
    } catch (error) {
      discard(temporary);
      // Unfinished files are deleted when something is forgotten.
      if (errnoOf(error) === 'ENOENT') return 'taken';
      throw error;
    }
    await syncDirectory(place.pending);
    this.#sweepOnce(place, file);
    return 'added';
  }

  /**
   * Deletes the unfinished files of stopped processes, which hold what was said. Their ages are
   * counted back from `fresh`, so that the clock that made the files also judges them.
   */
  #sweepOnce(place: Place, fresh: string): void {
    if (this.#swept.has(place.user)) return;
    this.#swept.add(place.user);
    try {
      const stat = fs.lstatSync(fresh, { throwIfNoEntry: false });
      if (stat !== undefined) sweep(place.pending, stat.mtimeMs);
    } catch {
      // The turn is saved; what could not be deleted is there for the next process to delete.
    }
  }

  async remove(user: string, id: string): Promise<void> {
    const place = this.#place(user);
    await writing(place.pending, async () => {
      // Who builds on a generation while it is removed notices that, unless it was the last look.
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        const files = generationsOf(place, id);
        if (files.length === 0) return;
        for (const file of files) removeFile(file.path);
      }
      throw contended();
    });
  }

  async read(user: string, id: string): Promise<Turn | null> {
    const place = this.#place(user);
    return reading(place.pending, async () => {
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        const file = generationsOf(place, id).at(-1);
        if (file === undefined) return null;
        const content = readPlain(file.path);
        if (content !== null) return decodePending(content.bytes, place.user, id)?.turn ?? null;
      }
      throw contended();
    });
  }

  async rewrite(user: string, change: (turn: Turn) => Turn): Promise<number> {
    const place = this.#place(user);
    return writing(place.pending, () => rewritePending(place, change));
  }

  async adopt(user: string): Promise<Turn[]> {
    const place = this.#place(user);
    const latest = await reading(place.pending, async () => latestFiles(place));
    const turns: Turn[] = [];
    let unwritable: MemchatError | null = null;
    for (const { id } of latest) {
      try {
        const turn = await this.#adoptTurn(place, id);
        if (turn !== null) turns.push(turn);
      } catch (error) {
        // The turns that were claimed are this process's now: one bad file must not cost them.
        if (error instanceof MemchatError && error.code === 'store-unwritable') {
          unwritable = error;
          continue;
        }
        this.#options.onNotice({
          code: 'leftover',
          message: `A turn of an earlier session is not remembered yet: ${error instanceof Error ? error.message : String(error)}`,
        });
      }
    }
    // Where some could be claimed, whoever writes next is told what the disk says.
    if (unwritable !== null && turns.length === 0) throw unwritable;
    return turns.sort((a, b) => compareText(a.at, b.at) || compareText(a.id, b.id));
  }

  /** The turn, if its owner is gone and nobody else is faster; its file names us as the owner then. */
  async #adoptTurn(place: Place, id: string): Promise<Turn | null> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const file = await reading(place.pending, async () => generationsOf(place, id).at(-1));
      if (file === undefined) return null;
      const content = await reading(file.path, async () => readPlain(file.path));
      if (content === null) continue;
      const pending = decodePending(content.bytes, place.user, id);
      if (pending === null) {
        await this.#setAside(place, file);
        continue;
      }
      if (!isGone(pending.owner, this.#now() - content.time)) return null;
      const turn = endTurn(pending.turn, 'interrupted', pending.turn.reply);
      const { owner } = this.#options;
      const claim = () => addGeneration(place, file, { owner, turn });
      if ((await writing(place.pending, claim)) === 'added') return turn;
    }
    throw contended();
  }

  async #setAside(place: Place, file: PendingFile): Promise<void> {
    const moved = await writing(place.quarantine, () =>
      moveAside(place, file.path, this.#options.clock()),
    );
    if (moved === null) return;
    this.#options.onNotice({
      code: 'quarantined',
      message: `A turn that was not remembered yet cannot be read. It was set aside as ${moved}.`,
    });
  }

  async #ensurePending(place: Place): Promise<void> {
    await ensureRoot(place.directory);
    await ensureDirectory(place.house);
    await ensureDirectory(place.pending);
  }

  #place(user: string): Place {
    return placeOf(this.#options.directory, user);
  }

  #now(): number {
    return Date.parse(this.#options.clock());
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function decodeFile(place: Place, file: PendingFile): Turn | null {
  const content = readPlain(file.path);
  return (content && decodePending(content.bytes, place.user, file.id)?.turn) ?? null;
}
