import { beforeEach, describe, expect, it } from 'vitest';
import { tidy } from '../../src/chat/tidy.ts';
import { undoRevision } from '../../src/chat/undo.ts';
import type { Fact, Memory } from '../../src/memory/types.ts';
import { update } from '../../src/store/update.ts';
import { ChatWorld } from '../support/chat-world.ts';
import { fact, memoryOf } from '../support/memories.ts';

const MODELS = { chat: 'claude-sonnet-5-5', memory: 'claude-haiku-5-5' };
const TEA_AND_COFFEE = { merges: [{ targets: [1, 2], text: 'Likes tea and coffee' }] };

let world: ChatWorld;
beforeEach(() => {
  world = new ChatWorld();
});

const answers = (answer: unknown) => world.answers(answer);
const write = (change: (current: Memory) => Memory) =>
  update(world.store, 'alice', (current) => change(current ?? memoryOf()));
const know = (facts: Fact[], over: Partial<Memory> = {}) => world.knowFacts(facts, over);
const drinks = (...texts: string[]) => texts.map((text) => fact(text, { tag: 'drinks' }));
const now = async () => {
  const memory = await world.store.read('alice');
  if (memory === null) throw new Error('no memory');
  return memory;
};
const facts = async () => (await now()).keyFacts.map(({ text }) => text);

describe('tidying up', () => {
  it('is one commit, which is told and can be undone', async () => {
    await know([
      ...drinks('Likes tea', 'Likes coffee'),
      fact('Has a guest', { expiresAt: '2026-11-02' }),
    ]);
    const before = await now();
    answers(TEA_AND_COFFEE);
    const outcome = await tidy(world, MODELS, 'alice', { yes: true });
    expect(outcome).toMatchObject({
      revision: 2,
      changes: {
        replaced: [{ text: 'Likes tea and coffee' }],
        retired: [{ text: 'Has a guest' }],
        refused: [],
      },
      usage: { requests: 1 },
    });
    expect(outcome.costUsd).toBeGreaterThan(0);
    expect(await facts()).toEqual(['Likes tea and coffee']);
    const reasons: string[] = [];
    for await (const { reason } of world.store.history('alice')) reasons.push(reason);
    expect(reasons).toEqual(['tidied', 'commit', 'commit']);

    await undoRevision(world, 'alice');
    const { keyFacts, retired } = await now();
    expect([keyFacts, retired]).toEqual([before.keyFacts, before.retired]);
  });

  it('shows the model the active facts with the summary, and asks the memory model', async () => {
    await know(drinks('Likes tea', 'Likes coffee'), { summary: 'Alice likes tea.' });
    answers({ merges: [], summary: 'Alice likes tea and coffee.' });
    await tidy(world, MODELS, 'alice');
    const [request] = world.model.extractions;
    expect(request?.model).toBe('claude-haiku-5-5');
    expect(request?.prompt).toContain('Summary: Alice likes tea.');
    expect(request?.prompt).toContain('2. [drinks · 2026-11-01] Likes coffee');
    expect((await now()).summary).toBe('Alice likes tea and coffee.');
  });

  it('asks no model about fewer than two facts, and retires what has expired all the same', async () => {
    await know([fact('Likes tea'), fact('Has a guest', { expiresAt: '2026-11-02' })]);
    const outcome = await tidy(world, MODELS, 'alice');
    expect(outcome).toMatchObject({ revision: 2, usage: { requests: 0 }, costUsd: 0 });
    expect(world.model.extractions).toEqual([]);
    expect(await facts()).toEqual(['Likes tea']);
    expect((await tidy(world, MODELS, 'alice')).revision).toBeNull();
  });

  it('retires what is older than it may be when told so', async () => {
    await know([fact('Likes tea'), fact('Likes jazz', { recordedAt: '2026-01-01T00:00:00.000Z' })]);
    answers({ merges: [] });
    await tidy(world, MODELS, 'alice', { retainDays: 100 });
    expect(await facts()).toEqual(['Likes tea']);
  });

  it('of a user whom nobody has met does nothing', async () => {
    expect(await tidy(world, MODELS, 'alice')).toMatchObject({ revision: null, costUsd: 0 });
    expect(await world.store.read('alice')).toBeNull();
  });

  it('writes nothing when there is nothing to do', async () => {
    await know(drinks('Likes tea', 'Plays darts'));
    answers({ merges: [{ targets: [1, 2], text: 'Likes darts' }] });
    const outcome = await tidy(world, MODELS, 'alice');
    expect(outcome.revision).toBeNull();
    expect(outcome.changes.refused).toHaveLength(1);
    expect(await now()).toMatchObject({ revision: 1 });
  });

  it('tells what was not in the form asked for', async () => {
    await know(drinks('Likes tea', 'Likes coffee'));
    answers({ merges: [{ targets: 'all', text: 'x' }] });
    const { changes } = await tidy(world, MODELS, 'alice');
    expect(changes.refused).toMatchObject([{ reason: 'not in the form asked for' }]);
  });

  it('asks in several requests where there are many facts, without the summary', async () => {
    const many = Array.from({ length: 61 }, (_, n) => fact(`Likes band ${n}`, { tag: 'music' }));
    await know([...many, ...drinks('Likes tea', 'Likes coffee')], {
      summary: 'Alice likes bands.',
    });
    world.model.extract = ({ prompt }) =>
      prompt.includes('Likes tea')
        ? JSON.stringify({
            merges: [{ targets: [2, 3], text: 'Likes tea and coffee' }],
            summary: 'x',
          })
        : JSON.stringify({ merges: [], summary: 'y' });
    const outcome = await tidy(world, MODELS, 'alice');
    expect(outcome.usage.requests).toBe(2);
    expect(world.model.extractions.map(({ prompt }) => prompt.includes('Summary'))).toEqual([
      false,
      false,
    ]);
    expect(await now()).toMatchObject({ summary: 'Alice likes bands.' });
    expect(outcome.changes.refused).toEqual([]);
    expect(await facts()).toContain('Likes tea and coffee');
  });

  it('says how many facts there was no room for', async () => {
    const many = Array.from({ length: 603 }, (_, n) => fact(`Likes band ${n}`, { tag: 'music' }));
    await know(many);
    answers({ merges: [] });
    const { changes } = await tidy(world, MODELS, 'alice');
    expect(changes.refused).toEqual([{ text: '3 facts', reason: 'too many to look at in one go' }]);
  });
});

