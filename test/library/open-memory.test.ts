import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { TextMessage } from '../../src/model/port.ts';
import { added, extraction, ScriptedModel } from '../support/scripted-model.ts';
import { LibraryWorld } from './world.ts';

const BERLIN = { message: 'I live in Berlin.', reply: 'Nice city.' };

it('remembers an exchange of another program, and renders it for the next prompt', async () => {
  await using world = new LibraryWorld();
  const memory = await world.open();
  expect(await memory.prompt()).toMatch(
    /^<memory>\n[\s\S]*Nothing is remembered yet\.\n<\/memory>$/,
  );
  const { turn, known, changes, costUsd } = await memory.rememberExchange(BERLIN);
  expect([known, costUsd]).toEqual([false, 0]);
  expect(changes.added.map(({ text }) => text)).toContain('Lives in Berlin');
  expect(await memory.prompt({ recent: 'weather', budget: 400 })).toContain('Berlin');
  const file = JSON.parse(fs.readFileSync(path.join(world.sessions, 'alice.json'), 'utf8'));
  expect(file.keyFacts[0].source).toMatchObject({ turn, quote: expect.stringContaining('Berlin') });
  expect(fs.readdirSync(path.join(world.sessions, '.alice/pending'))).toEqual([]);
});

it('remembers with a function in place of a model, and asks it once more for what it cannot read', async () => {
  await using world = new LibraryWorld();
  const memory = await world.open();
  const prompts: string[] = [];
  const { changes, costUsd } = await memory.rememberExchange(BERLIN, {
    extract: async (prompt, schema) => {
      prompts.push(prompt);
      expect(schema).toMatchObject({ type: 'object' });
      if (prompts.length === 1) return 'no JSON';
      return JSON.parse(extraction({ facts: [added('I live in Berlin.')] }));
    },
  });
  expect(changes.added.map(({ text }) => text)).toEqual(['I live in Berlin.']);
  expect(costUsd).toBeNull();
  expect(prompts.map((prompt) => prompt.includes('could not be read'))).toEqual([false, true]);
  expect(prompts[0]).toContain('I live in Berlin.');
});

it('rejects with what the function threw, and keeps the exchange on disk for the next one', async () => {
  await using world = new LibraryWorld();
  const memory = await world.open();
  const down = new Error('down');
  const failing = memory.rememberExchange(BERLIN, {
    extract: () => Promise.reject(down),
  });
  await expect(failing).rejects.toMatchObject({ code: 'api-unavailable', cause: down });
  await memory.rememberExchange({ message: 'Thanks.', reply: null });
  expect((await memory.read()).keyFacts.map(({ text }) => text)).toEqual([
    expect.stringContaining('Berlin'),
  ]);
});

it('recalls what a prompt beside it does not carry, and nothing for small talk', async () => {
  await using world = new LibraryWorld();
  const memory = await world.open();
  await memory.add({ text: 'Has a dog named Bello.', tag: 'pets' });
  const { text, recalled } = await memory.recall('What is the name of my dog?');
  expect(text).toMatch(/^<recalled>\n[\s\S]*Bello[\s\S]*<\/recalled>$/);
  expect(recalled).toMatchObject([{ kind: 'fact', text: 'Has a dog named Bello.' }]);
  const besides = { recent: 'dog' };
  expect(await memory.prompt(besides)).toContain('Bello');
  expect(await memory.recall('What is the name of my dog?', { besides })).toEqual({
    text: '',
    recalled: [],
  });
  expect((await memory.recall('Thanks!')).text).toBe('');
});

it('imports, searches, shows, undoes, exports and forgets', async () => {
  await using world = new LibraryWorld();
  const memory = await world.open();
  const line = {
    session: '1',
    at: '2026-03-01T10:00:00Z',
    speaker: 'Bob',
    text: 'We sail to Korfu.',
  };
  expect(await memory.importTranscript(JSON.stringify(line))).toMatchObject({ added: 1 });
  expect(await memory.search('Korfu')).toMatchObject([{ speaker: { name: 'Bob' } }]);
  await memory.import('- Likes tea.\n- Plays chess.\n', { yes: true });
  expect((await memory.history()).map(({ reason }) => reason)).toEqual(['imported', 'commit']);
  await memory.setPreference('tone', 'friendly');
  await memory.undo();
  expect((await memory.read()).preferences).toEqual({});
  await memory.forget({ kind: 'query', query: 'chess' });
  expect(await memory.export('markdown')).toContain('Likes tea');
  expect(await memory.export('html')).toMatch(/^<!doctype html>/i);
  expect(await memory.export()).not.toContain('chess');
  const copy = await world.open({ user: 'copy' });
  await copy.import(await memory.export(), { yes: true });
  expect((await copy.read()).keyFacts.map(({ text }) => text)).toEqual(['Likes tea.']);
  await memory.forgetAll();
  expect(fs.readdirSync(world.sessions).filter((name) => name.includes('alice'))).toEqual([]);
});

