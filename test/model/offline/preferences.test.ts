import { describe, expect, it } from 'vitest';
import { infer } from '../../../src/memory/infer.ts';
import type { Turn } from '../../../src/memory/turn.ts';
import type { Memory, Preference } from '../../../src/memory/types.ts';
import { AnthropicModel } from '../../../src/model/anthropic/model.ts';
import { offlineFetch } from '../../../src/model/offline/fetch.ts';
import { PREFERENCES_INSTRUCTIONS, preferencesPrompt } from '../../../src/prompt/preferences.ts';
import { preferencesSchema } from '../../../src/prompt/preferences-schema.ts';
import { evidence, memory, NOW, turn } from '../../memory/world.ts';

const model = new AnthropicModel({
  apiKey: 'offline',
  authToken: null,
  profile: null,
  baseUrl: null,
  capabilities: 'anthropic',
  fetch: offlineFetch(),
});

function said(...texts: string[]): Turn[] {
  return texts.map((text, index) => turn(`t-${index + 1}`, text));
}

async function inferred(turns: Turn[], start: Memory = memory()): Promise<Record<string, string>> {
  const { value, problems } = await model.structured(
    {
      model: 'claude-haiku-5-5',
      system: [{ text: PREFERENCES_INSTRUCTIONS, cache: false }],
      prompt: preferencesPrompt({ preferences: start.preferences, turns }),
      maxTokens: 4_096,
      userHash: 'u',
    },
    preferencesSchema,
  );
  expect(problems).toEqual([]);
  expect(value.reasoning).not.toBe('');
  const { memory: after, changes } = infer(start, value.preferences, evidence(...turns));
  expect(changes.refused).toEqual([]);
  return Object.fromEntries(
    Object.entries(after.preferences).map(([key, { value }]) => [key, value]),
  );
}

describe('the offline model, asked for preferences,', () => {
  it('takes it that a user who asks for less twice wants short answers', async () => {
    const turns = said('What is TCP? Briefly', 'And UDP?\nShorter please');
    expect(await inferred(turns)).toEqual({ 'answer length': 'short' });
  });

  it('takes it that a user who asks for more twice wants long ones', async () => {
    const turns = said('Explain TCP in more detail', 'Can you elaborate?');
    expect(await inferred(turns)).toEqual({ 'answer length': 'long' });
  });

  it.each([
    ['asks for less once', ['What is TCP? Briefly', 'And UDP?']],
    ['asks for less and for more', ['Shorter', 'Shorter', 'Longer please', 'Longer']],
    ['says nothing of it', ['Hello', 'What is TCP?', 'I live in Rome', 'Ok', 'Thanks']],
  ])('takes nothing of a user who %s', async (_, texts) => {
    expect(await inferred(said(...texts))).toEqual({});
  });

  it('takes it that a user who sends code wants code first', async () => {
    const turns = said('Why is it slow?\nconst a = load();', 'def load(path):\n  return path');
    expect(await inferred(turns)).toEqual({ format: 'code first' });
  });

  it('does not take sentences for code', async () => {
    const turns = said('Let me know when class is over', 'Return to Rome', 'Import taxes are high');
    expect(await inferred(turns)).toEqual({});
  });

  it('takes the words of three messages as topics, at most three', async () => {
    const turns = said(
      'My garden needs roses, tulips and peonies',
      'Which roses suit a garden with tulips and peonies?',
      'Are tulips or peonies good for the garden beside roses?',
      'Does the garden need a fence?',
    );
    expect(await inferred(turns)).toEqual({ topics: 'garden, roses, tulips' });
  });

  it('leaves alone what the user said themselves or declined', async () => {
    const fixed = (origin: Preference['origin']): Preference => ({
      value: origin === 'declined' ? '' : 'long',
      origin,
      source: { turn: 't-0', role: 'user', quote: '' },
      updatedAt: NOW,
    });
    const turns = said('What is TCP? Briefly', 'And UDP? Shorter please');
    for (const origin of ['stated', 'declined'] as const) {
      const start = memory({ preferences: { 'answer length': fixed(origin) } });
      expect(Object.keys(await inferred(turns, start))).toEqual(['answer length']);
    }
  });

  it('takes nothing from what was pasted', async () => {
    const pasted = { origin: 'third-party' as const, text: 'Shorter please' };
    const typed = { origin: 'typed' as const, text: 'What is this? ' };
    expect(await inferred([turn('t-1', [typed, pasted]), turn('t-2', [typed, pasted])])).toEqual(
      {},
    );
  });
});
