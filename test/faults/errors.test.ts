import path from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolders, worldIn } from '../store/temporary.ts';
import { describeWith } from './capabilities.ts';
import { temporariesIn, trialSweep } from './error-trial.ts';
import { faultPrograms } from './programs.ts';
import { callsBelow, type Injection, injecting, injectionAt, linesOf, run } from './strace.ts';
import { errorSweep } from './sweep.ts';
import { countTwice } from './worlds.ts';

const folder = temporaryFolders();
const programs = faultPrograms();

/** A store of two updates onto which a third was tried, with an error at some calls. */
async function tryWith(injection: (directory: string) => Injection) {
  const directory = folder();
  await countTwice(directory);
  const command = injecting(injection(directory), programs.worker('try', directory));
  return { directory, lines: linesOf(await run({ command })) };
}

describeWith(['strace'], 'a store whose disk says no', () => {
  it('never takes a failed fsync for a success', async () => {
    const directory = folder();
    await countTwice(directory);
    const calls = await callsBelow(directory, { command: programs.worker('try', directory) });
    const syncs = calls.filter(({ name }) => name === 'fsync');
    expect(syncs.length).toBeGreaterThan(0);
    const refused = [];
    for (const sync of syncs) {
      const { lines, directory: store } = await tryWith((at) => injectionAt(sync, 'error=EIO', at));
      const isRefused = /^store-unwritable: .*disk reports an error/.test(lines[0] ?? '');
      // The copy for its owner may be behind, where the revision itself is durable: that is said.
      if (!isRefused) expect(lines).toEqual(['notice leftover', 'committed']);
      const sessionCount = isRefused ? 2 : 3;
      expect(await worldIn(store).store.read('alice')).toMatchObject({ sessionCount });
      if (isRefused) refused.push(sync);
    }
    // The bytes, and their name.
    expect(refused.length).toBeGreaterThanOrEqual(2);
  });

  it('says that it is full, with the path, and leaves no unfinished file', async () => {
    const { lines, directory } = await tryWith(() => ({
      name: 'fsync',
      fault: 'error=ENOSPC',
      when: '1+',
    }));
    expect(lines).toEqual([expect.stringContaining('store-unwritable: Cannot write to')]);
    expect(lines[0]).toContain(path.join(directory, 'alice.json'));
    expect(lines[0]).toContain('the disk is full');
    expect(temporariesIn(directory)).toEqual([]);
    expect(await worldIn(directory).store.read('alice')).toMatchObject({ sessionCount: 2 });
  });

  it(
    'keeps the old memory or the new one, whichever change is refused, and says which',
    {
      timeout: 60_000,
    },
    async () => errorSweep(folder, trialSweep(programs, 'changes'), ['ENOSPC']),
  );

  it.each(['EPERM', 'EOPNOTSUPP', 'ENOSYS'])(
    'without hard links (%s) commits all the same, and says once that it is weaker',
    async (error) => {
      const directory = folder();
      const everyLink = { name: 'link', fault: `error=${error}`, when: '1+' };
      const command = injecting(everyLink, programs.worker('try', directory));
      for (const _ of [1, 2]) {
        expect(linesOf(await run({ command }))).toEqual(['notice weak-filesystem', 'committed']);
      }
      const { store, notices } = worldIn(directory);
      expect(await store.read('alice')).toMatchObject({ sessionCount: 2, revision: 2 });
      expect(temporariesIn(directory)).toEqual([]);
      expect(notices).toEqual([]);
    },
  );
});