describe('a memory that would shrink by more than half', () => {
  const three = drinks('Likes tea', 'Likes coffee', 'Likes cocoa');
  const merges = [{ targets: [1, 2, 3], text: 'Likes tea, coffee and cocoa' }];

  it('is left as it is unless told otherwise, and the numbers are told', async () => {
    await know(three);
    answers({ merges });
    await expect(tidy(world, MODELS, 'alice')).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/1 of 3 active facts.*memory tidy --yes/),
    });
    expect(await now()).toMatchObject({ revision: 1, keyFacts: three });
    await tidy(world, MODELS, 'alice', { yes: true });
    expect(await facts()).toEqual(['Likes tea, coffee and cocoa']);
  });

  it('may shrink to just half', async () => {
    await know(three.slice(0, 2));
    answers(TEA_AND_COFFEE);
    await tidy(world, MODELS, 'alice');
    expect(await facts()).toHaveLength(1);
  });
});

describe('a memory that changes while the model is asked', () => {
  const meanwhile = (change: (current: Memory) => Memory, answer: unknown = TEA_AND_COFFEE) => {
    let isFirst = true;
    world.model.extract = async () => {
      if (isFirst) await write(change);
      isFirst = false;
      return JSON.stringify(answer);
    };
  };

  it('keeps what others wrote; what is about a fact that is gone is refused', async () => {
    await know(drinks('Likes tea', 'Likes coffee', 'Likes cocoa', 'Plays darts'));
    meanwhile(
      (current) => ({
        ...current,
        keyFacts: [...current.keyFacts.slice(0, 3), fact('Lives in Rome')],
      }),
      {
        merges: [
          { targets: [1, 2], text: 'Likes tea and coffee' },
          { targets: [3, 4], text: 'x' },
        ],
      },
    );
    const { changes } = await tidy(world, MODELS, 'alice');
    expect(await facts()).toEqual(['Likes tea and coffee', 'Likes cocoa', 'Lives in Rome']);
    expect(changes.refused).toMatchObject([
      { reason: 'a fact it is about is not in memory any more' },
    ]);
  });

  it('keeps a summary that others wrote', async () => {
    await know(drinks('Likes tea', 'Likes coffee'), { summary: 'Alice.' });
    meanwhile((current) => ({ ...current, summary: 'Theirs.' }), { summary: 'Likes tea.' });
    await tidy(world, MODELS, 'alice');
    expect((await now()).summary).toBe('Theirs.');
  });

  it('is read anew when something was forgotten', async () => {
    await know(drinks('Likes tea', 'Likes coffee', 'Plays darts'));
    meanwhile((current) => ({
      ...current,
      keyFacts: drinks('Plays darts', 'Likes coffee', 'Likes tea'),
      forgottenAt: '2026-11-20T10:00:00.000Z',
    }));
    world.model.extract = ((first) => async (request) => {
      const answer = await first(request);
      return request.prompt.includes('1. [drinks · 2026-11-01] Plays')
        ? JSON.stringify({ merges: [{ targets: [2, 3], text: 'Likes coffee and tea' }] })
        : answer;
    })(world.model.extract);
    const outcome = await tidy(world, MODELS, 'alice');
    expect(outcome.usage.requests).toBe(2);
    expect(await facts()).toEqual(['Plays darts', 'Likes coffee and tea']);
  });

  it('that forgets again and again is left alone', async () => {
    await know(drinks('Likes tea', 'Likes coffee'));
    let times = 0;
    world.model.extract = async () => {
      times += 1;
      await write((current) => ({ ...current, forgottenAt: `2026-11-2${times}T10:00:00.000Z` }));
      return JSON.stringify(TEA_AND_COFFEE);
    };
    await expect(tidy(world, MODELS, 'alice')).rejects.toMatchObject({ code: 'lock-busy' });
    expect(times).toBe(3);
    expect(await facts()).toHaveLength(2);
  });

  it('that is deleted meanwhile stays deleted', async () => {
    await know(drinks('Likes tea', 'Likes coffee'));
    world.model.extract = async () => {
      await world.store.remove('alice');
      return JSON.stringify(TEA_AND_COFFEE);
    };
    expect(await tidy(world, MODELS, 'alice')).toMatchObject({ revision: null });
    expect(await world.store.read('alice')).toBeNull();
  });
});

