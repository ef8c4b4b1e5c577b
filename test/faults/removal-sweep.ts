import fs from 'node:fs';
import path from 'node:path';
import { FileJournal } from '../../src/store/file-journal.ts';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { currentOwner } from '../../src/store/owner.ts';
import { update } from '../../src/store/update.ts';
import { countOne } from '../store/contract.ts';
import { clock, worldIn } from '../store/temporary.ts';
import { isMemory, textOf, type Verdict } from './judge.ts';
import type { Programs } from './programs.ts';
import type { Sweep } from './sweep.ts';
import { askedTurn } from './turns.ts';
import { countTwice } from './worlds.ts';

/** A process that deletes a user with a memory, a transcript and a turn that waits. */
export function removalSweep(programs: Programs, at: Sweep['at']): Sweep {
  return {
    name: 'a removal',
    at,
    prepare: async (directory) => {
      await countTwice(directory);
      const turn = { ...askedTurn('t-one'), reply: 'Noted.', status: 'answered' } as const;
      await new FileTranscript({ directory }).append(turn);
      const owner = { ...currentOwner(), startedAt: '1' };
      await new FileJournal({ directory, owner, clock, onNotice: () => {} }).save(turn);
    },
    job: (directory) => ({ command: programs.victim('remove', directory) }),
    judge: judgeRemoval,
  };
}

async function judgeRemoval(directory: string, lines: string[]): Promise<Verdict> {
  const { store, another, notices, at } = worldIn(directory);
  const problems: string[] = [];
  const published = textOf(at('alice.json'));
  const seen = await store.read('alice');
  const isWhole = published === null ? seen === null : isMemory(published);
  const isRemoved = lines.includes('removed');
  if (isRemoved && fs.readdirSync(directory).length > 0) problems.push('the removal left files');
  if (seen !== null && seen.sessionCount !== 2) problems.push('a part of the memory is gone');
  const next = await update(store, 'alice', countOne);
  if (next?.sessionCount !== (seen?.sessionCount ?? 0) + 1) problems.push('it does not go on');
  await another().remove('alice');
  const left = fs.readdirSync(directory, { recursive: true }).map(String);
  problems.push(...left.map((file) => `${path.basename(file)} is left`));
  problems.push(...notices.map(({ message }) => message));
  const acknowledged = isRemoved ? 1 : 0;
  const lost = isRemoved && seen !== null ? 1 : 0;
  return { acknowledged, lost, twice: 0, corrupt: isWhole ? 0 : 1, problems };
}
