import { it } from 'vitest';
import { temporaryFolders } from '../store/temporary.ts';
import { describeWith } from './capabilities.ts';
import { commitSweep } from './commit-sweep.ts';
import { faultPrograms } from './programs.ts';
import { killSweep } from './sweep.ts';
import { KNOWN_USER, NEW_USER } from './worlds.ts';

const folder = temporaryFolders();
const programs = faultPrograms();

describeWith(['strace'], 'a commit', () => {
  it.each([NEW_USER, KNOWN_USER])(
    'on $name, killed at any call that changes a file, keeps what was acknowledged and goes on',
    { timeout: 60_000 },
    async (world) => killSweep(folder, commitSweep(world, programs, 'changes')),
  );
});