describe('how many facts a consolidation left', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, n) => fact(`Likes band ${n}`, { tag: `band-${n % 50}` }));

  it('is noted when it changed something', async () => {
    await know(drinks('Likes tea', 'Likes coffee', 'Likes cocoa'));
    answers(TEA_AND_COFFEE);
    await tidy(world, MODELS, 'alice');
    expect((await now()).tidiedTo).toBe(2);
  });

  it('is noted as well when nothing could be done about many facts, so that it is not tried again', async () => {
    answers({ merges: [] });
    await know(many(101));
    expect((await tidy(world, MODELS, 'alice')).revision).toBe(2);
    expect((await now()).tidiedTo).toBe(101);
    expect((await tidy(world, MODELS, 'alice')).revision).toBeNull();
    await know(many(100), { tidiedTo: 0 });
    expect((await tidy(world, MODELS, 'alice')).revision).toBeNull();
  });
});

it('a model that fails leaves the memory as it is', async () => {
  await know(drinks('Likes tea', 'Likes coffee'));
  world.model.extract = () => 'Sure!';
  await expect(tidy(world, MODELS, 'alice')).rejects.toMatchObject({ code: 'model-output' });
  expect(await now()).toMatchObject({ revision: 1 });
});

it('the price of a model that has none is not known', async () => {
  await know(drinks('Likes tea', 'Likes coffee'));
  answers({ merges: [] });
  const outcome = await tidy(world, { ...MODELS, memory: 'gemma' }, 'alice');
  expect(outcome.costUsd).toBeNull();
});
