import { beforeEach, describe, expect, it } from 'vitest';
import { MemchatError } from '../../src/errors.ts';
import type { Passage, Turn } from '../../src/memory/turn.ts';
import { BrokenReplyError } from '../../src/model/output-error.ts';
import { update } from '../../src/store/update.ts';
import { ChatWorld, say, typed } from '../support/chat-world.ts';
import { memoryOf } from '../support/memories.ts';
import { added, extraction } from '../support/scripted-model.ts';

let world: ChatWorld;
beforeEach(() => {
  world = new ChatWorld();
});

describe('a turn', () => {
  it('has the words on disk before the request, and the reply before the end', async () => {
    const seen: string[][] = [];
    const journal = world.journal;
    const saved: Turn[] = [];
    const save = journal.save.bind(journal);
    journal.save = async (turn) => {
      saved.push(turn);
      return save(turn);
    };
    world.model.reply = () => {
      seen.push(saved.map(({ status }) => status));
      return ['Hello.'];
    };
    const session = await world.open();
    await say(session, 'I like tea');
    expect(seen).toEqual([['asked']]);
    expect(saved.at(-1)).toMatchObject({ status: 'answered', reply: 'Hello.' });
  });

  it('makes one chat request and one extraction, and the fact reaches the memory with a receipt', async () => {
    world.model.extract = () => extraction({ facts: [added('Likes tea', 'I like tea')] });
    const session = await world.open();
    await say(session, 'I like tea');
    expect(await session.settle(5000)).toBe('nothing');
    expect(world.model.chats).toHaveLength(1);
    expect(world.model.extractions).toHaveLength(1);
    const memory = await session.memory();
    expect(memory.keyFacts.map(({ text }) => text)).toEqual(['Likes tea']);
    expect(memory.sessionCount).toBe(1);
    expect(world.receipts.map(({ changes }) => changes.added.map(({ text }) => text))).toEqual([
      ['Likes tea'],
    ]);
    expect(world.journal.turns.size).toBe(0);
  });

  it('ends before its memory is extracted', async () => {
    let finish: (text: string) => void = () => {};
    world.model.extract = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    const session = await world.open();
    const end = await say(session, 'I like tea');
    expect(end.status).toBe('answered');
    expect(world.receipts).toEqual([]);
    await expect.poll(() => world.model.extractions.length).toBe(1);
    finish(extraction());
    expect(await session.settle(5000)).toBe('nothing');
    expect(world.receipts).toHaveLength(1);
  });

  it('that was interrupted keeps what came, marked, and its reply is shown to no extraction', async () => {
    const stop = new AbortController();
    world.model.reply = function* () {
      yield 'You should ';
      stop.abort();
      yield 'never read this';
    };
    const session = await world.open();
    const end = await say(session, 'I like tea', stop.signal);
    expect(end).toMatchObject({ status: 'interrupted', reply: 'You should ' });
    await session.settle(5000);
    expect(world.model.extractions[0]?.prompt).toContain('I like tea');
    expect(world.model.extractions[0]?.prompt).not.toContain('You should');
    expect((await session.memory()).recentMessages).toMatchObject([
      { role: 'user', text: 'I like tea' },
      { role: 'assistant', status: 'interrupted' },
    ]);
  });

  it('whose loop was left early is kept as interrupted', async () => {
    const session = await world.open();
    for await (const event of session.say(typed('I like tea'))) if (event.type === 'text') break;
    await session.settle(5000);
    expect((await session.memory()).recentMessages).toMatchObject([
      { role: 'user', text: 'I like tea' },
      { role: 'assistant', text: 'All ', status: 'interrupted' },
    ]);
  });

  it('that failed keeps the words, says why, and the next one goes on', async () => {
    world.model.reply = () => {
      throw new MemchatError('The API is overloaded.', 'api-unavailable');
    };
    const session = await world.open();
    const end = await say(session, 'I like tea');
    expect(end.status).toBe('failed');
    expect(end.problem?.message).toBe('The API is overloaded.');
    world.model.reply = () => ['Tea it is.'];
    expect((await say(session, 'What do I like?')).status).toBe('answered');
    expect(world.model.chats[1]?.messages.map(({ role, text }) => [role, text])).toEqual([
      ['user', 'I like tea'],
      ['assistant', '(no reply)'],
      ['user', 'What do I like?'],
    ]);
  });

  it('without any text in the reply counts as failed', async () => {
    world.model.reply = () => [' \n'];
    const session = await world.open();
    expect(await say(session, 'Hello')).toMatchObject({ status: 'failed' });
  });

  it.each([
    ['  ', 'empty'],
    ['x'.repeat(200_001), '200000'],
  ])('is refused when the message is empty or too long', async (text, named) => {
    const session = await world.open();
    await expect(say(session, text)).rejects.toThrow(named);
    expect(world.model.chats).toEqual([]);
  });

  it('has its secrets redacted before anything reaches the journal or the extraction', async () => {
    const key = ['sk', 'ant', 'api03', 'A1b2'.repeat(24)].join('-');
    world.model.reply = () => [`Your key is ${key}`];
    const session = await world.open();
    await say(session, `My key is ${key}`);
    await session.settle(5000);
    expect(JSON.stringify(world.model.extractions)).not.toContain(key);
    expect(JSON.stringify(await session.memory())).not.toContain(key);
  });
});

