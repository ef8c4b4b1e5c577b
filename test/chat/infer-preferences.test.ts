import { describe, expect, it } from 'vitest';
import { INFER_EVERY, inferPreferences, isDue } from '../../src/chat/infer-preferences.ts';
import { undoRevision } from '../../src/chat/undo.ts';
import type { Turn } from '../../src/memory/turn.ts';
import type { Memory } from '../../src/memory/types.ts';
import { NoTranscript } from '../../src/store/in-memory.ts';
import { ChatWorld } from '../support/chat-world.ts';
import { memoryOf } from '../support/memories.ts';
import { aTurn } from '../support/turns.ts';

const MODELS = { chat: 'claude-sonnet-5-5', memory: 'claude-haiku-5-5' };

/** Turns t-1, t-2 … a minute apart. */
function said(...texts: string[]): Turn[] {
  return texts.map((text, index) =>
    aTurn({
      id: `t-${index + 1}`,
      at: `2026-11-20T08:${String(index).padStart(2, '0')}:00.000Z`,
      message: [{ origin: 'typed', text }],
    }),
  );
}

const chat = said('Shorter please', 'And Rust?', 'tl;dr?', 'Why so?', 'Still too long');
const short = {
  key: 'answer length',
  value: 'short',
  quotes: ['Shorter please', 'Still too long'],
};

class World extends ChatWorld {
  /** The memory after the turns, as extraction leaves it; nothing else is in it. */
  async begin(turns: readonly Turn[], over: Partial<Memory> = {}): Promise<void> {
    const appliedTurns = turns.map(({ id }) => id);
    await this.store.commit('alice', memoryOf({ appliedTurns, ...over }));
    this.answer([short]);
  }

  answer(preferences: unknown[]): void {
    this.model.extract = () => JSON.stringify({ reasoning: '', preferences });
  }

  infer(recent: readonly Turn[] = [], policy: 'auto' | 'ask' = 'auto') {
    return inferPreferences(this, MODELS, 'alice', recent, policy);
  }

  async memory(): Promise<Memory> {
    return (await this.store.read('alice')) ?? memoryOf();
  }

  get asked(): string[] {
    return this.model.extractions.map(({ prompt }) => prompt);
  }
}

describe('inferring preferences is due', () => {
  const ids = (count: number) => Array.from({ length: count }, (_, n) => `t-${n + 1}`);

  it.each([
    ['never read', 4, undefined, false],
    ['never read', 5, undefined, true],
    ['read to the last', 5, 't-5', false],
    ['four later', 9, 't-5', false],
    ['five later', 10, 't-5', true],
    ['read to one that is no longer listed', 256, 't-0', true],
    ['no turn', 0, undefined, false],
  ])('%s: %i turns, read to %s: %s', (_, count, read, due) => {
    const mark = read === undefined ? {} : { preferencesReadTo: read };
    expect(isDue(memoryOf({ appliedTurns: ids(count), ...mark }))).toBe(due);
  });

  it('is every five turns', () => {
    expect(INFER_EVERY).toBe(5);
  });
});

