import { expect, it } from 'vitest';
import { rosterOf } from '../../src/store/roster.ts';
import { memory, temporaryFolders, worldIn } from './temporary.ts';

const folder = temporaryFolders();

it('reads each memory when it is asked for: who wants the first waits for no other', async () => {
  const directory = folder();
  const { store } = worldIn(directory);
  for (const user of ['alice', 'bob', 'carol']) await store.commit(user, memory(user, 0));
  const asked: string[] = [];
  const read = (user: string) => {
    asked.push(user);
    return store.read(user);
  };
  const seen: (string | null)[] = [];
  for await (const { user } of rosterOf(directory, { read })) {
    seen.push(user);
    expect(asked).toEqual(seen);
  }
  expect(seen).toEqual(['alice', 'bob', 'carol']);
});
