import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { update } from '../../src/store/update.ts';
import { countOne } from '../store/contract.ts';
import { buildWorker, startWorker, type Worker } from '../store/processes.ts';
import { filesBelow, temporaryFolders, worldIn } from '../store/temporary.ts';
import { describeWith } from './capabilities.ts';
import { moveTimes, secondsAhead, tidyAfter, withClock, withClockFrom } from './clock.ts';
import {
  buildCounter,
  complaintsOf,
  killAll,
  saidBy,
  startWriter,
  untilSaid,
  type Writer,
} from './counter-processes.ts';
import { tally } from './counter-tally.ts';
import { record } from './figures.ts';

/** How long writers count, in milliseconds. */
const WHILE = 2000;
const DAY = 24 * 60 * 60;
const SHIFTS = [
  ['+15s', 15],
  ['-15s', -15],
  ['+1d', DAY],
  ['-1d', -DAY],
] as const;

const folder = temporaryFolders();
const programs = fs.mkdtempSync(path.join(os.tmpdir(), 'memchat-clock-'));
let counter = '';
let worker = '';
const running: Worker[] = [];

beforeAll(async () => {
  counter = await buildCounter(programs);
  worker = await buildWorker(programs);
});
// Before the folders go: a failed test leaves its writers running.
afterEach(async () => {
  const workers = running.splice(0);
  await killAll(workers);
  tidyAfter(workers.map(({ child }) => child.pid));
});
afterAll(() => fs.rmSync(programs, { recursive: true, force: true }));

/** Starts a writer with another clock and two with this one; resolves when all have counted. */
async function startThree(directory: string, clock: string[], round = ''): Promise<Writer[]> {
  const writers = [
    startWriter(counter, 'count', directory, `odd${round}`, clock),
    startWriter(counter, 'count', directory, `one${round}`),
    startWriter(counter, 'count', directory, `two${round}`),
  ];
  running.push(...writers);
  await untilSaid(() => writers.every(({ lines }) => lines.length > 0));
  return writers;
}

/** All that was said is kept once, nothing was pruned or taken for an edit, and it goes on. */
async function expectAllKept(directory: string, fault: string, writers: Writer[]): Promise<void> {
  const { store, notices, at, another } = worldIn(directory);
  const memory = await store.read('alice');
  const sum = tally(memory, saidBy(writers));
  record(fault, { runs: 1, ...sum });
  const revisions = filesBelow(at('.alice/revisions')).filter((file) => /^\d+\.json$/.test(file));
  const top = memory?.revision ?? 0;
  expect({ ...sum, said: complaintsOf(writers), notices, revisions: revisions.length }).toEqual({
    acknowledged: expect.any(Number),
    lost: 0,
    twice: 0,
    said: [],
    notices: [],
    revisions: top + 1,
  });
  for (const [name, { atLeast }] of saidBy(writers)) expect(atLeast, name).toBeGreaterThan(0);
  expect(await update(another(), 'alice', countOne)).toMatchObject({ revision: top + 1 });
}

describeWith(['faketime'], 'writers whose clocks disagree', () => {
  it.each(SHIFTS)('lose nothing when one of three is %s', async (shift, seconds) => {
    expect(secondsAhead(withClock(shift))).toBe(seconds);
    const directory = folder();
    const writers = await startThree(directory, withClock(shift));
    await wait(WHILE);
    await killAll(writers);
    await expectAllKept(directory, 'a writer with another clock', writers);
  });

  it.each(SHIFTS)('lose nothing when the clock of one jumps by %s', async (shift, seconds) => {
    const directory = folder();
    const file = path.join(programs, 'shift');
    fs.writeFileSync(file, '+0s');
    const writers = await startThree(directory, withClockFrom(file));
    await wait(WHILE / 2);
    fs.writeFileSync(file, shift);
    expect(secondsAhead(withClockFrom(file))).toBe(seconds);
    await wait(WHILE / 2);
    await killAll(writers);
    await expectAllKept(directory, 'a clock that jumps', writers);
  });

  it('lose nothing when all start again a day earlier', async () => {
    const directory = folder();
    const before = await startThree(directory, withClock('-15s'), '-before');
    await wait(WHILE / 2);
    await killAll(before);
    // As if all had been written with a clock that was ahead, and is right now.
    moveTimes(directory, DAY);
    const after = await startThree(directory, withClock('+15s'), '-after');
    await wait(WHILE / 2);
    await killAll(after);
    await expectAllKept(directory, 'a clock set back by a day', [...before, ...after]);
  });
});

describeWith(['faketime'], 'a turn of a process with another clock', () => {
  it.each(SHIFTS)('(%s) goes to exactly one of the next when that one is dead', async (shift) => {
    const directory = folder();
    const holder = startWorker(worker, ['hold', directory, 't-one'], withClock(shift));
    running.push(holder);
    await holder.said('saved');
    const adopting = async (run?: string[]) => {
      const heirs = [1, 2].map(() => startWorker(worker, ['adopt', directory], run));
      running.push(...heirs);
      for (const heir of heirs) heir.go();
      await Promise.all(heirs.map((heir) => heir.said('done')));
      for (const heir of heirs) heir.child.kill('SIGKILL');
      const lines = (await Promise.all(heirs.map((heir) => heir.ended))).flat();
      return lines.filter((line) => line.startsWith('t-'));
    };
    expect(await adopting()).toEqual([]);
    holder.child.kill('SIGKILL');
    await holder.ended;
    expect(await adopting()).toEqual(['t-one']);
    // The heirs are dead as well: it is handed on, to a clock that is off in its turn.
    expect(await adopting(withClock(shift))).toEqual(['t-one']);
    record('a turn of a process with another clock', { runs: 1, lost: 0, twice: 0 });
  });
});