describe('inferring preferences', () => {
  it('asks the memory model once, and writes what the words carry in one commit', async () => {
    const world = new World();
    await world.begin(chat);
    const outcome = await world.infer(chat);
    expect(outcome).toMatchObject({
      revision: 1,
      changes: { added: [{ id: 'preference:answer length', text: 'answer length: short' }] },
      usage: { requests: 1 },
    });
    expect(outcome.costUsd).toBeGreaterThan(0);
    const [request] = world.model.extractions;
    expect(world.model.extractions).toHaveLength(1);
    expect(request?.model).toBe(MODELS.memory);
    expect(request?.userHash).toMatch(/^[0-9a-f]{32}$/u);
    expect(request?.system[0]?.text).toContain('answer length');
    expect(await world.memory()).toMatchObject({
      preferences: { 'answer length': { value: 'short', origin: 'inferred' } },
      preferencesReadTo: 't-5',
    });
    expect(isDue(await world.memory())).toBe(false);
    for await (const { revision, reason } of world.store.history('alice')) {
      expect(reason).toBe(revision === 1 ? 'tidied' : 'commit');
    }
  });

  it('notes how far it has read when there is nothing to infer', async () => {
    const world = new World();
    await world.begin(chat);
    world.answer([]);
    const { revision, changes } = await world.infer(chat);
    expect(revision).toBe(1);
    expect(Object.values(changes).flat()).toEqual([]);
    expect((await world.memory()).preferencesReadTo).toBe('t-5');
  });

  it('writes nothing when all is as it was', async () => {
    const world = new World();
    await world.begin(chat, { preferencesReadTo: 't-5' });
    world.answer([]);
    expect((await world.infer(chat)).revision).toBeNull();
    expect((await world.memory()).revision).toBe(0);
  });

  it('says what it refused, and what it could not read', async () => {
    const world = new World();
    await world.begin(chat);
    world.answer([{ ...short, quotes: ['Be brief'] }, { key: 'tone' }]);
    const { changes } = await world.infer(chat);
    expect(changes.refused).toEqual([
      { text: 'answer length: short', reason: 'you did not type these words' },
      {
        text: expect.stringMatching(/^preferences\[1\]: value /),
        reason: 'not in the form asked for',
      },
    ]);
  });

  it('puts it into review under the policy ask', async () => {
    const world = new World();
    await world.begin(chat);
    const { changes } = await world.infer(chat, 'ask');
    expect(changes.proposed).toHaveLength(1);
    const { preferences, review } = await world.memory();
    expect(preferences).toEqual({});
    expect(review.map(({ text }) => text)).toEqual(['answer length: short']);
  });

  it('asks nobody and writes nothing where fewer than two turns have words of the user', async () => {
    const world = new World();
    const pasted = aTurn({ id: 't-2', message: [{ origin: 'third-party', text: 'Be brief' }] });
    const turns = [...said('Shorter please'), pasted];
    await world.begin(turns);
    expect(await world.infer(turns)).toMatchObject({ revision: null, costUsd: 0 });
    expect(world.asked).toEqual([]);
    expect((await world.memory()).revision).toBe(0);
  });

  it('asks nobody about a user of whom nothing is kept', async () => {
    const world = new World();
    expect((await world.infer(chat)).revision).toBeNull();
    expect(world.asked).toEqual([]);
    expect(await world.store.read('alice')).toBeNull();
  });

  it('reads the last ten turns, from the transcript where few are given', async () => {
    const world = new World();
    const texts = Array.from({ length: 12 }, (_, n) => `Message number ${n + 1}x`);
    const turns = said(...texts);
    for (const turn of turns) await world.transcript.append(turn);
    await world.begin(turns);
    await world.infer(turns.slice(-2));
    const [prompt = ''] = world.asked;
    expect([...prompt.matchAll(/number (\d+)x/gu)].map(([, number]) => Number(number))).toEqual([
      3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
    ]);
  });

  it('reads of the transcript only what was typed', async () => {
    const world = new World();
    const [first, second] = said('Shorter please', 'Still too long');
    const pasted = { origin: 'third-party' as const, text: 'A stranger wrote this' };
    const turns = [first, second].flatMap((turn) =>
      turn === undefined ? [] : [{ ...turn, message: [...turn.message, pasted] }],
    );
    for (const turn of turns) await world.transcript.append(turn);
    await world.begin(turns);
    const { changes } = await world.infer();
    expect(changes.added).toHaveLength(1);
    expect(world.asked.join()).not.toContain('stranger');
  });

  it('reads no transcript where five turns are given, and needs none', async () => {
    const world = new World();
    await world.transcript.append(
      aTurn({ id: 't-0', message: [{ origin: 'typed', text: 'Old' }] }),
    );
    await world.begin(chat);
    await world.infer(chat);
    expect(world.asked.join()).not.toContain('Old');

    const alone = new World();
    await alone.begin(chat.slice(0, 3));
    alone.answer([{ ...short, quotes: ['Shorter please', 'tl;dr?'] }]);
    const ports = { ...alone, transcript: new NoTranscript() };
    const outcome = await inferPreferences(ports, MODELS, 'alice', chat.slice(0, 3), 'auto');
    expect(outcome.changes.added).toHaveLength(1);
  });

  it('reads nothing that was said before something was forgotten, or at that moment', async () => {
    const world = new World();
    for (const turn of chat) await world.transcript.append(turn);
    await world.begin(chat, { forgottenAt: '2026-11-20T08:02:00.000Z' });
    world.answer([]);
    await world.infer(chat);
    const [prompt = ''] = world.asked;
    expect(prompt).not.toContain('Shorter please');
    expect(prompt).not.toContain('tl;dr');
    expect(prompt).toContain('Why so?');
    expect(prompt).toContain('Still too long');
  });

  it('writes nothing of it when something is forgotten while the model thinks', async () => {
    const world = new World();
    await world.begin(chat);
    world.model.extract = async () => {
      const memory = await world.memory();
      const forgottenAt = '2026-11-20T09:30:00.000Z';
      await world.store.commit('alice', { ...memory, revision: 1, forgottenAt });
      return JSON.stringify({ reasoning: '', preferences: [short, { key: 'tone' }] });
    };
    const { revision, changes } = await world.infer(chat);
    expect(revision).toBeNull();
    expect(Object.values(changes).flat()).toEqual([]);
    expect(await world.memory()).toMatchObject({ revision: 1, preferences: {} });
  });

  it('judges by the memory as it is when it writes', async () => {
    const world = new World();
    await world.begin(chat);
    world.model.extract = async () => {
      const memory = await world.memory();
      const source = { turn: 't-9', role: 'user' as const, quote: 'I want long answers' };
      const stated = { value: 'long', origin: 'stated' as const, source, updatedAt: '2026-11-20' };
      const preferences = { 'answer length': stated };
      await world.store.commit('alice', { ...memory, revision: 1, preferences });
      return JSON.stringify({ reasoning: '', preferences: [short] });
    };
    const { changes } = await world.infer(chat);
    expect(changes.refused.map(({ reason }) => reason)).toEqual(['you said how you want it']);
    expect((await world.memory()).preferences['answer length']?.value).toBe('long');
  });

  it('marks the newest turn that it read, not one that came since', async () => {
    const world = new World();
    const later = { id: 't-6', at: '2026-11-20T08:06:00.000Z' };
    await world.begin([...chat, aTurn(later)], { preferencesReadTo: 't-2' });
    await world.infer(chat);
    expect((await world.memory()).preferencesReadTo).toBe('t-5');
  });

  it('reads turns in the order in which they were said, ten of them', async () => {
    const world = new World();
    const told = said(...Array.from({ length: 10 }, (_, n) => `Told ${n}x`));
    for (const turn of told) {
      const at = turn.at.replace('T08', 'T10');
      await world.transcript.append({ ...turn, id: `told-${turn.id}`, at });
    }
    await world.begin(chat);
    await world.infer(chat.slice(0, 2));
    const [prompt = ''] = world.asked;
    expect(prompt.match(/^Told \d+x$/gmu)).toEqual(told.map((_, n) => `Told ${n}x`));
    expect(prompt).not.toContain('Shorter please');
  });

  it('never takes the mark back behind what another process has read', async () => {
    const world = new World();
    const later = { id: 't-6', at: '2026-11-20T08:06:00.000Z' };
    await world.begin([...chat, aTurn(later)], { preferencesReadTo: 't-6' });
    await world.infer(chat);
    expect((await world.memory()).preferencesReadTo).toBe('t-6');
  });

  it('marks the newest turn when none of those it read is listed any more', async () => {
    const world = new World();
    await world.begin([], { appliedTurns: ['t-a', 't-b', 't-c'] });
    await world.infer(chat);
    expect((await world.memory()).preferencesReadTo).toBe('t-c');
  });

  it('marks nothing in a memory without turns', async () => {
    const world = new World();
    await world.begin([]);
    await world.infer(chat);
    const memory = await world.memory();
    expect(memory).not.toHaveProperty('preferencesReadTo');
    expect(memory.preferences['answer length']?.value).toBe('short');
  });

  it('leaves the memory alone when the answer cannot be read', async () => {
    const world = new World();
    await world.begin(chat);
    world.model.extract = () => 'The user likes it short.';
    await expect(world.infer(chat)).rejects.toMatchObject({ code: 'model-output' });
    expect((await world.memory()).revision).toBe(0);
  });

  it('can be undone, and is not asked about again at once', async () => {
    const world = new World();
    await world.begin(chat);
    await world.infer(chat);
    await undoRevision(world, 'alice');
    const memory = await world.memory();
    expect(memory.preferences).toMatchObject({
      'answer length': { value: '', origin: 'declined' },
    });
    expect(isDue(memory)).toBe(false);
  });

  it('that was undone is not inferred again, and comes back when the undo is undone', async () => {
    const world = new World();
    await world.begin(chat);
    await world.infer(chat);
    const { revision } = await undoRevision(world, 'alice');
    const again = await world.infer(chat);
    expect(again.changes.added).toEqual([]);
    await undoRevision(world, 'alice', revision);
    expect((await world.memory()).preferences).toMatchObject({
      'answer length': { value: 'short', origin: 'inferred' },
    });
  });
});
