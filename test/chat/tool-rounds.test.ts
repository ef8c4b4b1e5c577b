import { beforeEach, describe, expect, it } from 'vitest';
import type { TurnEnd, TurnEvent } from '../../src/chat/events.ts';
import type { Session } from '../../src/chat/session.ts';
import { MemchatError } from '../../src/errors.ts';
import type { ChatMessage, ChatRequest } from '../../src/model/port.ts';
import { costUsd } from '../../src/model/prices.ts';
import { say, typed } from '../support/chat-world.ts';
import { exchange, RecallWorld } from '../support/recall-world.ts';
import { unpaired } from '../support/tool-pairs.ts';

let world: RecallWorld;
let session: Session;
beforeEach(async () => {
  world = new RecallWorld();
  await world.said(exchange('The greenhouse code word is marmalade'));
  session = await world.open();
});

/** A call in the round of a request, so that no two are the same. */
const look = (request: ChatRequest) => ({
  id: `toolu_${request.messages.length}`,
  name: 'recall_memory',
  input: { query: `greenhouse code ${request.messages.length}` },
});

const rounds = (request: ChatRequest) =>
  request.messages.slice(request.messages.findLastIndex(isSaid) + 1).length / 2;

function isSaid(message: ChatMessage): boolean {
  return message.role === 'user' && !('results' in message);
}

async function events(message: string, signal?: AbortSignal): Promise<TurnEvent[]> {
  const seen: TurnEvent[] = [];
  for await (const event of session.say(typed(message), signal)) seen.push(event);
  return seen;
}

const lastMessages = () => world.model.chats.at(-1)?.messages ?? [];

