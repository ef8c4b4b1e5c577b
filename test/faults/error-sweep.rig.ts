import { it } from 'vitest';
import { temporaryFolders } from '../store/temporary.ts';
import { describeWith } from './capabilities.ts';
import { commitSweep } from './commit-sweep.ts';
import { ERRORS, trialSweep } from './error-trial.ts';
import { forgettingSweep } from './forgetting-sweep.ts';
import { adoptionSweep, finishSweep, saveSweep } from './journal-sweep.ts';
import { faultPrograms } from './programs.ts';
import { removalSweep } from './removal-sweep.ts';
import { errorSweep } from './sweep.ts';
import { importSweep, rotationSweep } from './transcript-sweep.ts';
import { EDITED, NEW_USER, OLD_FORMAT } from './worlds.ts';

const folder = temporaryFolders();
const programs = faultPrograms();

describeWith(['strace'], 'told of an error by any call that changes the store', () => {
  it.each(ERRORS)(
    'a commit keeps the old memory or the new one after %s, and never says more than is true',
    async (error) => errorSweep(folder, trialSweep(programs, 'changes'), [error]),
  );
});

describeWith(['strace'], 'told of an error by any call that touches the store', () => {
  it('a commit keeps the old memory or the new one, and says which', async () =>
    errorSweep(folder, trialSweep(programs, 'all'), ERRORS));

  it.each([NEW_USER, EDITED, OLD_FORMAT])(
    'a commit on $name keeps what was acknowledged, and the next one goes on',
    async (world) => errorSweep(folder, commitSweep(world, programs, 'all', 1), ERRORS),
  );

  it('a removal leaves all or nothing, and the next one finishes it', async () =>
    errorSweep(folder, removalSweep(programs, 'all'), ERRORS));

  it('a forgetting leaves no byte once it is asked for again', async () =>
    errorSweep(folder, forgettingSweep(programs, 'changes'), ERRORS));

  it('a journal loses no turn that it has saved', async () =>
    errorSweep(folder, saveSweep(programs, 'all'), ERRORS));

  it('an adoption leaves each turn to the next process', async () =>
    errorSweep(folder, adoptionSweep(programs, 'all'), ERRORS));

  it('an adoption that finishes its turns leaves the others to the next process', async () =>
    errorSweep(folder, finishSweep(programs, 'all'), ERRORS));

  it('a move of past years loses nothing, and the next turn ends it', async () =>
    errorSweep(folder, rotationSweep(programs, 'all'), ERRORS));

  it('an import loses nothing that it has acknowledged, and is completed by the next', async () =>
    errorSweep(folder, importSweep(programs, 'all'), ERRORS));
});