it('gives tools that note what the user has asked for, and no more than that in a turn', async () => {
  await using world = new LibraryWorld();
  const memory = await world.open();
  const tools = await memory.tools({ message: 'Remember that my car is red, please.' });
  expect(tools.map(({ name }) => name)).toEqual(['recall_memory', 'remember', 'update_memory']);
  const remember = tools.find(({ name }) => name === 'remember');
  const note = (text: string, quote: string) => remember?.run({ text, quote, topic: 'car' });
  expect(await note('My car is red.', 'my car is red')).toBe('Noted: My car is red.');
  expect(await note('I am a pilot.', 'I am a pilot')).toMatch(/^Not noted, because/);
  for (const word of ['a', 'b', 'c']) await note(`My car is red ${word}.`, 'my car is red');
  await expect(note('My car is red indeed.', 'my car is red')).rejects.toThrow('5 writes');
  await expect(remember?.run({ text: 5 })).rejects.toThrow('have to be texts');
  expect((await memory.tools()).map(({ name }) => name)).toEqual(['recall_memory']);
});

it('holds a whole chat, and tells what it has learned', async () => {
  await using world = new LibraryWorld();
  const memory = await world.open();
  const events = [];
  for await (const event of memory.chat(['My name is Alice.', 'What is my name?'])) {
    events.push(event);
  }
  const ends = events.flatMap((event) => (event.type === 'end' ? [event] : []));
  expect(ends.map(({ status }) => status)).toEqual(['answered', 'answered']);
  expect(ends[1]?.reply).toContain('Alice');
  const learned = events.flatMap((event) => (event.type === 'receipt' ? [event.receipt] : []));
  expect(learned.flatMap(({ turns }) => turns)).toEqual(ends.map(({ turn }) => turn));
  expect((await memory.read()).name).toBe('Alice');
});

it('keeps what was said when the loop over a chat is left', async () => {
  await using world = new LibraryWorld();
  const memory = await world.open();
  for await (const event of memory.chat(['I live in Berlin.', 'never said'])) {
    if (event.type === 'text') break;
  }
  const { keyFacts, recentMessages } = await memory.read();
  expect(keyFacts.map(({ text }) => text)).toEqual([expect.stringContaining('Berlin')]);
  expect(JSON.stringify(recentMessages)).not.toContain('never said');
});

it('takes a client of the Anthropic SDK in whatever form, and says what is wrong with its answers', async () => {
  await using world = new LibraryWorld();
  const bodies: object[] = [];
  const client = {
    messages: {
      create: async (body: object) => {
        bodies.push(body);
        const text = extraction({ facts: [added('I live in Berlin.')] });
        return { model: 'claude-haiku-5-5', content: [{ type: 'text', text }], usage: {} };
      },
    },
  };
  const memory = await world.open({ model: client });
  const { changes } = await memory.rememberExchange(BERLIN);
  expect(changes.added).toHaveLength(1);
  expect(bodies).toMatchObject([{ model: 'claude-haiku-5-5', output_config: { effort: 'low' } }]);
  const broken = { messages: { create: async () => 'what' } };
  const asking = memory.rememberExchange(
    { message: 'I like tea.', reply: null },
    { model: broken },
  );
  await expect(asking).rejects.toMatchObject({
    code: 'api-unavailable',
    message: expect.stringContaining('did not answer with a message'),
  });
});

it('asks a model of its own with the conversation', async () => {
  await using world = new LibraryWorld();
  const model = new ScriptedModel();
  const memory = await world.open({ model, models: { chat: 'mine' } });
  for await (const _ of memory.chat(['Hello there, my friend.'])) {
  }
  const sent = model.chats.map(({ model: id, messages }) => [id, messages.at(-1)]);
  const said: TextMessage = { role: 'user', text: 'Hello there, my friend.' };
  expect(sent).toEqual([['mine', said]]);
});
