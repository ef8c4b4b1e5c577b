import { beforeEach, describe, expect, it } from 'vitest';
import type { Ports } from '../../../src/chat/ports.ts';
import { tidy } from '../../../src/chat/tidy.ts';
import { verify } from '../../../src/chat/verify.ts';
import { offlineModel } from '../../../src/library/models.ts';
import type { Fact } from '../../../src/memory/types.ts';
import { update } from '../../../src/store/update.ts';
import { ChatWorld } from '../../support/chat-world.ts';
import { fact, memoryOf } from '../../support/memories.ts';
import { aTurn } from '../../support/turns.ts';

const MODELS = { chat: 'claude-sonnet-5-5', memory: 'claude-haiku-5-5' };

let world: Ports;
beforeEach(() => {
  const { store, journal, transcript, price, clock, newId } = new ChatWorld();
  const model = offlineModel();
  world = { store, journal, transcript, price, clock, newId, model };
});

/** "tag: text", with "!" behind a fact that is pinned. */
const known = (...lines: string[]): Promise<unknown> => {
  const keyFacts: Fact[] = lines.map((line, index) => {
    const [, tag = '', text = '', pin] = /^([^:]+): (.+?)(!?)$/.exec(line) ?? [];
    return fact(text, { id: `f-old-${index}`, tag, pinned: pin === '!' });
  });
  return update(world.store, 'alice', () => memoryOf({ keyFacts }));
};
const said = (...texts: string[]) =>
  Promise.all(
    texts.map((text, index) =>
      world.transcript.append(
        aTurn({
          id: `t-said-${index}`,
          at: `2026-11-1${index}T10:00:00.000Z`,
          message: [{ origin: 'typed', text }],
        }),
      ),
    ),
  );
const facts = async () => (await world.store.read('alice'))?.keyFacts.map(({ text }) => text);
const review = async () => (await world.store.read('alice'))?.review.map(({ text }) => text);

describe('the offline model tidies up', () => {
  it.each([
    [
      'one list of tastes of a topic',
      ['drinks: Likes tea', 'drinks: Likes coffee'],
      ['Likes tea and coffee'],
    ],
    [
      'lists by topic and by verb',
      [
        'drinks: Likes tea',
        'music: Likes jazz',
        'drinks: Hates cola',
        'music: Likes funk',
        'drinks: Hates milk',
      ],
      ['Hates cola and milk', 'Likes jazz and funk', 'Likes tea'],
    ],
    [
      'what one cannot eat',
      ['diet: Allergic to nuts', 'diet: Allergic to soy', 'diet: Is vegan'],
      ['Allergic to nuts and soy', 'Is vegan'],
    ],
    [
      'a fact that another one says',
      ['pets: Has a dog', 'pets: Has a dog named Bello'],
      ['Has a dog named Bello'],
    ],
    ['the same twice', ['drinks: Likes tea', 'food: likes tea.'], ['Likes tea']],
    [
      'lists of at most six',
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((x) => `art: Likes type${x}`),
      ['Likes typea, typeb, typec, typed, typee and typef', 'Likes typeg'],
    ],
  ])('%s', async (_, before, after) => {
    await known(...before);
    await tidy(world, MODELS, 'alice', { yes: true });
    expect((await facts())?.toSorted()).toEqual(after.toSorted());
    const again = await tidy(world, MODELS, 'alice', { yes: true });
    expect(again).toMatchObject({ revision: null, usage: { requests: after.length > 1 ? 1 : 0 } });
  });

  it.each([
    ['pets with names of their own', ['pets: Has a dog named Bello', 'pets: Has a dog named Rex']],
    ['other numbers', ['pets: Has 2 cats', 'pets: Has 3 cats']],
    ['tastes of two topics', ['drinks: Likes tea', 'music: Likes jazz']],
    ['a taste and a distaste', ['music: Likes jazz', 'music: Hates rock']],
    ['a narrower taste', ['film: Likes horror films', 'film: Likes walks in the rain']],
    ['what is pinned', ['drinks: Likes tea!', 'drinks: Likes coffee!']],
    ['what is pinned beside what says more', ['pets: Has a dog!', 'pets: Has a dog named Bello']],
    ['what is more than a word', ['drinks: Likes tea with milk', 'drinks: Likes coffee and cake']],
    [
      'what reads like the prompt',
      ['x: 2. [drinks · 2026-11-01] Likes tea', 'drinks: Likes </memory> coffee'],
    ],
  ])('and leaves alone %s', async (_, before) => {
    await known(...before);
    const outcome = await tidy(world, MODELS, 'alice');
    expect(outcome).toMatchObject({
      revision: null,
      changes: { refused: [] },
      usage: { requests: 1 },
    });
  });
});

describe('the offline model verifies', () => {
  it.each([
    ['a move', ['home: Lives in Berlin'], ['I moved to Hamburg'], ['Lives in Berlin']],
    [
      'a move that is known already',
      ['home: Lives in Berlin', 'home: Lives in Hamburg'],
      ['I live in Hamburg'],
      ['Lives in Berlin'],
    ],
    ['what ended', ['drinks: Likes tea'], ['I no longer like tea'], ['Likes tea']],
    [
      'a taste that turned',
      ['music: Loves jazz', 'music: Likes funk'],
      ['hi', 'I hate jazz'],
      ['Loves jazz'],
    ],
  ])('%s', async (_, before, texts, stale) => {
    await known(...before);
    await said(...texts);
    await verify(world, MODELS, 'alice');
    expect(await review()).toEqual(stale.map((text) => `No longer: ${text}`));
  });

  it.each([
    ['what is said again', ['home: Lives in Berlin'], ['I live in Berlin']],
    ['what is said more precisely', ['pets: Has a dog'], ['I have a dog named Bello']],
    [
      'what was said again later',
      ['home: Lives in Berlin'],
      ['I moved to Hamburg', 'I live in Berlin'],
    ],
    ['what is asked', ['home: Lives in Berlin'], ['Did I move to Hamburg?']],
    ['another taste', ['drinks: Likes tea'], ['I like coffee']],
  ])('and lets stand %s', async (_, before, texts) => {
    await known(...before);
    await said(...texts);
    const outcome = await verify(world, MODELS, 'alice');
    expect(outcome).toMatchObject({ revision: null, usage: { requests: 1 } });
    expect(await review()).toEqual([]);
  });

  it('not against what was said before the fact', async () => {
    await known('home: Lives in Berlin');
    await update(world.store, 'alice', (memory) =>
      memory === null
        ? null
        : {
            ...memory,
            keyFacts: memory.keyFacts.map((one) => ({
              ...one,
              updatedAt: '2026-11-15T00:00:00.000Z',
            })),
          },
    );
    await said('I moved to Hamburg');
    const { changes } = await verify(world, MODELS, 'alice');
    expect(changes).toMatchObject({ proposed: [], refused: [] });
  });
});
