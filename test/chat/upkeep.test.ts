import { beforeEach, describe, expect, it } from 'vitest';
import { MemchatError } from '../../src/errors.ts';
import { update } from '../../src/store/update.ts';
import { ChatWorld, say } from '../support/chat-world.ts';
import { fact, memoryOf } from '../support/memories.ts';
import { extraction } from '../support/scripted-model.ts';

let world: ChatWorld;
beforeEach(() => {
  world = new ChatWorld();
  world.model.extract = ({ prompt }) => (isExtraction(prompt) ? extraction() : NOTHING);
});

/** The answer of every other pass that finds nothing to do. */
const NOTHING = JSON.stringify({
  reasoning: '',
  preferences: [],
  merges: [],
  rewrites: [],
  retire: [],
  summary: null,
});

function isExtraction(prompt: string): boolean {
  return prompt.includes('<exchanges>');
}

const passes = () => world.receipts.map(({ pass }) => pass);
const others = () => world.model.extractions.filter(({ prompt }) => !isExtraction(prompt));

async function talk(turns: number, policy: 'auto' | 'ask' = 'auto') {
  const session = await world.open({ policy });
  for (let turn = 1; turn <= turns; turn += 1) {
    await say(session, `Please explain number ${turn} briefly`);
    await session.settle(5000);
  }
  return session;
}

describe('the preferences pass', () => {
  it('comes after every fifth turn, and counts the turns of other processes', async () => {
    await talk(3);
    expect(others()).toHaveLength(0);
    await talk(2);
    expect(others()).toHaveLength(1);
    await talk(4);
    expect(others()).toHaveLength(1);
    await talk(1);
    expect(others()).toHaveLength(2);
  });

  it('has a receipt of its own, with what it cost', async () => {
    await talk(5);
    expect(passes().filter((pass) => pass === 'preferences')).toHaveLength(1);
    expect(world.receipts.at(-1)).toMatchObject({
      pass: 'preferences',
      usage: { requests: 1 },
      problem: null,
    });
  });

  it('that fails is told once, is not tried again in this process, and costs no turn', async () => {
    world.model.extract = ({ prompt }) => {
      if (isExtraction(prompt)) return extraction();
      throw new MemchatError('The API is overloaded.', 'api-unavailable');
    };
    const session = await talk(7);
    expect(world.warnings.map(({ message }) => message)).toEqual(['The API is overloaded.']);
    expect(others()).toHaveLength(1);
    expect((await session.memory()).appliedTurns).toHaveLength(7);
  });
});

describe('a memory of many facts', () => {
  const many = (count: number) =>
    update(world.store, 'alice', () => ({
      ...memoryOf(),
      keyFacts: Array.from({ length: count }, (_, number) => ({
        ...fact(`Likes dish number ${number}`),
        id: `f-${number}`,
        // Old enough to have no part in the turn.
        tag: `topic-${number}`,
      })),
    }));

  it('is tidied when there are more than 100, and not again before there are 20 more', async () => {
    await many(101);
    await talk(1);
    expect(passes()).toEqual(['extraction', 'consolidation']);
    await talk(1);
    expect(passes()).toEqual(['extraction', 'consolidation', 'extraction']);
  });

  it('is left alone up to 100, and where the user is asked first', async () => {
    await many(100);
    await talk(1);
    expect(passes()).toEqual(['extraction']);
    world = new ChatWorld();
    await many(101);
    await talk(1, 'ask');
    expect(passes()).toEqual(['extraction']);
  });
});
