import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleProgram } from '../../scripts/bundle-program.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** Bundles the worker into a folder; returns its path. */
export async function buildWorker(folder: string): Promise<string> {
  const outfile = path.join(folder, 'worker.mjs');
  await bundleProgram(ROOT, WORKER, outfile);
  return outfile;
}

export interface Worker {
  child: ChildProcess;
  lines: string[];
  /** Resolves with the lines when the process has ended. */
  ended: Promise<string[]>;
  /** Resolves when the process has said this. */
  said(line: string): Promise<void>;
  go(): void;
}

export function startWorker(worker: string, args: string[], run = [process.execPath]): Worker {
  const [program = process.execPath, ...before] = run;
  const child = spawn(program, [...before, worker, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    for (const listener of listeners) listener();
  });
  // A killed process reads nothing more.
  child.stdin.on('error', () => {});
  const ended = new Promise<string[]>((resolve) => child.on('close', () => resolve(lines)));
  return {
    child,
    lines,
    ended,
    said: (line) => {
      const heard = new Promise<void>((resolve) => {
        const check = () => lines.includes(line) && resolve();
        listeners.add(check);
        check();
      });
      return Promise.race([heard, ended.then(() => {})]);
    },
    go: () => child.stdin.write('go\n'),
  };
}
