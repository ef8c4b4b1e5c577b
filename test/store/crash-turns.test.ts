import './without-fsync.ts';

import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Turn } from '../../src/memory/turn.ts';
import { FileJournal } from '../../src/store/file-journal.ts';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { currentOwner } from '../../src/store/owner.ts';
import { aTurn } from '../support/turns.ts';
import { killedEverywhere } from './crash.ts';
import { clock, temporaryFolders, worldIn } from './temporary.ts';

const folder = temporaryFolders();

describe('a turn whose process is killed at any call that changes a file', () => {
  const TURN: Turn = aTurn({ reply: null, status: 'interrupted' });
  const dead = { ...currentOwner(), startedAt: '1' };
  const journalIn = (directory: string, owner = currentOwner()) =>
    new FileJournal({ directory, owner, clock, onNotice: (notice) => expect(notice).toBeNull() });
  const saved = async () => {
    const directory = folder();
    await journalIn(directory, dead).save(TURN);
    return directory;
  };

  it('in saving is there whole or not at all', async () => {
    await killedEverywhere(
      async () => folder(),
      (directory) => journalIn(directory, dead).save(TURN),
      async (directory) => {
        const adopted = await journalIn(directory).adopt('alice');
        expect([[], [TURN]]).toContainEqual(adopted);
      },
    );
  });

  it('in saving again is there as it was or as it is now', async () => {
    const answered: Turn = { ...TURN, reply: 'Noted.', status: 'answered' };
    await killedEverywhere(
      saved,
      (directory) => journalIn(directory, dead).save(answered),
      async (directory) => {
        const adopted = await journalIn(directory).adopt('alice');
        expect([[TURN], [answered]]).toContainEqual(adopted);
      },
    );
  });

  it('in adopting is adopted by the next one', async () => {
    await killedEverywhere(
      saved,
      (directory) => journalIn(directory, dead).adopt('alice'),
      async (directory) => {
        expect(await journalIn(directory).adopt('alice')).toEqual([TURN]);
        expect(await journalIn(directory).adopt('alice')).toEqual([]);
      },
    );
  });

  it('in taking it out is adopted again, or gone', async () => {
    await killedEverywhere(
      async () => {
        const directory = await saved();
        await journalIn(directory, dead).adopt('alice');
        return directory;
      },
      (directory) => journalIn(directory, dead).remove('alice', 't-1'),
      async (directory) => {
        const adopted = await journalIn(directory).adopt('alice');
        expect([[], [TURN]]).toContainEqual(adopted);
      },
    );
  });

  it('in writing the transcript is there once when it is written again', async () => {
    await killedEverywhere(
      async () => {
        const directory = folder();
        await new FileTranscript({ directory }).append({ ...TURN, id: 't-0' });
        return directory;
      },
      (directory) => new FileTranscript({ directory }).append(TURN),
      async (directory, death) => {
        const transcript = new FileTranscript({ directory });
        await transcript.append(TURN);
        await transcript.append({ ...TURN, id: 't-2' });
        const turns = fs
          .readFileSync(worldIn(directory).at('.alice/transcript.jsonl'), 'utf8')
          .split('\n')
          .filter((line) => line.endsWith('}'))
          .map((line) => JSON.parse(line).turn);
        expect({ death, turns }).toEqual({ death, turns: ['t-0', 't-1', 't-2'] });
      },
    );
  });
});
