import { beforeEach, describe, expect, it } from 'vitest';
import { update } from '../../src/store/update.ts';
import { ChatWorld, say } from '../support/chat-world.ts';
import { fact, memoryOf } from '../support/memories.ts';
import { added, extraction } from '../support/scripted-model.ts';

let world: ChatWorld;
beforeEach(() => {
  world = new ChatWorld();
});

const lastRequest = () => JSON.stringify(world.model.chats.at(-1));

describe('forgetting in an open session', () => {
  beforeEach(() => {
    world.model.extract = () => extraction({ facts: [added('Loves peanuts', 'I love peanuts')] });
    world.model.reply = () => ['Peanuts are great.'];
  });

  const talk = async () => {
    const session = await world.open();
    await say(session, 'I love peanuts');
    await session.settle(5000);
    world.model.extract = () => extraction();
    world.model.reply = () => ['I see.'];
    return session;
  };

  it('takes it out of the window and the prompt of the next request', async () => {
    const session = await talk();
    const [{ id = '' } = {}] = (await session.memory()).keyFacts;
    await session.own.forget({ kind: 'fact', id });
    await say(session, 'What do I love?');
    expect(lastRequest()).not.toMatch(/peanut/iu);
  });

  it('does so in a session of another process as well', async () => {
    const here = await talk();
    const there = await world.open();
    await say(there, 'Hello');
    await there.settle(5000);
    expect(lastRequest()).toMatch(/peanut/iu);
    await here.own.forget({ kind: 'query', query: 'peanuts' });
    await say(there, 'What do I love?');
    expect(lastRequest()).not.toMatch(/peanut/iu);
  });

  it('leaves nothing of it in memory, journal and transcript, also after five more turns', async () => {
    const session = await talk();
    await session.own.forget({ kind: 'query', query: 'peanuts' });
    for (let turn = 1; turn <= 5; turn += 1) await say(session, `Hello again, ${turn}`);
    await session.settle(5000);
    const kept = [
      await session.memory(),
      [...world.journal.turns.values()],
      await world.transcript.recent('alice', 100),
    ];
    expect(JSON.stringify(kept)).not.toMatch(/peanut/iu);
    expect((await session.memory()).appliedTurns).toHaveLength(6);
  });

  it('does not learn it from a turn whose extraction was under way', async () => {
    const session = await world.open();
    let isAsked: () => void = () => {};
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve;
    });
    let answer: (text: string) => void = () => {};
    const held = new Promise<string>((resolve) => {
      answer = resolve;
    });
    world.model.extract = () => {
      isAsked();
      return held;
    };
    await say(session, 'I love peanuts');
    await asked;
    await update(world.store, 'alice', () => ({ ...memoryOf(), keyFacts: [fact('Has peanuts')] }));
    await session.own.forget({ kind: 'query', query: 'peanuts' });
    world.model.extract = () => extraction();
    answer(extraction({ facts: [added('Loves peanuts', 'I love peanuts')] }));
    expect(await session.settle(5000)).toBe('nothing');
    expect(world.model.extractions).toHaveLength(2);
    expect(JSON.stringify(world.model.extractions[1])).not.toMatch(/love peanuts/iu);
    expect(JSON.stringify(await session.memory())).not.toMatch(/peanut/iu);
    expect(JSON.stringify(await world.transcript.recent('alice', 9))).not.toMatch(/peanut/iu);
  });

  it('lets a reply go that was under way in another process', async () => {
    const there = await world.open();
    world.model.extract = () => extraction();
    const here = await world.open();
    await here.own.add({ text: 'Loves peanuts' });
    world.model.reply = async function* () {
      await here.own.forget({ kind: 'query', query: 'peanuts' });
      yield 'You love peanuts.';
    };
    await say(there, 'What do I love besides peanuts?');
    await there.settle(5000);
    expect(JSON.stringify(await there.memory())).not.toMatch(/peanut/iu);
    expect(JSON.stringify(await world.transcript.recent('alice', 9))).not.toMatch(/peanut/iu);
  });
});

describe('undo in an open session', () => {
  it('takes the turn out of the window too', async () => {
    world.model.extract = () => extraction({ facts: [added('Lives in Rome', 'I live in Rome')] });
    const session = await world.open();
    await say(session, 'I live in Rome');
    await session.settle(5000);
    world.model.extract = () => extraction();
    await session.own.undo();
    await say(session, 'Where do I live?');
    expect(lastRequest()).not.toContain('Rome');
    const [{ messages = [] } = {}] = world.model.chats.slice(-1);
    expect(messages.map(({ text }) => text)).toEqual(['Where do I live?']);
  });
});

describe('why', () => {
  it('tells no more of what was forgotten since, nor of what a quote told of it', async () => {
    const quote = 'I live in Rome with my dog Bello';
    const home = { ...fact('Lives in Rome'), id: 'f-home' };
    await update(world.store, 'alice', () => ({
      ...memoryOf(),
      summary: 'Lives in Rome. Has a dog named Bello.',
      keyFacts: [
        { ...home, source: { ...home.source, quote } },
        { ...fact('Has a dog named Bello'), id: 'f-dog' },
      ],
    }));
    const session = await world.open();
    await say(session, 'Hello');
    expect(JSON.stringify(await session.why())).toContain('Bello');
    await session.settle(5000);
    await session.own.forget({ kind: 'query', query: 'Bello' });
    const why = await session.why();
    expect(JSON.stringify(why)).not.toContain('Bello');
    expect(why.facts.map(({ text }) => text)).toEqual(['Lives in Rome']);
  });

  it('tells nothing before the first request', async () => {
    const session = await world.open();
    expect(await session.why()).toEqual({
      name: null,
      summary: '',
      facts: [],
      preferences: [],
      recalled: [],
    });
  });

  it('tells what the request carried, and what a change has made of it', async () => {
    await update(world.store, 'alice', () => ({
      ...memoryOf(),
      name: 'Alice',
      summary: 'Lives in Rome.',
      keyFacts: [fact('Lives in Rome')],
    }));
    const session = await world.open();
    await say(session, 'Hello');
    expect(await session.why()).toMatchObject({
      name: 'Alice',
      summary: 'Lives in Rome.',
      facts: [{ text: 'Lives in Rome', source: { quote: expect.any(String) } }],
      preferences: [],
    });
    await session.settle(5000);
    await session.own.add({ text: 'Likes tea' });
    await say(session, 'Hello');
    expect((await session.why()).facts.map(({ text }) => text)).toContain('Likes tea');
  });
});
