import { update } from '../../src/store/update.ts';
import { countOne } from '../store/contract.ts';
import { forgetWord } from '../store/forgetting.ts';
import { worldIn } from '../store/temporary.ts';
import { fillWithWord, holdersOf } from '../store/word-everywhere.ts';
import { isMemory, textOf, type Verdict } from './judge.ts';
import type { Programs } from './programs.ts';
import type { Sweep } from './sweep.ts';

/** A process that forgets a word, which is in everything that is kept of alice. */
export function forgettingSweep(programs: Programs, at: Sweep['at']): Sweep {
  return {
    name: 'a forgetting',
    at,
    prepare: (directory) => fillWithWord(directory, 'alice'),
    job: (directory) => ({ command: programs.victim('forget', directory) }),
    judge: judgeForgetting,
  };
}

async function judgeForgetting(directory: string, lines: string[]): Promise<Verdict> {
  const { store, notices, at } = worldIn(directory);
  const isForgotten = lines.includes('forgotten');
  const lost = isForgotten ? holdersOf(directory).length : 0;
  const isWhole = isMemory(textOf(at('alice.json')));
  await forgetWord(directory, 'alice');
  const problems = holdersOf(directory).map((file) => `${file} holds it still`);
  const seen = await store.read('alice');
  if (seen?.summary !== 'Three …s, and tea.') problems.push('the rest of the memory is gone');
  const next = await update(store, 'alice', countOne);
  if (next?.sessionCount !== (seen?.sessionCount ?? 0) + 1) problems.push('it does not go on');
  problems.push(...notices.map(({ message }) => message));
  return {
    acknowledged: isForgotten ? 1 : 0,
    lost,
    twice: 0,
    corrupt: isWhole ? 0 : 1,
    problems,
  };
}