describe('a reply with tools', () => {
  it('shows that it looks things up or notes them, and the text around that in paragraphs', async () => {
    world.model.reply = (request) =>
      rounds(request) === 0
        ? [
            'Let me look.',
            look(request),
            { id: 'toolu_r', name: 'remember', input: { text: 'a', quote: 'b', topic: 'c' } },
          ]
        : ['It is ', 'marmalade.'];
    expect(await events('What is it?')).toMatchObject([
      { type: 'text', text: 'Let me look.' },
      { type: 'recalling' },
      { type: 'remembering' },
      { type: 'text', text: '\n\nIt is ' },
      { type: 'text', text: 'marmalade.' },
      { type: 'end', status: 'answered', reply: 'Let me look.\n\nIt is marmalade.', problem: null },
    ]);
  });

  it('costs the sum of its requests', async () => {
    world.model.reply = (request) => (rounds(request) < 2 ? [look(request)] : ['Marmalade.']);
    const end = await say(session, 'What is it?');
    expect(end.usage).toMatchObject({ requests: 3, input: 300, output: 30 });
    const one = { requests: 1, input: 100, output: 10, cacheRead: 0, cacheWrite: 0 };
    expect(end.costUsd).toBeCloseTo(3 * (costUsd('claude-sonnet-5-5', one) ?? 0), 10);
  });

  it('sends each round behind all that was sent before, cached up to there', async () => {
    world.model.reply = (request) => (rounds(request) < 3 ? [look(request)] : ['Marmalade.']);
    await say(session, 'What is it?');
    const { chats } = world.model;
    expect(chats).toHaveLength(4);
    for (const [index, { messages, system, tools }] of chats.slice(1).entries()) {
      const before = chats[index];
      expect(JSON.stringify(messages.slice(0, -2))).toBe(JSON.stringify(before?.messages));
      expect([system, tools]).toEqual([before?.system, before?.tools]);
    }
    expect(chats.map(({ cacheConversation }) => cacheConversation)).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it('caches nothing for one message of a script, until there is a round to send it again for', async () => {
    const once = await world.open({ cacheConversation: false });
    world.model.reply = (request) => (rounds(request) < 2 ? [look(request)] : ['Marmalade.']);
    await say(once, 'What is it?');
    const cached = world.model.chats.map(({ cacheConversation }) => cacheConversation);
    expect(cached).toEqual([false, true, true]);
  });

  it('has five rounds; the last results say so, and one more call ends it with words', async () => {
    world.model.reply = (request) => ['Hm. ', look(request)];
    const end = await say(session, 'What is it?');
    expect(world.model.chats).toHaveLength(6);
    expect(end).toMatchObject({ status: 'truncated', usage: { requests: 6 } });
    expect(end.problem?.message).toContain('kept looking things up');
    expect(end.reply.match(/Hm\./gu)).toHaveLength(6);
    const results = lastMessages().filter((message) => 'results' in message);
    expect(results).toHaveLength(5);
    const told = results.map(({ text }) => text.includes('No more tools in this turn'));
    expect(told).toEqual([false, false, false, false, true]);
    world.model.reply = () => ['Well.'];
    expect(await say(session, 'And now?')).toMatchObject({ status: 'answered' });
    expect(unpaired(lastMessages())).toEqual([]);
  });

  it('may answer after the fifth round', async () => {
    world.model.reply = (request) => (rounds(request) < 5 ? [look(request)] : ['Marmalade.']);
    expect(await say(session, 'What?')).toMatchObject({ status: 'answered', reply: 'Marmalade.' });
  });

  it('answers two calls of one message in their order', async () => {
    world.model.reply = (request) =>
      rounds(request) === 0
        ? [look(request), { ...look(request), id: 'toolu_x', input: { query: 'periscope' } }]
        : ['Marmalade.'];
    await say(session, 'What is it?');
    const [results] = lastMessages().slice(-1);
    if (results === undefined || !('results' in results)) throw new Error('no results');
    expect(results.results.map(({ call }) => call)).toEqual(['toolu_1', 'toolu_x']);
    expect(results.results[0]?.text).toContain('marmalade');
    expect(results.results[1]?.text).toContain('Nothing else in memory');
  });

  it('stays in the window of its session, and starts the next one as plain text', async () => {
    world.model.reply = (request) =>
      rounds(request) === 0 ? ['Let me look.', look(request)] : ['It is marmalade.'];
    await say(session, 'What is it?');
    const sent = lastMessages();
    world.model.reply = () => ['Yes.'];
    await say(session, 'ok');
    expect(lastMessages().slice(0, sent.length)).toEqual(sent);
    expect(lastMessages().at(-2)).toEqual({ role: 'assistant', text: 'It is marmalade.' });
    await session.settle(5000);
    await say(await world.open(), 'Hello');
    expect(lastMessages()).toEqual([
      { role: 'user', text: 'What is it?' },
      { role: 'assistant', text: 'Let me look.\n\nIt is marmalade.' },
      { role: 'user', text: 'ok' },
      { role: 'assistant', text: 'Yes.' },
      { role: 'user', text: 'Hello' },
    ]);
  });
});

describe('a request that fails behind a round', () => {
  beforeEach(async () => {
    world.model.reply = (request) => {
      if (rounds(request) === 0) return ['Let me look.', look(request)];
      throw new MemchatError('Overloaded.', 'api-unavailable');
    };
  });

  it('keeps the text and the cost of the one before', async () => {
    const end = await say(session, 'What is it?');
    expect(end).toMatchObject({
      status: 'failed',
      reply: 'Let me look.',
      usage: { requests: 1, input: 100 },
      problem: { message: 'Overloaded.' },
    });
    await session.settle(5000);
    expect(await world.transcript.recent('alice', 1)).toMatchObject([
      { user: 'What is it?', reply: 'Let me look.', status: 'failed' },
    ]);
  });

  it('is not sent again with its round: that may be why, and the conversation goes on', async () => {
    await say(session, 'What is it?');
    world.model.reply = (request) => {
      if (request.messages.some((message) => 'blocks' in message)) throw new Error('400');
      return ['Fine.'];
    };
    expect(await say(session, 'And now?')).toMatchObject({ status: 'answered', reply: 'Fine.' });
    expect(lastMessages().map(({ text }) => text)).toEqual([
      'What is it?',
      'Let me look.\n\n(failed)',
      'And now?',
    ]);
  });
});

describe('stopping', () => {
  const stopped = { status: 'interrupted', problem: null };

  it('while a tool runs ends the turn when it is done, without another request', async () => {
    const stop = new AbortController();
    const { read } = world.transcript;
    world.model.reply = (request) => {
      world.transcript.read = (...given) => {
        stop.abort();
        return read.apply(world.transcript, given);
      };
      return [
        'Let me look.',
        look(request),
        { ...look(request), id: 'toolu_2', input: { query: 'b' } },
      ];
    };
    expect(await say(session, 'What is it?', stop.signal)).toMatchObject({
      ...stopped,
      reply: 'Let me look.',
      usage: { requests: 1 },
    });
    expect(world.model.chats).toHaveLength(1);
    world.model.reply = () => ['Fine.'];
    await say(session, 'And now?');
    expect(unpaired(lastMessages())).toEqual([]);
    const results = lastMessages().flatMap((message) =>
      'results' in message ? message.results : [],
    );
    expect(results.map(({ text }) => text)).toEqual([
      expect.stringContaining('marmalade'),
      'The user has stopped this.',
    ]);
  });

  it.each([
    ['as the tool is called', 'recalling', 'Let me look.'],
    ['in the text behind the round', '\n\nIt is ', 'Let me look.\n\nIt is '],
  ])('%s keeps what came', async (_when, at, reply) => {
    const stop = new AbortController();
    world.model.reply = (request) =>
      rounds(request) === 0 ? ['Let me look.', look(request), ''] : ['It is ', 'marmalade.'];
    let end: TurnEnd | null = null;
    for await (const event of session.say(typed('What is it?'), stop.signal)) {
      if (event.type === at || (event.type === 'text' && event.text === at)) stop.abort();
      if (event.type === 'end') end = event;
    }
    expect(end).toMatchObject({ ...stopped, reply });
    world.model.reply = () => ['Fine.'];
    await say(session, 'And now?');
    expect(unpaired(lastMessages())).toEqual([]);
    await session.settle(5000);
    expect(await world.transcript.recent('alice', 2)).toMatchObject([
      { reply, status: 'interrupted' },
      { status: 'answered' },
    ]);
  });

  it.each([1, 2, 3, 4])('by leaving the loop at event %i keeps what came', async (leaveAt) => {
    world.model.reply = (request) =>
      rounds(request) === 0 ? ['Let me look.', look(request)] : ['It is ', 'marmalade.'];
    let seen = 0;
    for await (const _ of session.say(typed('What is it?'))) {
      seen += 1;
      if (seen === leaveAt) break;
    }
    world.model.reply = () => ['Fine.'];
    await say(session, 'And now?');
    expect(unpaired(lastMessages())).toEqual([]);
    expect(lastMessages().map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(lastMessages()[1]?.text).toMatch(/^Let me look\.[\s\S]*\(interrupted\)$/u);
  });
});
