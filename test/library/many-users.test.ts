import { expect, it } from 'vitest';
import { openFiles } from '../store/open-files.ts';
import { added, extraction } from '../support/scripted-model.ts';
import { LibraryWorld } from './world.ts';

const USERS = Array.from({ length: 100 }, (_, index) => `user-${index}`);

/** What is only in the memory of this user; no word is a part of another's. */
function wordOf(user: string): string {
  return `Town${user.slice('user-'.length).padStart(3, '0')}`;
}

it('serves a hundred users at once in one process, each alone, and leaves nothing open', async () => {
  const world = new LibraryWorld();
  const before = { timers: process.getActiveResourcesInfo().length, files: openFiles() };
  const told = new Map<string, string[]>();
  const prompts = await Promise.all(
    USERS.map(async (user) => {
      const memory = await world.open({ user });
      await memory.subscribe((change) => {
        const texts = change.changes?.added.map(({ text }) => text) ?? [];
        told.set(user, [...(told.get(user) ?? []), ...texts]);
      });
      const said = `I live in ${wordOf(user)}.`;
      await Promise.all([
        memory.rememberExchange(
          { message: said, reply: 'Fine.', id: 'same-for-all' },
          { extract: async () => extraction({ facts: [added(said)] }) },
        ),
        memory.setPreference('tone', `like ${wordOf(user)}`),
      ]);
      const { text } = await memory.recall(`What did I say about ${wordOf(USERS[0] ?? '')}?`);
      return { user, prompt: await memory.prompt(), text, exported: await memory.export() };
    }),
  );
  for (const { user, prompt, text, exported } of prompts) {
    expect(prompt).toContain(`I live in ${wordOf(user)}.`);
    expect(prompt).toContain(`tone: like ${wordOf(user)}`);
    const named = new Set(`${prompt}${text}${exported}`.match(/Town\d{3}/g));
    expect([...named]).toEqual([wordOf(user)]);
  }
  for (const [user, texts] of told) {
    expect(texts.filter((one) => !one.includes(wordOf(user)))).toEqual([]);
  }
  await world[Symbol.asyncDispose]();
  await expect
    .poll(() => ({ timers: process.getActiveResourcesInfo().length, files: openFiles() }))
    .toEqual(before);
});
