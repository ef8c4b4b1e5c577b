import { beforeEach, describe, expect, it } from 'vitest';
import type { Session } from '../../src/chat/session.ts';
import type { Fact } from '../../src/memory/types.ts';
import { update } from '../../src/store/update.ts';
import { say } from '../support/chat-world.ts';
import { fillers, old, RecallWorld } from '../support/recall-world.ts';

let world: RecallWorld;
beforeEach(() => {
  world = new RecallWorld();
});

const bees = old('Keeps eleven bee hives behind the chapel', { id: 'f-bees', tag: 'bees' });
const QUESTION = 'How many bee hives are there behind the chapel?';

async function counted(session: Session, id = 'f-bees'): Promise<Fact | undefined> {
  await session.settle(5000);
  return (await session.memory()).keyFacts.find((fact) => fact.id === id);
}

/** Asks, and puts a long reply behind it, so that the turn leaves the window. */
async function askAndMoveOn(session: Session): Promise<void> {
  await say(session, QUESTION);
  world.model.reply = () => ['Lorem '.repeat(4500)];
  await say(session, 'Write something about Latin.');
  world.model.reply = () => ['I see.'];
}

describe('a fact that is recalled', () => {
  it('is counted with the next commit, and so is when', async () => {
    const session = await world.crowded([bees]);
    const before = world.clock();
    await say(session, QUESTION);
    const { recallCount, lastRecalledAt } = (await counted(session)) ?? {};
    expect(recallCount).toBe(1);
    expect((lastRecalledAt ?? '') > before).toBe(true);
    await say(session, 'Write something about Latin.');
    expect(await counted(session)).toMatchObject({ recallCount: 1, lastRecalledAt });
  });

  it('is not counted for standing in the prompt, nor when nothing asks for it', async () => {
    await world.remember(bees);
    const session = await world.open();
    await say(session, QUESTION);
    await say(session, 'thanks');
    expect(await counted(session)).toMatchObject({ recallCount: 0, lastRecalledAt: null });
  });

  it('counts once in a turn that looks it up three times, and again once it is no more in the window', async () => {
    const session = await world.crowded([bees]);
    let round = 0;
    world.model.reply = () => {
      round += 1;
      if (round > 2) return ['Eleven.'];
      const input = { query: `bee hives chapel ${round}` };
      return [{ id: `toolu_${round}`, name: 'recall_memory', input }];
    };
    await say(session, QUESTION);
    expect(world.model.chats).toHaveLength(3);
    expect(await counted(session)).toMatchObject({ recallCount: 1 });
    await say(session, 'And the hives behind the chapel, are they for bees?');
    expect(await counted(session)).toMatchObject({ recallCount: 1 });
    await askAndMoveOn(session);
    await say(session, 'And the hives behind the chapel, are they for bees?');
    expect(await counted(session)).toMatchObject({ recallCount: 2 });
  });

  it('counts in each turn, also when several turns are remembered in one commit', async () => {
    const session = await world.crowded([bees]);
    let free: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      free = resolve;
    });
    const { extract } = world.model;
    world.model.extract = async (request) => {
      await held;
      return extract(request);
    };
    await say(session, 'Write something about Latin.');
    await askAndMoveOn(session);
    await say(session, 'Behind the chapel, how many bee hives?');
    free();
    expect(await counted(session)).toMatchObject({ recallCount: 2 });
  });

  it('that is recalled while a pass is under way is counted with the pass after it', async () => {
    const session = await world.crowded([bees]);
    let asked = false;
    const { extract } = world.model;
    world.model.extract = async (request) => {
      if (!asked) {
        asked = true;
        await askAndMoveOn(session);
        await say(session, 'Behind the chapel, how many bee hives?');
      }
      return extract(request);
    };
    await say(session, 'How many bee hives has the chapel?');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await counted(session)).toMatchObject({ recallCount: 2 });
  });

  it('is not counted twice when another process commits at the same time', async () => {
    const session = await world.crowded([bees]);
    const { commit } = world.store;
    let conflicts = 0;
    world.store.commit = async (...given) => {
      if (conflicts < 3) {
        conflicts += 1;
        Reflect.deleteProperty(world.store, 'commit');
        await update(world.store, 'alice', (current) => current && { ...current });
        world.store.commit = conflicting;
      }
      return commit.apply(world.store, given);
    };
    const conflicting = world.store.commit;
    await say(session, QUESTION);
    expect(await counted(session)).toMatchObject({ recallCount: 1 });
    expect(conflicts).toBe(3);
  });

  it('keeps its place in a memory that may not be written', async () => {
    const session = await world.crowded([bees], { policy: 'read-only' });
    await say(session, QUESTION);
    expect(world.sent).toContain('hives');
    expect(await counted(session)).toMatchObject({ recallCount: 0 });
  });
});

describe('an episodic fact', () => {
  const party = (expiresAt: string) =>
    old('Danced at the summer party by the lake', {
      id: 'f-party',
      tag: 'party',
      kind: 'episodic',
      expiresAt,
    });

  it.each([
    ['a second after it was recalled', '2026-11-20T09:00:20.000Z'],
    ['yesterday, and nobody has looked since', '2026-11-19T09:00:00.000Z'],
  ])('that would expire %s stays when it is recalled', async (_when, expiresAt) => {
    const session = await world.crowded([party(expiresAt)]);
    await say(session, 'Who danced at the summer party by the lake?');
    expect(world.sent).toContain('Danced');
    for (let tick = 0; tick < 30; tick += 1) world.clock();
    expect(await counted(session, 'f-party')).toMatchObject({ recallCount: 1 });
    await say(session, 'Write something about Latin.');
    expect(await counted(session, 'f-party')).toBeDefined();
  });

  it('that is not recalled is retired by then', async () => {
    const session = await world.crowded([party('2026-11-19T09:00:00.000Z')]);
    await say(session, 'Write something about Latin.');
    expect(await counted(session, 'f-party')).toBeUndefined();
    expect((await session.memory()).retired).toMatchObject([{ id: 'f-party' }]);
  });

  it('is not retired by a tool that writes something else', async () => {
    const session = await world.crowded([party('2026-11-19T09:00:00.000Z')]);
    let round = 0;
    world.model.reply = () => {
      round += 1;
      const input = { text: 'Plays the tuba', quote: 'I play the tuba', topic: 'music' };
      return round === 1 ? [{ id: 'toolu_1', name: 'remember', input }] : ['Noted.'];
    };
    await say(session, 'Please remember that I play the tuba, danced the summer party lake?');
    const [results] = world.model.chats[1]?.messages.slice(-1) ?? [];
    expect(results?.text).toBe('Noted: Plays the tuba');
    expect(await counted(session, 'f-party')).toBeDefined();
  });
});

it('the fillers stay uncounted', async () => {
  const session = await world.crowded([bees]);
  await say(session, QUESTION);
  await session.settle(5000);
  const { keyFacts } = await session.memory();
  expect(keyFacts.filter(({ recallCount }) => recallCount > 0)).toHaveLength(1);
  expect(keyFacts).toHaveLength(fillers(60).length + 1);
});
