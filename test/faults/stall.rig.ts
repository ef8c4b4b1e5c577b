import { expect, it } from 'vitest';
import { temporaryFolders } from '../store/temporary.ts';
import { describeWith } from './capabilities.ts';
import { record } from './figures.ts';
import { isClean } from './judge.ts';
import { faultPrograms } from './programs.ts';
import { type Stalled, type Stalls, stallsOf } from './stall.ts';
import type { Call } from './strace.ts';
import { eachAtOnce } from './sweep.ts';

const folder = temporaryFolders();
const programs = faultPrograms();
/** Commits that stand still at once: they need no processor meanwhile. */
const AT_ONCE = 13;

async function stallEach(
  fault: string,
  choose: (call: Call) => boolean,
  stall: (stalls: Stalls, call: Call, others: number) => Promise<Stalled>,
): Promise<void> {
  const stalls = stallsOf(programs, folder);
  const calls = (await stalls.calls()).filter(choose);
  expect(calls.length).toBeGreaterThan(0);
  const failures: unknown[] = [];
  const total = {
    runs: 0,
    acknowledged: 0,
    lost: 0,
    twice: 0,
    corrupt: 0,
    overtaken: 0,
    healed: 0,
  };
  // One commit of others takes the number that the slow one wanted, five hide what it does to it.
  const trials = [1, 5].flatMap((others) => calls.map((call) => ({ call, others })));
  await eachAtOnce(trials, AT_ONCE, async ({ call, others }) => {
    const stalled = await stall(stalls, call, others);
    total.runs++;
    for (const name of ['acknowledged', 'lost', 'twice', 'corrupt'] as const) {
      total[name] += stalled[name];
    }
    if (stalled.isOvertaken) total.overtaken++;
    if (stalled.isHealed) total.healed++;
    if (!isClean(stalled)) failures.push({ call, others, ...stalled });
  });
  record(fault, total);
  expect(failures).toEqual([]);
  // Where nobody was overtaken nothing was tried.
  expect(total.overtaken).toBeGreaterThan(0);
}

describeWith(['strace'], 'a commit that others overtake', () => {
  it('loses nothing and applies nothing twice, whichever change takes three seconds', async () =>
    stallEach(
      '3 s at a change of a commit',
      () => true,
      (stalls, call, others) => stalls.delayed(call, others, 3000),
    ));

  it('loses nothing and applies nothing twice when its link or its rename takes six', async () =>
    stallEach(
      '6 s at the link or rename of a commit',
      ({ name }) => name === 'link' || name === 'rename',
      (stalls, call, others) => stalls.delayed(call, others, 6000),
    ));

  it('loses nothing and applies nothing twice when it is stopped until its lock is stale', async () =>
    stallEach(
      'SIGSTOP at a change of a commit',
      () => true,
      (stalls, call, others) => stalls.stopped(call, others),
    ));

  it('loses nothing and applies nothing twice when it is stopped while it holds the lock', async () => {
    const stalled = await stallsOf(programs, folder).holdingTheLock();
    const { acknowledged, lost, twice, corrupt } = stalled;
    record('SIGSTOP of a commit that holds the lock', {
      runs: 1,
      acknowledged,
      lost,
      twice,
      corrupt,
    });
    expect(stalled).toMatchObject({ lost: 0, twice: 0, corrupt: 0, problems: [] });
    expect(stalled.isOvertaken).toBe(true);
  });
});
