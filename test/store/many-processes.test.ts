import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWorker, startWorker, type Worker } from './processes.ts';
import { temporaryFolders, worldIn } from './temporary.ts';

const folder = temporaryFolders();
const programs = fs.mkdtempSync(path.join(os.tmpdir(), 'memchat-worker-'));
let worker = '';

beforeAll(async () => {
  worker = await buildWorker(programs);
});
afterAll(() => fs.rmSync(programs, { recursive: true, force: true }));

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
/** How long processes are killed and stopped, in milliseconds, and how often at most. */
const CHAOS = 4000;
const MOST_WORKERS = 60;

/** The ids that the workers said were acknowledged. */
function acknowledged(lines: string[]): string[] {
  return lines.filter((line) => line !== 'ready').map((line) => line.split(' ')[0] ?? '');
}

describe('8 processes that write one memory at once', () => {
  it('lose no commit of 400 and apply none twice', { timeout: 60_000 }, async () => {
    const directory = folder();
    const workers = NAMES.map((name) => startWorker(worker, ['count', directory, name, '50']));
    await Promise.all(workers.map((each) => each.said('ready')));
    for (const each of workers) each.go();
    const ids = acknowledged((await Promise.all(workers.map((each) => each.ended))).flat());
    const memory = await worldIn(directory).store.read('alice');
    expect(ids).toHaveLength(400);
    expect(memory?.sessionCount).toBe(400);
    expect(memory?.revision).toBe(400);
    expect(memory?.recentMessages.map(({ turn }) => turn).sort()).toEqual(ids.sort());
  });

  it('lose nothing acknowledged when they are stopped and killed at random', {
    timeout: 60_000,
  }, async () => {
    const directory = folder();
    const started: Worker[] = [];
    const start = () => {
      const each = startWorker(worker, ['count', directory, `w${started.length}`, '100000']);
      started.push(each);
      // It reads the line when it is ready.
      each.go();
      return each;
    };
    let running = [start(), start(), start(), start()];
    const end = performance.now() + CHAOS;
    while (performance.now() < end && started.length < MOST_WORKERS) {
      await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 150));
      const victim = running[Math.floor(Math.random() * running.length)];
      if (victim === undefined) break;
      if (Math.random() < 0.5) {
        victim.child.kill('SIGSTOP');
        setTimeout(() => victim.child.kill('SIGCONT'), Math.random() * 400);
      } else {
        victim.child.kill('SIGKILL');
        running = [...running.filter((each) => each !== victim), start()];
      }
    }
    for (const each of running) each.child.kill('SIGKILL');
    const ids = acknowledged((await Promise.all(started.map((each) => each.ended))).flat());
    const { store, notices } = worldIn(directory);
    const memory = await store.read('alice');
    const kept = memory?.recentMessages.map(({ turn }) => turn) ?? [];
    expect(ids.length).toBeGreaterThan(0);
    expect(new Set(kept).size).toBe(kept.length);
    expect(ids.filter((id) => !kept.includes(id))).toEqual([]);
    // A killed writer may have committed without having said so: at most one each.
    expect(memory?.sessionCount).toBe(kept.length);
    expect(kept.length).toBeLessThanOrEqual(ids.length + started.length);
    expect(notices).toEqual([]);
    expect(await store.commit('alice', { ...(memory ?? fail()), revision: kept.length + 1 })).toBe(
      'committed',
    );
  });
});

function fail(): never {
  throw new Error('There is no memory.');
}

describe('turns of a dead process', () => {
  it('are handed to exactly one of two processes that start at once', {
    timeout: 60_000,
  }, async () => {
    const directory = folder();
    const turns = ['t-one', 't-two', 't-three', 't-four'];
    const holders = turns.map((turn) => startWorker(worker, ['hold', directory, turn]));
    await Promise.all(holders.map((each) => each.said('saved')));
    for (const each of holders) each.child.kill('SIGKILL');
    await Promise.all(holders.map((each) => each.ended));

    const heirs = [1, 2, 3].map(() => startWorker(worker, ['adopt', directory]));
    await Promise.all(heirs.map((each) => each.said('ready')));
    for (const each of heirs) each.go();
    await Promise.all(heirs.map((each) => each.said('done')));
    for (const each of heirs) each.child.kill('SIGKILL');
    const lines = (await Promise.all(heirs.map((each) => each.ended))).flat();
    expect(lines.filter((line) => line.startsWith('t-')).sort()).toEqual([...turns].sort());

    // The heirs are dead as well now: nothing is lost with them.
    const last = startWorker(worker, ['adopt', directory]);
    await last.said('ready');
    last.go();
    await last.said('done');
    last.child.kill('SIGKILL');
    const again = (await last.ended).filter((line) => line.startsWith('t-'));
    expect(again.sort()).toEqual([...turns].sort());
  });
});
