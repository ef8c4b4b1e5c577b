import { beforeEach, describe, expect, it } from 'vitest';
import type { WritePolicy } from '../../src/memory/policy.ts';
import { update } from '../../src/store/update.ts';
import { ChatWorld, say } from '../support/chat-world.ts';
import { memoryOf } from '../support/memories.ts';
import { added, extraction } from '../support/scripted-model.ts';

let world: ChatWorld;
beforeEach(() => {
  world = new ChatWorld();
  world.model.extract = () =>
    extraction({
      summary: 'Alice likes tea.',
      name: { value: 'Alice', quote: "I'm Alice" },
      facts: [added('Likes tea', 'I like tea')],
      preferences: [{ key: 'answer length', value: 'short', quote: 'keep answers short' }],
    });
});

const talk = async (policy: WritePolicy) => {
  const session = await world.open({ policy });
  await say(session, "I'm Alice, I like tea. Please keep answers short.");
  await session.settle(5000);
  return session;
};

describe('the policy auto', () => {
  it('writes what passes the rules', async () => {
    const { name, summary, keyFacts, preferences, review } = await (await talk('auto')).memory();
    expect([name, summary, keyFacts.length, Object.keys(preferences), review]).toEqual([
      'Alice',
      'Alice likes tea.',
      1,
      ['answer length'],
      [],
    ]);
  });
});

describe('the policy ask', () => {
  it('puts each change into the review list and writes none, with a receipt that says so', async () => {
    const memory = await (await talk('ask')).memory();
    expect(memory).toMatchObject({ name: null, summary: '', keyFacts: [], preferences: {} });
    expect(memory.review.map(({ text, operation }) => [operation?.op, text])).toEqual([
      ['add', 'Likes tea'],
      ['preference', 'answer length: short'],
      ['name', 'Alice'],
      ['summary', 'Alice likes tea.'],
    ]);
    const [receipt] = world.receipts;
    expect(receipt?.changes.proposed.map(({ id }) => id)).toEqual(
      memory.review.map(({ id }) => id),
    );
    expect(receipt?.changes).toMatchObject({ added: [], replaced: [], retired: [], refused: [] });
  });

  it('keeps what was said for the next session, for that is the conversation and no knowledge', async () => {
    const memory = await (await talk('ask')).memory();
    expect(memory.recentMessages).toHaveLength(2);
    expect(memory.appliedTurns).toHaveLength(1);
    expect(memory.sessionCount).toBe(1);
  });

  it('waits with one summary at most, the newest', async () => {
    const session = await talk('ask');
    world.model.extract = () => extraction({ summary: 'Alice likes tea and jazz.' });
    await say(session, 'I like jazz as well');
    await session.settle(5000);
    const { review } = await session.memory();
    expect(review.filter(({ operation }) => operation?.op === 'summary')).toMatchObject([
      { text: 'Alice likes tea and jazz.' },
    ]);
  });

  it('writes what was approved', async () => {
    const session = await talk('ask');
    const { review } = await session.memory();
    await session.own.decide(review.map(({ id }) => ({ proposal: id, verdict: 'approve' })));
    const memory = await session.memory();
    expect(memory).toMatchObject({ name: 'Alice', summary: 'Alice likes tea.', review: [] });
    expect(memory.keyFacts).toMatchObject([{ text: 'Likes tea', origin: 'confirmed' }]);
    expect(memory.preferences).toMatchObject({
      'answer length': { value: 'short', origin: 'confirmed' },
    });
  });
});

describe('the policy read-only', () => {
  it('answers from the memory and writes nothing at all', async () => {
    await update(world.store, 'alice', () => ({ ...memoryOf(), summary: 'Lives in Rome.' }));
    const before = await world.store.read('alice');
    const session = await talk('read-only');
    expect(await world.store.read('alice')).toEqual(before);
    expect(world.journal.turns.size).toBe(0);
    expect(await world.transcript.recent('alice', 10)).toEqual([]);
    expect(world.model.extractions).toEqual([]);
    expect(world.model.chats[0]?.system.map(({ text }) => text).join()).toContain('Lives in Rome.');
    expect((await session.why()).summary).toBe('Lives in Rome.');
  });

  it('leaves alone what an earlier process left behind', async () => {
    await talk('auto');
    world.journal.abandon();
    const session = await world.open({ policy: 'read-only' });
    expect(await session.settle(5000)).toBe('nothing');
    expect(world.model.extractions).toHaveLength(1);
  });

  it.each([
    ['add', (own) => own.add({ text: 'Likes tea' })],
    ['edit', (own) => own.edit('f-1', { text: 'Likes tea' })],
    ['setPreference', (own) => own.setPreference('tone', 'dry')],
    ['decide', (own) => own.decide([])],
    ['forget', (own) => own.forget({ kind: 'name' })],
    ['forgetAll', (own) => own.forgetAll()],
    ['undo', (own) => own.undo()],
    ['restore', (own) => own.restore(0)],
    ['tidy', (own) => own.tidy()],
    ['verify', (own) => own.verify()],
    ['inferPreferences', (own) => own.inferPreferences()],
  ] satisfies [string, (own: Awaited<ReturnType<typeof talk>>['own']) => Promise<unknown>][])(
    'refuses %s in words with the way on',
    async (_, change) => {
      const session = await world.open({ policy: 'read-only' });
      await expect(change(session.own)).rejects.toMatchObject({
        code: 'usage',
        message: expect.stringMatching(/read-only.*--memory auto/u),
      });
    },
  );
});
