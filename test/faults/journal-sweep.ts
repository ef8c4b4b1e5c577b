import { filesBelow } from '../store/temporary.ts';
import type { Verdict } from './judge.ts';
import type { Programs } from './programs.ts';
import type { Sweep } from './sweep.ts';
import { adoptAll, LEFT_TURNS, leaveTurns } from './worlds.ts';

type Where = Sweep['at'];

/** A process that saves a turn, asked and then answered, beside two that were left. */
export function saveSweep(programs: Programs, at: Where): Sweep {
  return {
    name: 'a journal save',
    at,
    prepare: leaveTurns,
    job: (directory) => ({ command: programs.victim('save', directory, 't-new') }),
    judge: (directory, lines) =>
      judgeTurns(directory, {
        must: [...LEFT_TURNS, ...(lines.includes('asked t-new') ? ['t-new'] : [])],
      }),
  };
}

/** A process that adopts two turns and dies with them. */
export function adoptionSweep(programs: Programs, at: Where): Sweep {
  return {
    name: 'an adoption',
    at,
    prepare: leaveTurns,
    job: (directory) => ({ command: programs.worker('adopt', directory, 'leave') }),
    judge: (directory) => judgeTurns(directory, { must: LEFT_TURNS }),
  };
}

/** A process that adopts two turns and takes them out. */
export function finishSweep(programs: Programs, at: Where): Sweep {
  return {
    name: 'an adoption and removal',
    at,
    prepare: leaveTurns,
    job: (directory) => ({ command: programs.victim('finish', directory) }),
    judge: (directory, lines) =>
      judgeTurns(directory, {
        must: [],
        never: lines.map((line) => line.replace('removed ', '')),
      }),
  };
}

/** What the next process is handed: all that it must be, nothing that it must never, all once. */
async function judgeTurns(
  directory: string,
  { must, never = [] }: { must: string[]; never?: string[] },
): Promise<Verdict> {
  const ids = await adoptAll(directory);
  const again = await adoptAll(directory);
  const left = filesBelow(directory).filter((file) => !file.includes('.tmp-'));
  const problems = left.map((file) => `${file} is left`);
  const known = [...LEFT_TURNS, 't-new'];
  problems.push(...ids.filter((id) => !known.includes(id)).map((id) => `${id} was never said`));
  return {
    acknowledged: must.length + never.length,
    lost: must.filter((id) => !ids.includes(id)).length,
    twice:
      ids.length - new Set(ids).size + again.length + ids.filter((id) => never.includes(id)).length,
    corrupt: 0,
    problems,
  };
}
