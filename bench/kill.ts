import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Row } from './table.ts';
import { startWriter } from './writers.ts';

/** Kills for each way; proper-lockfile waits seconds after each, so fewer must do. */
const KILLS = { memchat: 20, lockfile: 3 };

/**
 * How long the next writer waits after one was killed in the middle of its commits: the longest of
 * 20 kills, against a tuned proper-lockfile after 3. The next writer is a process that runs already.
 */
export async function killRow(worker: string, folder: string): Promise<Row> {
  const memchat = await longestWait(worker, folder, 'memchat');
  const lockfile = await longestWait(worker, folder, 'lockfile');
  return {
    name: 'longest wait of the next writer after a kill, against proper-lockfile tuned',
    value: `${memchat.toFixed(1)} ms`,
    against: `${lockfile.toFixed(1)} ms`,
    ratio: memchat / lockfile,
    goal: { atMost: 50, figure: memchat },
  };
}

async function longestWait(
  worker: string,
  folder: string,
  way: 'memchat' | 'lockfile',
): Promise<number> {
  let longest = 0;
  for (let kill = 0; kill < KILLS[way]; kill++) {
    const directory = path.join(folder, `kill-${way}-${kill}`);
    fs.mkdirSync(directory);
    await startWriter(worker, ['prepare', directory]).ended;
    const next = startWriter(worker, [way, directory, 'next', '1', '1']);
    await next.ready;
    const victims = ['a', 'b'].map((name) =>
      startWriter(worker, [way, directory, name, '1000000', '1']),
    );
    await Promise.all(victims.map(({ ready }) => ready));
    for (const { go } of victims) go();
    // A different moment of a commit each time.
    await wait(50 + kill * 1.7);
    for (const victim of victims) victim.kill();
    await Promise.all(victims.map(({ ended }) => ended));
    next.go();
    longest = Math.max(longest, ...(await next.ended));
  }
  return longest;
}
