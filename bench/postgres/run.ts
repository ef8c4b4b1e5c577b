import { spawn } from 'node:child_process';

export interface Load {
  /** `talk` and `teach`: a commit that changes no fact, or one; `update`: a read and a commit. */
  way: 'bare' | 'talk' | 'teach' | 'update' | 'file';
  /** An address, or a folder. */
  place: string;
  users: number;
  /** Of each memory. */
  facts: number;
  clients: number;
  milliseconds: number;
}

export interface Done {
  perSecond: number;
  /** Milliseconds. */
  median: number;
  longest: number;
  /** Writes that were answered, also those before the clock was started. */
  acknowledged: number;
}

/** Processes that the clients of a load are spread over. */
const PROCESSES = 2;

/** Runs the clients for so long, all at once. */
export async function run(worker: string, load: Load): Promise<Done> {
  const count = Math.min(PROCESSES, load.clients);
  const processes = Array.from({ length: count }, (_, index) => {
    const first = Math.floor((load.clients * index) / count);
    const own = Math.floor((load.clients * (index + 1)) / count) - first;
    return start(worker, load, first, own);
  });
  await Promise.all(processes.map(({ ready }) => ready));
  for (const { go } of processes) go();
  const parts = await Promise.all(processes.map(({ ended }) => ended));
  const waits = parts.flatMap((part) => part.waits).sort((a, b) => a - b);
  return {
    perSecond: (waits.length * 1000) / load.milliseconds,
    median: waits[Math.floor(waits.length / 2)] ?? Number.NaN,
    longest: waits.at(-1) ?? Number.NaN,
    acknowledged: parts.reduce((sum, part) => sum + part.acknowledged, 0),
  };
}

function start(worker: string, load: Load, first: number, own: number) {
  const { way, place, users, facts, clients, milliseconds } = load;
  const numbers = [users, facts, first, own, clients, milliseconds].map(String);
  const child = spawn(process.execPath, [worker, way, place, ...numbers], {
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: milliseconds + 120_000,
  });
  let output = '';
  child.stdin.on('error', () => {});
  const ready = new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const ended = new Promise<{ acknowledged: number; waits: number[] }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const line = output.split('\n')[1] ?? '';
      if (code === 0 && line !== '') resolve(JSON.parse(line));
      else reject(new Error(`Clients of the bench (${way}) ended with ${code}.`));
    });
  });
  return {
    ready: Promise.race([ready, ended.then(() => {})]),
    ended,
    go: () => child.stdin.write('go\n'),
  };
}
