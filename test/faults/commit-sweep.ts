import path from 'node:path';
import { acknowledgedIn, judgeCounting, textOf } from './judge.ts';
import type { Programs } from './programs.ts';
import type { Sweep } from './sweep.ts';
import type { World } from './worlds.ts';

/** A process that commits in a world: twice, because its second commit takes a shorter way. */
export function commitSweep(world: World, programs: Programs, at: Sweep['at'], commits = 2): Sweep {
  let content: string | null = null;
  return {
    name: `a commit on ${world.name}`,
    at,
    prepare: async (directory) => {
      await world.prepare(directory);
      content = textOf(path.join(directory, 'alice.json'));
    },
    job: (directory) => ({
      command: programs.worker('count', directory, 'w', String(commits)),
    }),
    judge: (directory, lines) => judgeCounting(world, content, directory, acknowledgedIn(lines)),
  };
}
