import fs from 'node:fs';
import { MemchatError } from '../errors.ts';
import type { Clock } from '../memory/clock.ts';
import { endTurn, type Turn } from '../memory/turn.ts';
import { reading, writing } from './failures.ts';
import { ensureDirectory, ensureRoot, readPlain, syncDirectory } from './files.ts';
import { claimName, discard, removeFile, writeTemporary } from './new-file.ts';
import { isGone, type Owner } from './owner.ts';
import { type Place, placeOf } from './paths.ts';
import {
  decodePending,
  encodePending,
  isTurnId,
  type PendingFile,
  pendingFiles,
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

/** The journal in `.<user>/pending/`: one file for each turn, with the process that owns it. */
export class FileJournal implements Journal {
  readonly #options: FileJournalOptions;
  /** Generations of the turns that this process has adopted. */
  readonly #adopted = new Map<string, number>();
  /** Users whose unfinished files this process has looked for. */
  readonly #swept = new Set<string>();

  constructor(options: FileJournalOptions) {
    this.#options = options;
  }

  async save(turn: Turn): Promise<void> {
    if (!isTurnId(turn.id)) throw new MemchatError('A turn has an id that is not valid.', 'usage');
    const place = this.#place(turn.user);
    await writing(place.pending, async () => {
      await this.#ensurePending(place);
      const bytes = encodePending(this.#options.owner, turn);
      const temporary = await writeTemporary(place.pending, bytes, { durable: true });
      const file = pendingPath(place, turn.id, this.#adopted.get(turn.id) ?? 0);
      try {
        fs.renameSync(temporary, file);
      } catch (error) {
        discard(temporary);
        throw error;
      }
      await syncDirectory(place.pending);
      this.#sweepOnce(place, file);
    });
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
      // From the first generation up: see `#claim`.
      for (const file of pendingFiles(place)) if (file.id === id) removeFile(file.path);
    });
    this.#adopted.delete(id);
  }

  async adopt(user: string): Promise<Turn[]> {
    const place = this.#place(user);
    const latest = await reading(place.pending, async () => {
      const files = pendingFiles(place);
      return new Map(files.map((file) => [file.id, file]));
    });
    const turns: Turn[] = [];
    let unwritable: MemchatError | null = null;
    for (const file of latest.values()) {
      try {
        const turn = await this.#adoptFile(place, file);
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

  async #adoptFile(place: Place, file: PendingFile): Promise<Turn | null> {
    const content = await reading(file.path, async () => readPlain(file.path));
    if (content === null) return null;
    const pending = decodePending(content.bytes, place.user, file.id);
    const age = this.#now() - content.time;
    if (pending === null) {
      await this.#setAside(place, file);
      return null;
    }
    if (!isGone(pending.owner, age)) return null;
    const adopted = endTurn(pending.turn, 'interrupted', pending.turn.reply);
    return writing(place.pending, async () =>
      (await this.#claim(place, file, adopted)) ? adopted : null,
    );
  }

  /**
   * Writes the next generation of the turn; of all who try one succeeds. If that one dies as well,
   * its file names it as the owner, and the turn is adopted again. Generations are removed from the
   * first up, so while the one we built on is there, so is any that we would have collided with.
   */
  async #claim(place: Place, base: PendingFile, turn: Turn): Promise<boolean> {
    const generation = base.generation + 1;
    const target = pendingPath(place, turn.id, generation);
    const bytes = encodePending(this.#options.owner, turn);
    const temporary = await writeTemporary(place.pending, bytes, { durable: true });
    try {
      if ((await claimName(temporary, target)) === 'taken') return false;
    } finally {
      discard(temporary);
    }
    if (!fs.existsSync(base.path)) {
      removeFile(target);
      return false;
    }
    await syncDirectory(place.pending);
    this.#adopted.set(turn.id, generation);
    return true;
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
