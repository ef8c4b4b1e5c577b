import { beforeEach, describe, expect, it } from 'vitest';
import { undoRevision } from '../../src/chat/undo.ts';
import { verify } from '../../src/chat/verify.ts';
import type { Fact, Memory } from '../../src/memory/types.ts';
import { NoTranscript } from '../../src/store/in-memory.ts';
import { update } from '../../src/store/update.ts';
import { ChatWorld } from '../support/chat-world.ts';
import { fact, memoryOf } from '../support/memories.ts';
import { aTurn } from '../support/turns.ts';

const MODELS = { chat: 'claude-sonnet-5-5', memory: 'claude-haiku-5-5' };
const QUIT = { stale: [{ target: 1, quote: 'I quit Acme', reason: 'over' }] };

let world: ChatWorld;
beforeEach(() => {
  world = new ChatWorld();
});

const answers = (answer: unknown) => world.answers(answer);
const write = (change: (current: Memory) => Memory) =>
  update(world.store, 'alice', (current) => change(current ?? memoryOf()));
const know = (...facts: Fact[]) => world.knowFacts(facts);
const said = (text: string, number = 1, origin: 'typed' | 'third-party' = 'typed') =>
  world.transcript.append(
    aTurn({
      id: `t-${number}`,
      at: new Date(Date.parse('2026-11-10T10:00:00.000Z') + number * 60_000).toISOString(),
      message: [{ origin, text }],
    }),
  );
const review = async () => (await world.store.read('alice'))?.review.map(({ text }) => text);

describe('verification', () => {
  it('proposes to retire what the user spoke against: one commit, which can be undone', async () => {
    await know(fact('Works at Acme', { tag: 'work' }));
    await said('I quit Acme, finally');
    answers(QUIT);
    const outcome = await verify(world, MODELS, 'alice');
    expect(outcome).toMatchObject({
      revision: 2,
      changes: { proposed: [{ text: 'No longer: Works at Acme' }], retired: [] },
      usage: { requests: 1 },
    });
    expect(outcome.costUsd).toBeGreaterThan(0);
    expect(await world.store.read('alice')).toMatchObject({
      keyFacts: [{ text: 'Works at Acme' }],
      review: [{ turn: 't-1', reason: 'you said “I quit Acme” on 2026-11-10' }],
    });
    await undoRevision(world, 'alice');
    expect(await review()).toEqual([]);
  });

  it('shows the model the facts and what was typed, not what was pasted or replied', async () => {
    await know(fact('Works at Acme', { tag: 'work' }));
    await said('I live in Rome', 1);
    await said('I quit Acme', 2, 'third-party');
    answers(QUIT);
    const { changes } = await verify(world, MODELS, 'alice');
    const [request] = world.model.extractions;
    expect(request?.model).toBe('claude-haiku-5-5');
    expect(request?.prompt).toContain('1. [work · 2026-11-01] Works at Acme');
    expect(request?.prompt).toContain('I live in Rome');
    expect(request?.prompt).not.toMatch(/quit|Noted/);
    expect(changes.refused).toMatchObject([{ reason: 'you did not say these words' }]);
  });

  it('looks at the newest 40 exchanges, and at the 60 facts that bear most on them', async () => {
    const facts = Array.from({ length: 61 }, (_, n) => fact(`Likes band ${n}`));
    await know(fact('Plays darts'), ...facts);
    for (let n = 1; n <= 41; n += 1) await said(`message ${n}: I play darts`, n);
    answers({ stale: [] });
    await verify(world, MODELS, 'alice');
    const prompt = world.model.extractions[0]?.prompt ?? '';
    expect(prompt.match(/<user /g)).toHaveLength(40);
    expect(prompt).not.toContain('message 1:');
    expect(prompt).toContain('1. [general · 2026-11-01] Plays darts');
    expect(prompt).toContain('\n60. ');
    expect(prompt).not.toContain('\n61. ');
  });

  it('writes nothing where nothing is stale, and tells what it could not read', async () => {
    await know(fact('Works at Acme'));
    await said('Hello');
    answers({ stale: [{ target: 1 }] });
    const outcome = await verify(world, MODELS, 'alice');
    expect(outcome.revision).toBeNull();
    expect(outcome.changes.refused).toMatchObject([{ reason: 'not in the form asked for' }]);
  });

  it('asks nothing where there is no fact, or nothing was typed', async () => {
    await said('Hello', 1, 'third-party');
    expect(await verify(world, MODELS, 'alice')).toMatchObject({ revision: null, costUsd: 0 });
    await know(fact('Works at Acme'));
    expect(await verify(world, MODELS, 'alice')).toMatchObject({ revision: null, costUsd: 0 });
    expect(world.model.extractions).toEqual([]);
  });

  it('needs a transcript', async () => {
    await know(fact('Works at Acme'));
    const expected = { code: 'usage', message: expect.stringContaining('no transcript') };
    await expect(verify(world, MODELS, 'alice')).rejects.toMatchObject(expected);
    const without = { ...ports(), transcript: new NoTranscript() };
    await expect(verify(without, MODELS, 'alice')).rejects.toMatchObject(expected);
  });
});

function ports() {
  const { store, journal, transcript, model, clock, newId, price } = world;
  return { store, journal, transcript, model, clock, newId, price };
}

describe('what is forgotten while the model is asked', () => {
  it('does not come back through a quote, neither from the memory nor from the transcript', async () => {
    await know(fact('Works at Acme', { tag: 'work' }));
    await said('I quit Acme', 1);
    await said('Hello', 2);
    let times = 0;
    world.model.extract = async () => {
      times += 1;
      if (times === 1) {
        await write((current) => ({ ...current, forgottenAt: '2026-11-20T10:00:00.000Z' }));
        await world.transcript.rewrite('alice', (one) => (one.turn === 't-1' ? null : one));
      }
      return JSON.stringify(QUIT);
    };
    const { changes } = await verify(world, MODELS, 'alice');
    expect(times).toBe(2);
    expect(await review()).toEqual([]);
    expect(changes.refused).toMatchObject([{ reason: 'you did not say these words' }]);
  });

  it('is not written from a transcript that is rewritten before the memory says so', async () => {
    await know(fact('Works at Acme', { tag: 'work' }));
    await said('I quit Acme', 1);
    world.model.extract = async () => {
      await world.transcript.rewrite('alice', () => null);
      return JSON.stringify(QUIT);
    };
    await verify(world, MODELS, 'alice');
    expect(await review()).toEqual([]);
  });

  it('again and again ends the verification', async () => {
    await know(fact('Works at Acme'));
    await said('I quit Acme');
    let times = 0;
    world.model.extract = async () => {
      times += 1;
      await write((current) => ({ ...current, forgottenAt: `2026-11-2${times}T10:00:00.000Z` }));
      return JSON.stringify(QUIT);
    };
    await expect(verify(world, MODELS, 'alice')).rejects.toMatchObject({ code: 'lock-busy' });
    expect(times).toBe(3);
  });
});
