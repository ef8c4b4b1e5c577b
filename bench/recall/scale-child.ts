import { memchat, miniSearch } from './rankers.ts';
import { Talk } from './talk.ts';

// One of the runs of bench/recall/scale.ts, in a process of its own with --expose-gc: WAY TURNS
// QUERIES.
// Prints what it measured as JSON.

const ROUNDS = 3;
const LIMIT = 20;

export interface Timed {
  /** Milliseconds on the clock, and of the processor with all threads. */
  wall: number;
  cpu: number;
}

export interface Measured {
  build: Timed;
  p50: Timed;
  p95: Timed;
  /** Added by the index to heap and array buffers, in megabytes. */
  megabytes: number;
}

function timed(run: () => void): Timed {
  const cpu = process.cpuUsage();
  const began = performance.now();
  run();
  const wall = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) / 1000 };
}

function heldBytes(): number {
  if (globalThis.gc === undefined) throw new Error('It must be run with --expose-gc.');
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Of the queries' medians of three, in each measure by itself. */
function percentile(samples: readonly Timed[][], share: number): Timed {
  const at = (measure: keyof Timed) => {
    const medians = samples.map((times) => times.map((time) => time[measure]).sort(byNumber)[1]);
    return (
      medians.map(Number).sort(byNumber)[Math.floor((samples.length - 1) * share)] ?? Number.NaN
    );
  };
  return { wall: at('wall'), cpu: at('cpu') };
}

function byNumber(a: number, b: number): number {
  return a - b;
}

const [way = '', turns = '', count = ''] = process.argv.slice(2);
const ranker = way === 'memchat' ? memchat() : await miniSearch();
const talk = new Talk(Number(turns));
const queries = talk.questions(Number(count));
const before = heldBytes();
let search = ranker([]);
const build = timed(() => {
  search = ranker(talk.turns);
});
const megabytes = (heldBytes() - before) / 1e6;
const samples = queries.map((): Timed[] => []);
for (let round = 0; round < ROUNDS; round++) {
  for (const [number, query] of queries.entries()) {
    samples[number]?.push(timed(() => search(query, LIMIT)));
  }
}
const measured: Measured = {
  build,
  p50: percentile(samples, 0.5),
  p95: percentile(samples, 0.95),
  megabytes,
};
process.stdout.write(JSON.stringify(measured));
