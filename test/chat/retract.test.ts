import { describe, expect, it } from 'vitest';
import type { Session } from '../../src/chat/session.ts';
import { MemchatError } from '../../src/errors.ts';
import { ChatWorld, say } from '../support/chat-world.ts';
import { added, extraction } from '../support/scripted-model.ts';

async function learned(world: ChatWorld, session: Session, text: string, quote: string) {
  world.model.extract = () => extraction({ facts: [added(text, quote)] });
  const { turn } = await say(session, quote);
  await session.settle(5000);
  return turn;
}

describe('a turn that is taken back', () => {
  it('leaves the memory, the transcript and the window; what came before stays', async () => {
    const world = new ChatWorld();
    const session = await world.open();
    await learned(world, session, 'Has a cat', 'I have a cat');
    const turn = await learned(world, session, 'Likes tea', 'I like tea');
    const { undone, shared } = await session.retract(turn);
    expect(shared).toBeNull();
    expect(undone?.changes.retired.map(({ text }) => text)).toEqual(['Likes tea']);
    const memory = await session.memory();
    expect(memory.keyFacts.map(({ text }) => text)).toEqual(['Has a cat']);
    expect(JSON.stringify(memory.recentMessages)).not.toContain('tea');
    const past = await world.transcript.recent('alice', 9);
    expect(past.map(({ user }) => user)).toEqual(['I have a cat']);
    await say(session, 'Hello');
    expect(JSON.stringify(world.model.chats.at(-1)?.messages)).not.toContain('tea');
    expect(JSON.stringify(world.model.chats.at(-1)?.messages)).toContain('I have a cat');
  });
});

describe('a turn that was remembered together with another', () => {
  it('leaves the conversation and the transcript; the revision of both stays, and is named', async () => {
    const world = new ChatWorld();
    const session = await world.open();
    world.model.extract = () => {
      throw new MemchatError('The API is down.', 'api-unavailable');
    };
    const { turn } = await say(session, 'I like tea');
    await session.settle(5000);
    await learned(world, session, 'Has a cat', 'I have a cat');
    const before = await session.memory();
    expect(before.appliedTurns).toHaveLength(2);
    expect(await session.retract(turn)).toEqual({ undone: null, shared: before.revision });
    expect(await session.memory()).toEqual(before);
    const past = await world.transcript.recent('alice', 9);
    expect(past.map(({ user }) => user)).toEqual(['I have a cat']);
  });
});

describe('a turn that is taken back where nothing is remembered', () => {
  it('is not sent again', async () => {
    const world = new ChatWorld();
    const session = await world.open({ policy: 'read-only' });
    await say(session, 'I have a cat');
    const { turn } = await say(session, 'I like tea');
    expect(await session.retract(turn)).toEqual({ undone: null, shared: null });
    await say(session, 'Hello');
    const sent = world.model.chats.at(-1)?.messages.map(({ text }) => text);
    expect(sent).toEqual(['I have a cat', 'All right.', 'Hello']);
  });
});

describe('a new conversation', () => {
  it('sends nothing of the one before, and all that is remembered', async () => {
    const world = new ChatWorld();
    const session = await world.open();
    await learned(world, session, 'Likes tea', 'I like tea');
    session.startAnew();
    await say(session, 'Hello');
    const request = world.model.chats.at(-1);
    expect(request?.messages).toEqual([{ role: 'user', text: 'Hello' }]);
    expect(JSON.stringify(request?.system)).toContain('Likes tea');
  });
});

describe('another model', () => {
  it('answers from the next message on', async () => {
    const world = new ChatWorld();
    const session = await world.open();
    session.models.chat = 'claude-opus-5-5';
    await say(session, 'Hello');
    expect(world.model.chats.at(-1)?.model).toBe('claude-opus-5-5');
    await session.settle(5000);
  });
});
