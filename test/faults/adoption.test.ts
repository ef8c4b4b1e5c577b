import { it } from 'vitest';
import { temporaryFolders } from '../store/temporary.ts';
import { describeWith } from './capabilities.ts';
import { adoptionSweep } from './journal-sweep.ts';
import { faultPrograms } from './programs.ts';
import { killSweep } from './sweep.ts';

const folder = temporaryFolders();
const programs = faultPrograms();

describeWith(['strace'], 'an adoption', () => {
  it(
    'killed at any call that changes a file leaves each turn to the next process',
    {
      timeout: 60_000,
    },
    async () => killSweep(folder, adoptionSweep(programs, 'changes')),
  );
});