describe('the prompt of a session', () => {
  it('is the same from turn to turn, and the messages only grow', async () => {
    world.model.extract = () => extraction({ facts: [added('Likes tea', 'I like tea')] });
    const session = await world.open();
    for (const text of ['I like tea', 'I like rain', 'And you?']) {
      await say(session, text);
      await session.settle(5000);
    }
    const [first, second, third] = world.model.chats;
    expect(second?.system).toEqual(first?.system);
    expect(third?.system).toEqual(first?.system);
    expect(second?.messages.slice(0, 1)).toEqual(first?.messages);
    expect(third?.messages.slice(0, 3)).toEqual(second?.messages);
  });

  it('starts a new session from the recent messages and the memory', async () => {
    world.model.extract = () => extraction({ facts: [added('Likes tea', 'I like tea')] });
    const first = await world.open();
    await say(first, 'I like tea');
    await first.settle(5000);
    const second = await world.open();
    await say(second, 'What do I like?');
    expect(world.model.chats[1]?.messages.map(({ text }) => text)).toEqual([
      'I like tea',
      'All right.',
      'What do I like?',
    ]);
    expect(world.model.chats[1]?.system[1]?.text).toContain('Likes tea');
  });

  it('stays flat: older turns leave whole, in chunks', async () => {
    const session = await world.open();
    const sizes: number[] = [];
    for (let turn = 0; turn < 60; turn += 1) await say(session, `${turn} ${'x'.repeat(1_000)}`);
    for (const { messages } of world.model.chats) {
      sizes.push(messages.reduce((sum, { text }) => sum + text.length, 0));
      expect(messages[0]?.role).toBe('user');
    }
    expect(Math.max(...sizes)).toBeLessThan(26_000);
    const starts = new Set(world.model.chats.map(({ messages }) => messages[0]?.text));
    expect(starts.size).toBeLessThan(8);
  });
});

describe('turns that were left pending', () => {
  async function leaveBehind(turn: Partial<Turn>): Promise<void> {
    await world.journal.save({
      id: 't-old',
      user: 'alice',
      session: 's-old',
      at: '2026-11-19T09:00:00.000Z',
      message: typed('I like tea'),
      reply: null,
      status: 'interrupted',
      attempts: 0,
      ...turn,
    });
    world.journal.abandon();
  }

  it('are extracted at the next start, once, and are part of the conversation', async () => {
    await leaveBehind({ status: 'answered', reply: 'Noted.' });
    world.model.extract = () => extraction({ facts: [added('Likes tea', 'I like tea')] });
    const session = await world.open();
    await say(session, 'What do I like?');
    await session.settle(5000);
    expect(world.model.chats[0]?.messages.map(({ text }) => text)).toEqual([
      'I like tea',
      'Noted.',
      'What do I like?',
    ]);
    expect((await session.memory()).keyFacts).toHaveLength(1);
    expect((await session.memory()).appliedTurns.filter((id) => id === 't-old')).toHaveLength(1);
  });

  it('cost no request when the memory holds them already', async () => {
    await leaveBehind({ status: 'answered', reply: 'Noted.' });
    await update(world.store, 'alice', (memory) => ({
      ...(memory ?? memoryOf()),
      appliedTurns: ['t-old'],
    }));
    const session = await world.open();
    await session.settle(5000);
    await expect.poll(async () => session.settle(5000)).toBe('nothing');
    expect(world.model.extractions).toEqual([]);
  });

  it('become a note in the review list after three answers that cannot be read', async () => {
    world.model.extract = () => 'I would rather not.';
    const session = await world.open();
    await say(session, 'I like tea');
    await session.settle(5000);
    await world.restart(2);
    const memory = await session.memory();
    expect(memory.review).toHaveLength(1);
    expect(memory.review[0]).toMatchObject({ text: 'I like tea', operation: null });
    expect(memory.recentMessages).toHaveLength(2);
    expect(world.receipts.map(({ problem }) => problem?.name ?? null)).toEqual([
      'MemchatError',
      'MemchatError',
      null,
    ]);
    expect(world.receipts.at(-1)?.changes.refused).toMatchObject([{ text: 'I like tea' }]);
  });

  it('that cannot be read take no other turn with them', async () => {
    await leaveBehind({ id: 't-bad', message: typed('gibberish'), status: 'failed' });
    await leaveBehind({ id: 't-good', at: '2026-11-19T10:00:00.000Z' });
    world.model.extract = ({ prompt }) =>
      prompt.includes('gibberish')
        ? 'I would rather not.'
        : extraction({ facts: [added('Likes tea', 'I like tea')] });
    const session = await world.restart(4);
    const memory = await session.memory();
    expect(memory.keyFacts.map(({ text }) => text)).toEqual(['Likes tea']);
    expect(memory.review.map(({ text }) => text)).toEqual(['gibberish']);
    expect(world.journal.turns.size).toBe(0);
  });

  it('stay pending however often the API fails', async () => {
    world.model.extract = () => {
      throw new MemchatError('No network.', 'api-unavailable');
    };
    const session = await world.open();
    await say(session, 'I like tea');
    expect(await session.settle(5000)).toBe('pending');
    await world.restart(5);
    expect((await session.memory()).review).toEqual([]);
    world.model.extract = () => extraction({ facts: [added('Likes tea', 'I like tea')] });
    await world.restart(1);
    expect((await session.memory()).keyFacts).toHaveLength(1);
  });
});

