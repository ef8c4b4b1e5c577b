import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MemoryClient } from '../../src/library/memory-client.ts';
import { openMemory } from '../../src/library/open-memory.ts';
import { LibraryWorld } from './world.ts';

const world = new LibraryWorld();
let memory: MemoryClient;

beforeAll(async () => {
  memory = await world.open();
});

afterAll(() => world[Symbol.asyncDispose]());

/** Calls a method as a program without types does. */
function call(target: object, method: string, ...args: unknown[]): unknown {
  const found: unknown = Reflect.get(target, method);
  if (typeof found !== 'function') throw new Error(`no ${method}`);
  return Reflect.apply(found, target, args);
}

const USAGE = { name: 'MemchatError', code: 'usage' };

describe('openMemory', () => {
  it.each([
    ['no user', { user: undefined }],
    ['an empty user', { user: '' }],
    ['a user with control characters', { user: 'a\nb' }],
    ['a user of a million characters', { user: 'x'.repeat(1_000_000) }],
    ['a user that is an object', { user: { id: 'alice' } }],
    ['a folder that is a number', { user: 'a', sessions: 5 }],
    ['a policy that there is not', { user: 'a', policy: 'never' }],
    ['a model that is none', { user: 'a', model: { messages: {} } }],
    ['a model that is null', { user: 'a', model: null }],
    ['ids of models that are no texts', { user: 'a', models: { memory: 7 } }],
    ['a budget without room', { user: 'a', memoryBudget: 10 }],
  ])('refuses %s', async (_, options) => {
    await expect(call({ openMemory }, 'openMemory', options)).rejects.toMatchObject(USAGE);
  });

  it('refuses an unknown user where none is to be created, and writes nothing', async () => {
    const sessions = path.join(world.root, 'none');
    const opening = openMemory({ user: 'nobody', sessions, create: false });
    await expect(opening).rejects.toMatchObject({ code: 'unknown-user' });
    expect(fs.existsSync(sessions)).toBe(false);
  });

  it('refuses a memory that cannot be read, and leaves it as it is', async () => {
    const file = path.join(world.sessions, 'newer.json');
    fs.mkdirSync(world.sessions, { recursive: true });
    fs.writeFileSync(file, '{"version": 99, "user": "newer"}');
    await expect(world.open({ user: 'newer' })).rejects.toMatchObject({
      code: 'memory-unreadable',
    });
    expect(fs.readFileSync(file, 'utf8')).toBe('{"version": 99, "user": "newer"}');
  });
});

describe('a client', () => {
  it.each<[string, unknown[]]>([
    ['rememberExchange', [null]],
    ['rememberExchange', [{ message: 5, reply: null }]],
    ['rememberExchange', [{ message: 'x'.repeat(200_001), reply: null }]],
    ['rememberExchange', [{ message: [{ origin: 'mine', text: 'Hi' }], reply: null }]],
    ['rememberExchange', [{ message: 'Hi', reply: {} }]],
    ['rememberExchange', [{ message: 'Hi', reply: null, id: 'x'.repeat(257) }]],
    ['rememberExchange', [{ message: 'Hi', reply: null, at: 'yesterday' }]],
    ['rememberExchange', [{ message: 'Hi', reply: null, status: 'done' }]],
    ['rememberExchange', [{ message: 'Hi', reply: null }, { extract: 'claude' }]],
    ['rememberExchange', [{ message: 'Hi', reply: null }, { timeoutMs: -1 }]],
    ['prompt', [{ budget: 5 }]],
    ['prompt', [{ recent: 5 }]],
    ['recall', [undefined]],
    ['search', ['  ']],
    ['search', [['a']]],
    ['search', ['a', { limit: Number.NaN }]],
    ['tools', [{ message: '' }]],
    ['add', [{ text: 5 }]],
    ['add', [{ text: 'x'.repeat(10_001) }]],
    ['add', [{ text: 'I like tea.', kind: 'odd' }]],
    ['edit', [5, {}]],
    ['setPreference', ['tone', 5]],
    ['decide', [{}]],
    ['decide', [[{ proposal: 'p', verdict: 'perhaps' }]]],
    ['forget', [{ kind: 'all' }]],
    ['forget', [{ kind: 'query' }]],
    ['planForgetting', ['Berlin']],
    ['undo', ['last']],
    ['restore', [-1]],
    ['history', [{ limit: '5' }]],
    ['import', [5]],
    ['importTranscript', [5]],
    ['export', ['pdf']],
    ['subscribe', [() => {}, { intervalMs: 0 }]],
    ['subscribe', ['listener']],
  ])('refuses %s(%j)', async (method, args) => {
    await expect(call(memory, method, ...args)).rejects.toMatchObject(USAGE);
    expect((await memory.read()).revision).toBe(0);
  });

  it('says that a text cannot be imported', async () => {
    await expect(memory.import('{"a": 1}')).rejects.toMatchObject({ code: 'memory-unreadable' });
  });

  it('misses the model that it was not given, and keeps the exchange for one that is', async () => {
    const bare = await openMemory({ user: 'bare', sessions: world.sessions });
    const given = { message: 'I live in Berlin.', reply: null };
    await expect(bare.rememberExchange(given)).rejects.toMatchObject({ code: 'credential' });
    await bare.close();
    expect(fs.readdirSync(path.join(world.sessions, '.bare/pending'))).toHaveLength(1);
  });

  it('writes nothing where it is read-only, and says so', async () => {
    await (await world.open({ user: 'reader' })).add({ text: 'Likes tea.' });
    const before = fs.readdirSync(world.sessions, { recursive: true });
    const reader = await world.open({ user: 'reader', policy: 'read-only' });
    const given = { message: 'I live in Berlin.', reply: null };
    await expect(reader.rememberExchange(given)).rejects.toMatchObject(USAGE);
    await expect(reader.add({ text: 'Likes coffee.' })).rejects.toMatchObject(USAGE);
    await expect(reader.forgetAll()).rejects.toMatchObject(USAGE);
    expect((await reader.tools({ message: 'Hi' })).map(({ name }) => name)).toEqual([
      'recall_memory',
    ]);
    expect(await reader.prompt()).toContain('Likes tea.');
    expect(fs.readdirSync(world.sessions, { recursive: true })).toEqual(before);
  });

  it('keeps nothing on the disk where the memory is off', async () => {
    const sessions = path.join(world.root, 'off');
    const off = await world.open({ sessions, policy: 'off' });
    await off.add({ text: 'Likes tea.' });
    expect(await off.prompt()).toContain('Likes tea.');
    await off.close();
    expect(fs.existsSync(sessions)).toBe(false);
  });

  it('does not wait for a lock that a dead or stopped process holds', async () => {
    const held = await world.open({ user: 'held' });
    await held.add({ text: 'Likes tea.' });
    fs.mkdirSync(path.join(world.sessions, '.held/lock'), { recursive: true });
    await held.add({ text: 'Plays chess.' });
    expect((await held.read()).keyFacts).toHaveLength(2);
  });

  it('refuses everything once it is closed, and may be closed again', async () => {
    const closed = await world.open({ user: 'closed' });
    await closed.close();
    await closed.close();
    await expect(closed.prompt()).rejects.toMatchObject(USAGE);
    await expect(closed.add({ text: 'Likes tea.' })).rejects.toMatchObject(USAGE);
    await expect(closed.rememberExchange({ message: 'Hi', reply: null })).rejects.toMatchObject(
      USAGE,
    );
    await expect(closed.subscribe(() => {})).rejects.toMatchObject(USAGE);
    await expect(closed.chat(['Hi']).next()).rejects.toMatchObject(USAGE);
  });
});
