import { it } from 'vitest';
import { temporaryFolders } from '../store/temporary.ts';
import { describeWith } from './capabilities.ts';
import { killSweep } from './sweep.ts';
import { greet, introduce, judgeTurn, leaveIntroduction } from './whole-turn.ts';

const folder = temporaryFolders();

describeWith(['strace'], 'memchat -p', () => {
  // Some 400 calls, and two starts of the program for each.
  it(
    'killed at any call that touches the store remembers the turn that was shown, once',
    {
      timeout: 600_000,
    },
    async () =>
      killSweep(folder, {
        name: 'a whole turn',
        at: 'all',
        prepare: async () => {},
        job: introduce,
        judge: (directory, lines) => judgeTurn(directory, { isShown: lines.length > 0, killed: 1 }),
      }),
  );

  it('killed at any change while it takes over a turn leaves that to the next one, once', async () =>
    killSweep(folder, {
      name: 'a turn that takes one over',
      at: 'changes',
      prepare: leaveIntroduction,
      job: greet,
      judge: (directory) => judgeTurn(directory, { isShown: true, killed: 2 }),
    }));
});