describe('a memory that another process writes meanwhile', () => {
  it('keeps both, and the summary is asked for once more', async () => {
    const session = await world.open();
    let asked = 0;
    world.model.extract = async () => {
      asked += 1;
      if (asked === 1) {
        await update(world.store, 'alice', (memory) => ({
          ...(memory ?? memoryOf()),
          summary: 'Alice is a nurse.',
        }));
      }
      return extraction({
        summary: asked === 1 ? 'Alice likes tea.' : 'Alice is a nurse who likes tea.',
        facts: [added('Likes tea', 'I like tea')],
      });
    };
    await say(session, 'I like tea');
    await session.settle(5000);
    const memory = await session.memory();
    expect(asked).toBe(2);
    expect(memory.summary).toBe('Alice is a nurse who likes tea.');
    expect(memory.keyFacts).toHaveLength(1);
  });
});

describe('a disk that refuses', () => {
  it('stops the memory, not the chat, with one warning; it goes on when the disk does', async () => {
    const save = world.journal.save.bind(world.journal);
    world.journal.save = async () => {
      throw new MemchatError('The disk is full.', 'store-unwritable');
    };
    world.model.extract = () => extraction({ facts: [added('Likes tea', 'I like tea')] });
    const session = await world.open();
    expect((await say(session, 'I like tea')).status).toBe('answered');
    expect((await say(session, 'Really')).status).toBe('answered');
    expect(world.warnings.map(({ message }) => message)).toEqual(['The disk is full.']);
    expect(world.model.extractions).toEqual([]);
    world.journal.save = save;
    await say(session, 'Now?');
    expect(await session.settle(5000)).toBe('nothing');
    expect((await session.memory()).keyFacts).toHaveLength(1);
    expect((await session.memory()).appliedTurns).toHaveLength(3);
  });
});

