import { update } from '../../src/store/update.ts';
import { countOne } from '../store/contract.ts';
import { filesBelow, worldIn } from '../store/temporary.ts';
import type { Verdict } from './judge.ts';
import type { Programs } from './programs.ts';
import type { Call } from './strace.ts';
import type { Sweep } from './sweep.ts';
import { countTwice } from './worlds.ts';

/** What a disk may answer instead of doing what it is told. */
export const ERRORS = ['EIO', 'ENOSPC', 'EROFS', 'EACCES', 'EDQUOT'];

/** A process that counts a third update, and says whether it could. */
export function trialSweep(programs: Programs, at: Sweep['at']): Sweep {
  return {
    name: 'a commit that says how it went',
    at,
    prepare: countTwice,
    job: (directory) => ({ command: programs.worker('try', directory) }),
    judge: judgeTrial,
  };
}

async function judgeTrial(directory: string, lines: string[], call: Call): Promise<Verdict> {
  const { store, notices } = worldIn(directory);
  const problems = notices.map(({ message }) => message);
  const said = lines.filter((line) => line !== 'notice leftover');
  const isCommitted = said[0] === 'committed';
  const isRefused = /^(store-unwritable|memory-unreadable): /.test(said[0] ?? '');
  if (!(isCommitted || isRefused) || said.length > 1) problems.push(`it said ${said.join('; ')}`);
  const count = (await store.read('alice'))?.sessionCount ?? 0;
  if (!isCommitted && count > 2) problems.push('it was refused, and is there all the same');
  // What cannot be unlinked stays, until it is old.
  if (call.name !== 'unlink') problems.push(...temporariesIn(directory));
  const next = await update(store, 'alice', countOne);
  if (next?.sessionCount !== count + 1) problems.push('it does not go on');
  return {
    acknowledged: isCommitted ? 1 : 0,
    lost: count < (isCommitted ? 3 : 2) ? 1 : 0,
    twice: count > 3 ? 1 : 0,
    corrupt: 0,
    problems,
  };
}

/** The unfinished files of a store. */
export function temporariesIn(directory: string): string[] {
  return filesBelow(directory).filter((file) => file.includes('.tmp-'));
}
