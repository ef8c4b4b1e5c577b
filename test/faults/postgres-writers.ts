import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect } from 'vitest';
import { bundleProgram } from '../../scripts/bundle-program.js';
import type { Database } from '../../src/store/postgres/database.ts';
import { startWorker, type Worker } from '../store/processes.ts';
import { judgeTurns, type ServerVerdict } from './postgres-judge.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const WRITER = fileURLToPath(new URL('./postgres-writer.ts', import.meta.url));

/** Starts a process of `postgres-writer.ts`, which the tests of a file have in common. */
export type StartWriter = (url: string, name: string, ...rest: string[]) => Worker;

export function postgresWriters(): StartWriter {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'memchat-writers-'));
  const program = path.join(folder, 'writer.mjs');
  beforeAll(() => bundleProgram(ROOT, WRITER, program));
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  return (...args) => startWorker(program, args);
}

/** The lines of that kind, without the word that says which. */
export function saidOf(kind: string, writers: readonly Worker[]): string[] {
  const begin = `${kind} `;
  return writers.flatMap(({ lines }) =>
    lines.filter((line) => line.startsWith(begin)).map((line) => line.slice(begin.length)),
  );
}

/** What became of the turns of writers that have all ended: of each exactly once, and of no others. */
export async function judgeWriters(
  database: Database,
  users: readonly string[],
  writers: readonly Worker[],
): Promise<ServerVerdict & { acknowledged: number }> {
  const done = saidOf('done', writers);
  expect(new Set(done).size).toBe(done.length);
  const total = {
    acknowledged: done.length,
    lost: 0,
    twice: 0,
    problems: writers.flatMap(({ lines }) => lines.filter((line) => line.startsWith('failed'))),
  };
  for (const user of users) {
    const turns = done.filter((line) => line.startsWith(`${user} `));
    const ids = turns.map((line) => line.slice(user.length + 1));
    const { lost, twice, problems } = await judgeTurns(database, user, ids);
    total.lost += lost;
    total.twice += twice;
    total.problems.push(...problems.map((problem) => `${user}: ${problem}`));
  }
  return total;
}
