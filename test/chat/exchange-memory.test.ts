import { expect, it } from 'vitest';
import { ExchangeMemory } from '../../src/chat/exchange-memory.ts';
import type { KeeperOptions } from '../../src/chat/keeper.ts';
import { MemchatError } from '../../src/errors.ts';
import { ChatWorld } from '../support/chat-world.ts';
import { added, extraction, ScriptedModel } from '../support/scripted-model.ts';

const MODELS = { chat: 'claude-sonnet-5-5', memory: 'claude-haiku-5-5' };

function open(world: ChatWorld, over: Partial<KeeperOptions> = {}): ExchangeMemory {
  return new ExchangeMemory(world, { user: 'alice', models: MODELS, ...over });
}

function learning(world: ChatWorld, text: string): void {
  world.model.extract = () => extraction({ facts: [added(text)] });
}

const MOVED = { message: 'I live in Berlin.', reply: 'Nice city.' };

it('remembers an exchange that another program had, and keeps it in the transcript', async () => {
  const world = new ChatWorld();
  learning(world, 'I live in Berlin.');
  const { turn, left, problem, receipts } = await open(world).remember(MOVED);
  expect([left, problem, receipts.map(({ turns }) => turns)]).toEqual(['nothing', null, [[turn]]]);
  const memory = await world.store.read('alice');
  expect(memory?.keyFacts.map(({ text, source }) => [text, source.turn])).toEqual([
    ['I live in Berlin.', turn],
  ]);
  expect(memory?.sessionCount).toBe(1);
  expect(await world.transcript.recent('alice', 9)).toMatchObject([
    { turn, user: 'I live in Berlin.', typed: 'I live in Berlin.', reply: 'Nice city.' },
  ]);
  expect(await world.journal.read('alice', turn)).toBeNull();
});

it('remembers the same exchange once, whatever its id looks like, and asks no model again', async () => {
  const world = new ChatWorld();
  learning(world, 'I live in Berlin.');
  const exchange = { ...MOVED, id: 'msg_01ABC/../x' };
  const first = await open(world).remember(exchange);
  const memory = open(world);
  const [second, third] = await Promise.all([memory.remember(exchange), memory.remember(exchange)]);
  expect([first.known, second.known, third.known]).toEqual([false, true, true]);
  expect(first.turn).toMatch(/^x-[0-9a-f]{32}$/);
  expect(second.turn).toBe(first.turn);
  expect(world.model.extractions).toHaveLength(1);
  expect(await world.transcript.recent('alice', 9)).toHaveLength(1);
});

it('does not bring back into the transcript what was forgotten of it since', async () => {
  const world = new ChatWorld();
  const exchange = { ...MOVED, id: 'one' };
  await open(world).remember(exchange);
  await world.transcript.rewrite('alice', () => null);
  await open(world).remember(exchange);
  expect(await world.transcript.recent('alice', 9)).toEqual([]);
});

it('keeps an exchange on disk that no model could read, and takes it up with the next', async () => {
  const world = new ChatWorld();
  world.model.extract = () => {
    throw new MemchatError('The API is down.', 'api-unavailable');
  };
  const memory = open(world);
  const first = await memory.remember(MOVED);
  expect([first.left, first.problem?.message]).toEqual(['pending', 'The API is down.']);
  expect(await world.journal.read('alice', first.turn)).not.toBeNull();
  learning(world, 'I live in Berlin.');
  const second = await memory.remember({ message: 'Thanks.', reply: null });
  expect([second.left, second.problem]).toEqual(['nothing', null]);
  const applied = (await world.store.read('alice'))?.appliedTurns;
  expect(applied).toEqual([first.turn, second.turn]);
});

it('reads each exchange with the model that it was given with', async () => {
  const world = new ChatWorld();
  const other = new ScriptedModel();
  const memory = open(world);
  await Promise.all([
    memory.remember({ ...MOVED, id: 'first' }, { model: other }),
    memory.remember({ message: 'I like tea.', reply: null, id: 'second' }),
  ]);
  expect(other.extractions.map(({ prompt }) => prompt.includes('Berlin'))).toEqual([true]);
  expect(world.model.extractions.map(({ prompt }) => prompt.includes('tea'))).toEqual([true]);
});

it('writes no secret, and nothing that is not the words of the user', async () => {
  const world = new ChatWorld();
  world.model.extract = () =>
    extraction({ facts: [added('The user is a pilot.', 'I am a pilot')] });
  const key = 'sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJ';
  await open(world).remember({
    message: [
      { origin: 'typed', text: `My key is ${key}. Sum this up: ` },
      { origin: 'third-party', text: 'I am a pilot' },
    ],
    reply: `You gave me ${key}.`,
  });
  const memory = await world.store.read('alice');
  expect(memory?.keyFacts).toEqual([]);
  const kept = JSON.stringify([memory, await world.transcript.recent('alice', 9)]);
  expect(kept).toContain('Sum this up');
  expect(kept).not.toContain(key);
});

it.each(['read-only', 'off'] as const)('refuses under %s', async (policy) => {
  const memory = open(new ChatWorld(), { policy });
  await expect(memory.remember(MOVED)).rejects.toMatchObject({ code: 'usage' });
});

it.each([
  ['an empty message', { message: ' ', reply: null }],
  ['a long message', { message: 'x'.repeat(200_001), reply: null }],
  ['a long reply', { message: 'Hi.', reply: 'x'.repeat(200_001) }],
])('refuses %s', async (_, exchange) => {
  const memory = open(new ChatWorld());
  await expect(memory.remember(exchange)).rejects.toMatchObject({ code: 'usage' });
});

it('takes a message and a reply of 200,000 characters, and refuses longer ones', async () => {
  const world = new ChatWorld();
  const memory = open(world);
  const most = 'x'.repeat(200_000);
  expect((await memory.remember({ message: most, reply: most })).left).toBe('nothing');
  await expect(memory.remember({ message: `${most}x`, reply: null })).rejects.toThrow(
    'The message has 200001 characters; the limit is 200000.',
  );
  await expect(memory.remember({ message: 'Hi', reply: `${most}x` })).rejects.toThrow(
    'The reply has 200001 characters; the limit is 200000.',
  );
});

it('tells of a part of an answer that could not be read; the rest stands', async () => {
  const world = new ChatWorld();
  const facts = [{ op: 'shout' }, added('I live in Berlin.')];
  world.model.extract = () => extraction({ facts });
  const { left, receipts } = await open(world).remember(MOVED);
  expect(left).toBe('nothing');
  expect((await world.store.read('alice'))?.keyFacts).toHaveLength(1);
  const [refused, ...others] = receipts[0]?.changes.refused ?? [];
  expect(refused).toMatchObject({ reason: 'not in the form asked for' });
  expect(refused?.text).toContain('facts');
  expect(others).toEqual([]);
});