describe('what goes wrong beside a turn', () => {
  it('saves what the disk refused when it takes it at the end', async () => {
    const save = world.journal.save.bind(world.journal);
    world.journal.save = async () => {
      throw new MemchatError('The disk is full.', 'store-unwritable');
    };
    world.model.extract = () => extraction({ facts: [added('Likes tea', 'I like tea')] });
    const session = await world.open();
    await say(session, 'I like tea');
    expect(await session.settle(5000)).toBe('unsaved');
    world.journal.save = save;
    expect(await session.settle(5000)).toBe('nothing');
    expect((await session.memory()).keyFacts).toHaveLength(1);
  });

  it('leaves no turn behind when the transcript cannot be written, and says so', async () => {
    world.transcript.append = async () => {
      throw new MemchatError('The transcript is a folder.', 'store-unwritable');
    };
    const session = await world.open();
    await say(session, 'I like tea');
    await session.settle(5000);
    expect(world.journal.turns.size).toBe(0);
    expect(world.warnings.map(({ message }) => message)).toEqual(['The transcript is a folder.']);
  });

  it('tells each thing once, and one thing does not hide another', async () => {
    world.journal.adopt = async () => {
      throw new MemchatError('A folder is in the way.', 'store-unwritable');
    };
    world.journal.save = async () => {
      throw new MemchatError('The disk is full.', 'store-unwritable');
    };
    const session = await world.open();
    await say(session, 'I like tea');
    await say(session, 'I like rain');
    expect(world.warnings.map(({ message }) => message)).toEqual([
      'A folder is in the way.',
      'The disk is full.',
    ]);
  });

  it('goes on with the memory it started with when that cannot be read any more', async () => {
    const session = await world.open();
    for (let turn = 0; turn < 14; turn += 1) await say(session, `${turn} ${'x'.repeat(1_000)}`);
    await session.settle(5000);
    world.store.read = async () => {
      throw new MemchatError('The memory is broken.', 'memory-unreadable');
    };
    for (let turn = 0; turn < 14; turn += 1) {
      expect((await say(session, `${turn} ${'y'.repeat(1_000)}`)).status).toBe('answered');
    }
    expect(world.warnings.map(({ message }) => message)).toContain('The memory is broken.');
  });

  it('counts what a reply that broke off has cost', async () => {
    const usage = { requests: 1, input: 50_000, output: 0, cacheRead: 0, cacheWrite: 0 };
    world.model.reply = () => {
      const failure = new MemchatError('Overloaded.', 'api-unavailable');
      throw new BrokenReplyError(failure, usage, 'claude-sonnet-5-5');
    };
    const end = await say(await world.open(), 'Hello');
    expect(end).toMatchObject({ status: 'failed', usage, costUsd: 0.1 });
  });
});

describe('a secret that is typed and pasted', () => {
  it('reaches neither the journal nor the memory, nor does what the reply repeats of it', async () => {
    const secret = ['hunter2', 'Xy', '9z'].join('-');
    world.model.reply = () => [`I would not use ${secret} again.`];
    const session = await world.open();
    const message: Passage[] = [
      { origin: 'typed', text: 'my password is ' },
      { origin: 'third-party', text: secret },
    ];
    for await (const event of session.say(message)) if (event.type === 'end') break;
    expect(JSON.stringify([...world.journal.turns.values()])).not.toContain(secret);
    await session.settle(5000);
    expect(JSON.stringify(await session.memory())).not.toContain(secret);
    expect(JSON.stringify(world.model.extractions)).not.toContain(secret);
  });
});

describe('a session without memory', () => {
  it('asks the model once a turn and writes nothing', async () => {
    const session = await world.open({ policy: 'off' });
    await say(session, 'I like tea');
    await say(session, 'And rain');
    expect(await session.settle(5000)).toBe('nothing');
    expect(world.model.chats).toHaveLength(2);
    expect(world.model.chats[1]?.messages).toHaveLength(3);
    expect(world.model.extractions).toEqual([]);
    expect(await world.store.read('alice')).toBeNull();
  });
});

describe('a memory that is changed by something else than a turn, while a session is open', () => {
  const berlin = (summary: string) => ({ ...memoryOf(), summary });

  it.each([
    ['undone', 'undone'],
    ['restored', 'restored'],
  ] as const)('is in the prompt of the next turn: %s', async (_, reason) => {
    const world = new ChatWorld();
    await update(world.store, 'alice', () => berlin('Lives in Berlin.'));
    const session = await world.open();
    await say(session, 'Hello');
    await session.settle(5000);
    await update(
      world.store,
      'alice',
      (current) => ({ ...(current ?? memoryOf()), summary: 'Lives in Potsdam.' }),
      { note: { reason, of: 1 } },
    );
    await say(session, 'Where do I live?');
    const [first, second] = world.model.chats.map(({ system }) =>
      system.map(({ text }) => text).join(),
    );
    expect(first).toContain('Lives in Berlin.');
    expect(second).toContain('Lives in Potsdam.');
    expect(second).not.toContain('Berlin');
  });

  it('leaves the prompt as it is when it was another turn that changed it', async () => {
    const world = new ChatWorld();
    await update(world.store, 'alice', () => berlin('Lives in Berlin.'));
    const session = await world.open();
    await say(session, 'Hello');
    await session.settle(5000);
    await update(world.store, 'alice', (current) => ({
      ...(current ?? memoryOf()),
      summary: 'Lives in Potsdam.',
    }));
    await say(session, 'Where do I live?');
    const [first, second] = world.model.chats.map(({ system }) => system);
    expect(second).toEqual(first);
  });
});
