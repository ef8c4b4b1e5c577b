import { setTimeout as wait } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolders } from '../store/temporary.ts';
import { ChatWorld, say } from '../support/chat-world.ts';
import { FileWorld, talk } from '../support/file-world.ts';
import { extraction } from '../support/scripted-model.ts';

const folderFor = temporaryFolders();
const BELLO = { kind: 'query', query: 'Bello' } as const;

let world: ChatWorld;
beforeEach(() => {
  world = new ChatWorld();
});

const withDog = async () => {
  const session = await world.open();
  await session.own.add({ text: 'Has a dog named Bello' });
  await session.own.add({ text: 'Likes tea' });
  return session;
};
const everything = async () =>
  JSON.stringify([
    await world.store.read('alice'),
    [...world.journal.turns.values()],
    await world.transcript.recent('alice', 99),
  ]);

/** Somebody forgets it right after the history was read once. */
function forgetAfterNextLook(forget: () => Promise<unknown>): void {
  const history = world.store.history.bind(world.store);
  let isDone = false;
  world.store.history = async function* (user, from) {
    const all = [];
    for await (const past of history(user, from)) all.push(past);
    if (!isDone) {
      isDone = true;
      await forget();
    }
    yield* all;
  };
}

describe('what was forgotten does not come back', () => {
  it('by an undo, though the forgetting was stopped before the old revisions went', async () => {
    const session = await withDog();
    const { purge } = world.store;
    world.store.purge = async () => {
      throw new Error('killed');
    };
    await expect(session.own.forget(BELLO)).rejects.toThrow('killed');
    world.store.purge = purge.bind(world.store);
    await expect(session.own.undo()).rejects.toMatchObject({ code: 'usage' });
    expect(await everything()).not.toContain('Bello');
    await session.own.forget(BELLO);
    expect((await session.own.history({ limit: 9 })).map(({ reason }) => reason)).toEqual([
      'forgotten',
    ]);
  });

  it('by a restore or an undo that looked at the history before', async () => {
    const session = await withDog();
    const there = await world.open();
    forgetAfterNextLook(() => there.own.forget(BELLO));
    await expect(session.own.restore(1)).rejects.toThrow(/before something was forgotten/u);
    expect(await everything()).not.toContain('Bello');
  });

  it('by a reply from a prompt that had it, whatever the clocks say', async () => {
    const here = await withDog();
    const there = await world.open();
    const commit = world.store.commit.bind(world.store);
    let go: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    world.store.commit = async (user, memory, note) => {
      if (note?.reason === 'forgotten') await held;
      return commit(user, memory, note);
    };
    const forgetting = there.own.forget(BELLO);
    await wait(5);
    world.model.reply = async function* () {
      go();
      await forgetting;
      yield 'Your dog is Bello.';
    };
    await say(here, 'What is my dog called?');
    await here.settle(5000);
    expect(await everything()).not.toContain('Bello');
  });

  it('by a turn that waited while all that was kept of the user was deleted', async () => {
    const files = new FileWorld(folderFor());
    const here = await files.open();
    await talk(here, 'I live in Hamburg.');
    const there = await files.open();
    await say(here, 'I have a dog named Bello and a cat named Minka.');
    await there.own.forgetAll();
    expect(await here.settle(5000)).toBe('nothing');
    expect(files.bytes()).not.toMatch(/bello|hamburg/iu);
  });
});

describe('a turn', () => {
  it('that is said while the preferences are inferred is remembered all the same', async () => {
    const session = await world.open();
    let go: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    world.model.extract = async ({ prompt }) => {
      if (prompt.includes('<exchanges>')) return extraction();
      await held;
      return JSON.stringify({ reasoning: '', preferences: [] });
    };
    for (let turn = 1; turn <= 4; turn += 1) {
      await say(session, `I like tea number ${turn}`);
      await session.settle(5000);
    }
    await say(session, 'The fifth message');
    await wait(20);
    await say(session, 'The sixth message');
    setTimeout(go, 20);
    expect(await session.settle(5000)).toBe('nothing');
    expect((await session.memory()).appliedTurns).toHaveLength(6);
  });

  it('keeps its reply though an extraction is under way while that is journaled', async () => {
    const session = await world.open();
    let go: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    let isFirst = true;
    world.model.extract = async () => {
      if (isFirst) {
        isFirst = false;
        await held;
      }
      return extraction();
    };
    await say(session, 'one');
    const save = world.journal.save.bind(world.journal);
    world.journal.save = async (turn) => {
      if (turn.status !== 'asked') {
        go();
        await wait(50);
      }
      return save(turn);
    };
    world.model.reply = () => ['The second reply.'];
    await say(session, 'two');
    expect(await session.settle(5000)).toBe('nothing');
    const [, second] = await world.transcript.recent('alice', 9);
    expect(second).toMatchObject({ reply: 'The second reply.', status: 'answered' });
    expect(world.journal.turns.size).toBe(0);
  });
});
