import { it } from 'vitest';
import { temporaryFolders } from '../store/temporary.ts';
import { describeWith } from './capabilities.ts';
import { commitSweep } from './commit-sweep.ts';
import { forgettingSweep } from './forgetting-sweep.ts';
import { adoptionSweep, finishSweep, saveSweep } from './journal-sweep.ts';
import { faultPrograms } from './programs.ts';
import { removalSweep } from './removal-sweep.ts';
import { killSweep } from './sweep.ts';
import { importSweep, rotationSweep } from './transcript-sweep.ts';
import { BROKEN, EDITED, KNOWN_USER, NEW_USER, OLD_FORMAT, OLD_REVISIONS } from './worlds.ts';

const folder = temporaryFolders();
const programs = faultPrograms();

describeWith(['strace'], 'killed at any call that touches the store', () => {
  it.each([NEW_USER, KNOWN_USER, EDITED, OLD_FORMAT, OLD_REVISIONS, BROKEN])(
    'a commit on $name keeps what was acknowledged, and the next one goes on',
    async (world) => killSweep(folder, commitSweep(world, programs, 'all')),
  );

  it('a removal leaves all or nothing, and the next one finishes it', async () =>
    killSweep(folder, removalSweep(programs, 'all')));

  it('a forgetting leaves no byte once it is asked for again', async () =>
    killSweep(folder, forgettingSweep(programs, 'changes')));

  it('a journal loses no turn that it has saved', async () =>
    killSweep(folder, saveSweep(programs, 'all')));

  it('an adoption leaves each turn to the next process', async () =>
    killSweep(folder, adoptionSweep(programs, 'all')));

  it('an adoption that finishes its turns leaves the others to the next process', async () =>
    killSweep(folder, finishSweep(programs, 'all')));

  it('a move of past years loses nothing, and the next turn ends it', async () =>
    killSweep(folder, rotationSweep(programs, 'all')));

  it('an import loses nothing that it has acknowledged, and is completed by the next', async () =>
    killSweep(folder, importSweep(programs, 'all')));
});
