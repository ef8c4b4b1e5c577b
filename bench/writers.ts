import { spawn } from 'node:child_process';

/** A process that writes a store; see bench/store-worker.ts. */
export interface Writer {
  /** Resolves when it has written its warm-up. */
  ready: Promise<void>;
  /** The milliseconds of each of its writes. @throws when it fails */
  ended: Promise<number[]>;
  go(): void;
  /** As `kill -9`. */
  kill(): void;
}

/** Starts a writer with the arguments that store-worker.ts takes. */
export function startWriter(worker: string, args: string[]): Writer {
  const child = spawn(process.execPath, [worker, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: 60_000,
  });
  let output = '';
  child.stdin.on('error', () => {});
  const ready = new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const ended = new Promise<number[]>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (child.killed) resolve([]);
      else if (code !== 0) reject(new Error(`A writer of the store bench ended with ${code}.`));
      else resolve(numbersIn(output.split('\n')[1] ?? ''));
    });
  });
  return {
    ready,
    ended,
    go: () => child.stdin.write('go\n'),
    kill: () => child.kill('SIGKILL'),
  };
}

function numbersIn(line: string): number[] {
  const value: unknown = line === '' ? [] : JSON.parse(line);
  return Array.isArray(value) ? value.map(Number) : [];
}
