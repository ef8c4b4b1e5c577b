import fs from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { decodeMemory } from '../../src/memory/codec.ts';
import type { Memory } from '../../src/memory/types.ts';
import { update } from '../../src/store/update.ts';
import { countOne } from '../store/contract.ts';
import { type World, worldIn } from '../store/temporary.ts';
import { complaintsOf, killAll, saidBy, startWriter, type Writer } from './counter-processes.ts';
import { countersOf, type Said, type Tally, tally } from './counter-tally.ts';

const WRITERS = 8;
/** Of the writers at least half go on, or nothing would happen. */
const MOST_STOPPED = WRITERS / 2;
/** The longest stop in milliseconds: the lock of a stopped holder is stale after 2,000. */
const LONGEST_STOP = 3000;
/** Writers started in all, killed ones included; then nobody is killed any more. */
const MOST_STARTED = 300;

/** What was seen while writers were stopped and killed, and afterwards. */
export interface Outcome extends Tally {
  stops: number;
  kills: number;
  /** Looks of a reader meanwhile, and what it found wrong. */
  looks: number;
  torn: string[];
  behind: string[];
  /** Notices and failures of everybody. */
  complaints: string[];
  /** Whether the next update worked. */
  goesOn: boolean;
}

/**
 * For so many milliseconds 8 writers count in one memory and are stopped and killed at random; on a
 * slow machine for up to three times as long, until `least` of it was acknowledged.
 */
export async function chaos(
  counter: string,
  directory: string,
  { milliseconds, least }: { milliseconds: number; least: number },
  seed: number,
): Promise<Outcome> {
  const world = worldIn(directory);
  const random = randomFrom(seed);
  const started: Writer[] = [];
  const start = (): Writer => {
    const writer = startWriter(counter, 'count', directory, `w${started.length}`);
    started.push(writer);
    return writer;
  };
  const reader = new Reader(world, started);
  const looking = reader.lookUntilTold();
  let victims: { stops: number; kills: number };
  try {
    const end = performance.now() + milliseconds;
    const isOver = () => {
      const late = performance.now() - end;
      return late > 0 && (late > 2 * milliseconds || acknowledgedBy(started) >= least);
    };
    victims = await stopAndKill(start, random, isOver);
  } finally {
    reader.isTold = true;
    await killAll(started);
  }
  await looking;
  const memory = await world.another().read('alice');
  const next = await update(world.store, 'alice', countOne);
  const { looks, torn, behind } = reader;
  return {
    ...tally(memory, saidBy(started)),
    ...victims,
    looks,
    torn,
    behind,
    complaints: [...complaintsOf(started), ...world.notices.map(({ message }) => message)],
    goesOn: next !== null && next.revision === (memory?.revision ?? 0) + 1,
  };
}

async function stopAndKill(
  start: () => Writer,
  random: () => number,
  isOver: () => boolean,
): Promise<{ stops: number; kills: number }> {
  const running = Array.from({ length: WRITERS }, start);
  const stopped = new Map<Writer, NodeJS.Timeout>();
  const goOn = (writer: Writer) => {
    clearTimeout(stopped.get(writer));
    stopped.delete(writer);
    writer.child.kill('SIGCONT');
  };
  let stops = 0;
  let kills = 0;
  while (!isOver()) {
    await wait(50 + random() * 350);
    const at = Math.floor(random() * WRITERS);
    const victim = running[at];
    if (victim === undefined) break;
    if (random() < 0.6 && !stopped.has(victim) && stopped.size < MOST_STOPPED) {
      stops += 1;
      victim.child.kill('SIGSTOP');
      stopped.set(
        victim,
        setTimeout(() => goOn(victim), random() * LONGEST_STOP),
      );
    } else if (kills + WRITERS < MOST_STARTED) {
      kills += 1;
      victim.child.kill('SIGKILL');
      goOn(victim);
      running[at] = start();
    }
  }
  for (const timer of stopped.values()) clearTimeout(timer);
  return { stops, kills };
}

function acknowledgedBy(writers: readonly Writer[]): number {
  return [...saidBy(writers).values()].reduce((sum, { atLeast }) => sum + atLeast, 0);
}

/** Somebody who looks at the memory while it is written. */
class Reader {
  isTold = false;
  looks = 0;
  /** Each time the user's file was not a whole memory: why. */
  readonly torn: string[] = [];
  /** Each time a memory lacked what had been acknowledged before it was read. */
  readonly behind: string[] = [];
  readonly #world: World;
  readonly #writers: readonly Writer[];

  constructor(world: World, writers: readonly Writer[]) {
    this.#world = world;
    this.#writers = writers;
  }

  async lookUntilTold(): Promise<void> {
    let isThere = false;
    while (!this.isTold) {
      await wait(10);
      isThere ||= fs.existsSync(this.#world.at('alice.json'));
      if (isThere) await this.#look();
    }
  }

  async #look(): Promise<void> {
    this.looks += 1;
    const text = fs.readFileSync(this.#world.at('alice.json'), 'utf8');
    const decoded = decodeMemory(text, 'alice');
    if (decoded.state !== 'valid') {
      this.torn.push(decoded.state === 'newer' ? 'newer' : decoded.problem);
    }
    const said = saidBy(this.#writers);
    this.behind.push(...lacking(await this.#world.store.read('alice'), said));
  }
}

function lacking(memory: Memory | null, said: ReadonlyMap<string, Said>): string[] {
  const counters = countersOf(memory);
  return [...said]
    .filter(([name, { atLeast }]) => atLeast > (counters[name] ?? 0))
    .map(([name, { atLeast }]) => {
      return `revision ${memory?.revision}: ${name} ${counters[name] ?? 0} of ${atLeast}`;
    });
}

/** Numbers in [0, 1), the same for the same seed. */
function randomFrom(seed: number): () => number {
  const below = 2 ** 31;
  const numbers = fc.sample(fc.nat(below - 1), { seed, numRuns: 4096 });
  let next = 0;
  return () => (numbers[next++ % numbers.length] ?? 0) / below;
}
