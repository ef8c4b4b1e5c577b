import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { decodeMemory } from '../../src/memory/codec.ts';
import { isRecord, parseRecord } from '../../src/memory/json.ts';
import { FileJournal } from '../../src/store/file-journal.ts';
import { readPlain } from '../../src/store/files.ts';
import { currentOwner } from '../../src/store/owner.ts';
import type { Notice } from '../../src/store/port.ts';
import { update } from '../../src/store/update.ts';
import { countOne } from '../store/contract.ts';
import { clock, worldIn } from '../store/temporary.ts';
import { moveTimes } from './clock.ts';
import { killAll, saidBy, startWriter, untilSaid, type Writer } from './counter-processes.ts';
import { lastOf, type Said, type Tally, tally } from './counter-tally.ts';
import type { Cut, Image } from './filesystem.ts';

const WRITERS = 4;
/** How long the power is gone, in seconds, as far as the times of the files tell. */
const BOOT = 60;

/** What was there when the power had come back. */
export interface Aftermath extends Tally {
  /** Increments and saved turns of this round; `lost` and `twice` are of all rounds so far. */
  acknowledged: number;
  /** Turns whose save had been acknowledged, and that were not adopted. */
  unadopted: string[];
  notices: Notice[];
  /** Whether the next update worked, and is what the user's file says. */
  goesOn: boolean;
  /** Increments that a writer without fsync had said were kept, and that were not. */
  lostCarelessly: number;
}

/** A store on a file system whose power goes again and again. */
export class Powered {
  readonly #image: Image;
  readonly #counter: string;
  readonly #directory: string;
  /** Of all rounds. */
  readonly #said = new Map<string, Said>();
  #acknowledged = 0;
  #round = 0;

  constructor(image: Image, counter: string, name: string) {
    this.#image = image;
    this.#counter = counter;
    this.#directory = path.join(image.folder, name);
  }

  /**
   * Writers count and save turns until the power goes, `milliseconds` after the first are ready.
   * With `careless` the one without fsync is alone: what others sync takes its files along.
   */
  async lose(cut: Cut, milliseconds: number, who: 'all' | 'careless' = 'all'): Promise<Aftermath> {
    this.#round += 1;
    const start = (job: string, name: string, directory = this.#directory) => {
      const round = `${path.basename(this.#directory)}-${this.#round}`;
      return startWriter(this.#counter, job, directory, `${name}-${round}`);
    };
    const counting = Array.from({ length: who === 'all' ? WRITERS : 0 }, (_, n) =>
      start('count', `w${n}`),
    );
    const saving = who === 'all' ? [start('save', 's')] : [];
    const careless = start('careless', 'c', this.#image.folder);
    const everybody = [...counting, ...saving, careless];
    let moment = 0;
    try {
      await untilSaid(() => everybody.some(({ lines }) => lines.length > 0));
      await wait(milliseconds);
      moment = this.#image.cutPower(cut);
    } finally {
      await killAll(everybody);
    }
    for (const [name, said] of saidBy(counting, moment)) this.#said.set(name, said);
    this.#image.mountAgain();
    moveTimes(this.#image.folder, -BOOT);
    return {
      ...(await this.#look(saving, moment)),
      lostCarelessly: this.#lostCarelessly(careless, moment),
    };
  }

  async #look(
    saving: readonly Writer[],
    moment: number,
  ): Promise<Omit<Aftermath, 'lostCarelessly'>> {
    const { store, notices, at, another } = worldIn(this.#directory);
    const memory = await store.read('alice');
    const adopted = await this.#adopt((notice) => notices.push(notice));
    const next = await update(another(), 'alice', countOne);
    const published = decodeMemory(fs.readFileSync(at('alice.json'), 'utf8'), 'alice');
    const isPublished = published.state === 'valid' && published.memory.revision === next?.revision;
    const ids = saving.flatMap(({ name, lines }) =>
      Array.from({ length: lastOf(name, lines, moment) }, (_, n) => `t-${name}-${n + 1}`),
    );
    const before = this.#acknowledged;
    const sum = tally(memory, this.#said);
    this.#acknowledged = sum.acknowledged;
    return {
      ...sum,
      acknowledged: sum.acknowledged - before + ids.length,
      unadopted: ids.filter((id) => !adopted.includes(id)),
      notices,
      goesOn: next !== null && next.revision === (memory?.revision ?? 0) + 1 && isPublished,
    };
  }

  /** Takes up the turns, as the next session does, and is done with them. */
  async #adopt(onNotice: (notice: Notice) => void): Promise<string[]> {
    const options = { directory: this.#directory, clock, onNotice };
    const journal = new FileJournal({ ...options, owner: currentOwner() });
    const ids = (await journal.adopt('alice')).map(({ id }) => id);
    for (const id of ids) await journal.remove('alice', id);
    return ids;
  }

  #lostCarelessly({ name, lines }: Writer, moment: number): number {
    const file = readPlain(path.join(this.#image.folder, `${name}.careless.json`));
    const value = file && parseRecord(file.bytes.toString());
    const kept = isRecord(value) && typeof value.n === 'number' ? value.n : 0;
    return Math.max(0, lastOf(name, lines, moment) - kept);
  }
}
