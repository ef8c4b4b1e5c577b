import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import { bundleProgram } from '../../scripts/bundle-program.js';
import { buildWorker } from '../store/processes.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const VICTIM = fileURLToPath(new URL('./victim.ts', import.meta.url));

/** The command lines of the programs that faults are tried on. */
export interface Programs {
  /** A job of `test/store/worker.ts` on a store. */
  worker(job: string, directory: string, ...rest: string[]): string[];
  /** A job of `victim.ts` on a store. */
  victim(job: string, directory: string, ...rest: string[]): string[];
}

/** Bundles the programs before the tests of a file, and removes them afterwards. */
export function faultPrograms(): Programs {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'memchat-faults-'));
  const victim = path.join(folder, 'victim.mjs');
  let worker = '';
  beforeAll(async () => {
    worker = await buildWorker(folder);
    await bundleProgram(ROOT, VICTIM, victim);
  });
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  return {
    worker: (...job) => [process.execPath, worker, ...job],
    victim: (...job) => [process.execPath, victim, ...job],
  };
}
