import { expect, it } from 'vitest';
import { UserMemory } from '../../src/chat/user-memory.ts';
import { ChatWorld } from '../support/chat-world.ts';
import { fact } from '../support/memories.ts';

const MODELS = { chat: 'claude-sonnet-5-5', memory: 'claude-haiku-5-5' };

it('finds a fact, and says what is missing when nothing is asked for', async () => {
  const world = new ChatWorld();
  await world.knowFacts([fact('Likes green tea', { id: 'f-tea' }), fact('Has a cat')]);
  const own = new UserMemory(world, { user: 'alice', models: MODELS });
  expect((await own.search('tea')).map(({ text }) => text)).toEqual(['Likes green tea']);
  for (const empty of ['', ' \t\n']) {
    await expect(own.search(empty)).rejects.toMatchObject({
      code: 'usage',
      message: 'Say what is to be looked for: the query is empty.',
    });
  }
  await own.close();
});

it('is an empty one where nothing is kept', async () => {
  const own = new UserMemory(new ChatWorld(), { user: 'alice', models: MODELS });
  expect(await own.read()).toMatchObject({ user: 'alice', revision: 0, keyFacts: [] });
  expect(await own.search('tea')).toEqual([]);
});
