import { beforeEach, describe, expect, it } from 'vitest';
import type { Receipt } from '../../src/chat/events.ts';
import { Keeper, type KeeperOptions } from '../../src/chat/keeper.ts';
import { MemchatError } from '../../src/errors.ts';
import type { Turn } from '../../src/memory/turn.ts';
import { ModelOutputError } from '../../src/model/output-error.ts';
import { costUsd } from '../../src/model/prices.ts';
import { InMemoryStore, NoTranscript } from '../../src/store/in-memory.ts';
import { MapJournal } from '../support/map-journal.ts';
import { added, extraction, ScriptedModel } from '../support/scripted-model.ts';
import { aTurn } from '../support/turns.ts';

const UNREADABLE = 'I would rather not.';
const USAGE = { requests: 1, input: 1000, output: 100, cacheRead: 0, cacheWrite: 0 };

class World {
  readonly store = new InMemoryStore();
  readonly journal = new MapJournal();
  readonly transcript = new NoTranscript();
  readonly model = new ScriptedModel();
  readonly price = costUsd;
  readonly receipts: Receipt[] = [];
  readonly warnings: string[] = [];
  #ids = 0;

  readonly clock = () => '2026-11-20T09:00:00.000Z';
  readonly newId = (kind: string) => `${kind.charAt(0)}-${++this.#ids}`;

  keeper(over: Partial<KeeperOptions> = {}): Keeper {
    const keeper = new Keeper(this, {
      user: 'alice',
      models: { chat: 'claude-sonnet-5-5', memory: 'claude-haiku-5-5' },
      onWarning: ({ message }) => this.warnings.push(message),
      ...over,
    });
    keeper.onReceipt((receipt) => this.receipts.push(receipt));
    return keeper;
  }

  /** The ids of the turns of each extraction, as far as the receipts tell. */
  passes(): [string[], string | null][] {
    return this.receipts.map(({ turns, problem }) => [turns, problem?.message ?? null]);
  }

  left(): [string, number][] {
    return [...this.journal.turns.values()].map(({ id, attempts }) => [id, attempts]);
  }

  async memory() {
    const memory = await this.store.read('alice');
    if (memory === null) throw new Error('nothing is remembered');
    return memory;
  }
}

const turn = (id: string, over: Partial<Turn> = {}): Turn =>
  aTurn({
    id,
    at: '2026-11-20T09:00:00.000Z',
    message: [{ origin: 'typed', text: `I like tea, says ${id}` }],
    ...over,
  });

let world: World;
beforeEach(() => {
  world = new World();
});

/** Leaves turns of dead processes in the journal. */
async function leaveBehind(...turns: Turn[]): Promise<void> {
  for (const left of turns) await world.journal.save(left);
  world.journal.abandon();
}

const diskFull = async () => {
  throw new MemchatError('The disk is full.', 'store-unwritable');
};

describe('a turn that is over', () => {
  it('is remembered, written to the transcript and taken out of the journal', async () => {
    const lines: string[] = [];
    world.transcript.append = async ({ id }) => {
      lines.push(`${id} with ${(await world.memory()).appliedTurns}`);
    };
    world.model.extract = () => extraction({ facts: [added('Likes tea', 'I like tea')] });
    const keeper = world.keeper();
    const second: Receipt[] = [];
    keeper.onReceipt((receipt) => second.push(receipt));
    await keeper.asked(turn('t-1', { reply: null, status: 'asked' }));
    expect(world.left()).toEqual([['t-1', 0]]);
    await keeper.over(turn('t-1'));
    expect(await keeper.settle(5000)).toBe('nothing');
    expect((await world.memory()).keyFacts).toHaveLength(1);
    expect(lines).toEqual(['t-1 with t-1']);
    expect(world.left()).toEqual([]);
    expect(world.receipts).toMatchObject([{ turns: ['t-1'], problem: null }]);
    expect(second).toEqual(world.receipts);
  });

  it('counts the process once, with its first commit', async () => {
    const keeper = world.keeper();
    let isBroken = true;
    world.model.extract = () => (isBroken ? UNREADABLE : extraction());
    await keeper.over(turn('t-1'));
    await keeper.settle(5000);
    isBroken = false;
    for (const id of ['t-2', 't-3']) {
      await keeper.over(turn(id));
      await keeper.settle(5000);
    }
    expect(await world.memory()).toMatchObject({ sessionCount: 1, revision: 3 });
    const other = world.keeper();
    await other.over(turn('t-4'));
    await other.settle(5000);
    expect((await world.memory()).sessionCount).toBe(2);
  });

  it('that comes while another is being remembered waits for it', async () => {
    const open: (() => void)[] = [];
    world.model.extract = () =>
      new Promise((resolve) => {
        open.push(() => resolve(extraction()));
      });
    const keeper = world.keeper();
    for (const id of ['t-1', 't-2', 't-3']) await keeper.over(turn(id));
    await expect.poll(() => open.length).toBe(1);
    open[0]?.();
    await expect.poll(() => open.length).toBe(2);
    expect(await keeper.settle(0)).toBe('pending');
    open[1]?.();
    expect(await keeper.settle(5000)).toBe('nothing');
    expect(world.passes()).toEqual([
      [['t-1'], null],
      [['t-2', 't-3'], null],
    ]);
  });

  it('is waited for no longer than was asked, or until the signal', async () => {
    world.model.extract = () => new Promise(() => {});
    const keeper = world.keeper();
    await keeper.over(turn('t-1'));
    expect(await keeper.settle(1)).toBe('pending');
    const stop = new AbortController();
    const settled = keeper.settle(1_000_000, stop.signal);
    stop.abort();
    expect(await settled).toBe('pending');
    expect(world.left()).toEqual([['t-1', 0]]);
  });

  it('is kept for later when the model cannot be asked, whatever was thrown', async () => {
    const thrown: unknown[] = ['no network', new Error('reset')];
    world.model.extract = () => {
      throw thrown.shift();
    };
    const keeper = world.keeper();
    for (const id of ['t-1', 't-2']) {
      await keeper.over(turn(id));
      expect(await keeper.settle(5000)).toBe('pending');
    }
    expect(world.passes()).toEqual([
      [['t-1'], 'no network'],
      [['t-1', 't-2'], 'reset'],
    ]);
    expect(world.receipts[0]).toMatchObject({
      changes: { added: [], replaced: [], retired: [], confirmed: [], refused: [] },
      usage: { requests: 0, input: 0, output: 0 },
      costUsd: 0,
    });
    expect(world.left()).toEqual([
      ['t-1', 0],
      ['t-2', 0],
    ]);
  });

  it('shows what an answer cost that could not be read', async () => {
    world.model.extract = () => {
      throw new ModelOutputError('Not JSON.', USAGE, 'claude-haiku-5-5');
    };
    const keeper = world.keeper();
    await keeper.over(turn('t-1'));
    await keeper.settle(5000);
    const cost = costUsd('claude-haiku-5-5', USAGE);
    expect(cost).toBeGreaterThan(0);
    expect(world.receipts).toMatchObject([{ usage: USAGE, costUsd: cost }]);
  });
});

describe('a turn whose extraction cannot be read', () => {
  it('is tried three times, then waits in review, and the others go on', async () => {
    world.model.extract = ({ prompt }) => (prompt.includes('t-1') ? UNREADABLE : extraction());
    const keeper = world.keeper();
    const left: [string, number][][] = [];
    for (const id of ['t-1', 't-2', 't-3']) {
      await keeper.over(turn(id));
      await keeper.settle(5000);
      left.push(world.left());
    }
    expect(world.receipts.map(({ turns, problem }) => [turns, problem?.name ?? null])).toEqual([
      [['t-1'], 'MemchatError'],
      [['t-1'], 'MemchatError'],
      [['t-1'], null],
      [['t-2', 't-3'], null],
    ]);
    expect(left).toEqual([
      [['t-1', 1]],
      [
        ['t-1', 2],
        ['t-2', 0],
      ],
      [],
    ]);
    expect(world.receipts[2]?.changes.refused).toEqual([
      {
        text: 'I like tea, says t-1',
        reason: 'its memory could not be read 3 times; it waits in review',
      },
    ]);
    const memory = await world.memory();
    expect(memory.review).toMatchObject([{ turn: 't-1', text: 'I like tea, says t-1' }]);
    expect(memory.appliedTurns).toEqual(['t-1', 't-2', 't-3']);
  });

  it('waits in review without those that were tried with it', async () => {
    await leaveBehind(turn('t-a'), turn('t-b', { attempts: 2 }));
    world.model.extract = ({ prompt }) => (prompt.includes('t-b') ? UNREADABLE : extraction());
    const keeper = world.keeper();
    expect((await keeper.adopt()).map(({ id }) => id)).toEqual(['t-a', 't-b']);
    expect(await keeper.settle(5000)).toBe('nothing');
    await keeper.over(turn('t-c'));
    expect(await keeper.settle(5000)).toBe('nothing');
    const memory = await world.memory();
    expect(memory.review.map(({ turn }) => turn)).toEqual(['t-b']);
    expect(world.receipts.map(({ turns }) => turns)).toEqual([['t-a'], ['t-b'], ['t-c']]);
    expect([...memory.appliedTurns].sort()).toEqual(['t-a', 't-b', 't-c']);
    expect(world.left()).toEqual([]);
  });

  it('is not lost when the disk refuses the note, and that is told', async () => {
    await leaveBehind(turn('t-1', { attempts: 2 }));
    world.model.extract = () => UNREADABLE;
    const commit = world.store.commit.bind(world.store);
    world.store.commit = diskFull;
    const keeper = world.keeper();
    await keeper.adopt();
    expect(await keeper.settle(5000)).toBe('pending');
    expect(world.warnings).toEqual(['The disk is full.']);
    expect(world.receipts[0]?.problem).not.toBeNull();
    expect(world.receipts[0]?.changes.refused).toEqual([]);
    expect(world.left()).toEqual([['t-1', 2]]);
    world.store.commit = commit;
    await keeper.over(turn('t-2'));
    await keeper.settle(5000);
    expect((await world.memory()).review).toHaveLength(1);
  });

  it('is counted though the disk refuses to keep the count', async () => {
    world.model.extract = () => UNREADABLE;
    const keeper = world.keeper();
    await keeper.over(turn('t-1'));
    await keeper.settle(5000);
    const save = world.journal.save.bind(world.journal);
    world.journal.save = async (given) => {
      if (given.attempts > 1) await diskFull();
      await save(given);
    };
    await keeper.over(turn('t-2'));
    await keeper.settle(5000);
    expect(world.warnings).toEqual(['The disk is full.']);
    await keeper.over(turn('t-3'));
    await keeper.settle(5000);
    expect((await world.memory()).review.map(({ turn }) => turn)).toEqual(['t-1']);
  });
});

describe('turns that dead processes left', () => {
  it('are taken up and remembered', async () => {
    await leaveBehind(turn('t-1'), turn('t-2'));
    const keeper = world.keeper();
    expect(await keeper.adopt()).toEqual([turn('t-1'), turn('t-2')]);
    expect(await keeper.settle(5000)).toBe('nothing');
    expect(world.passes()).toEqual([[['t-1', 't-2'], null]]);
  });

  it.each([
    ['an error', new Error('A folder is in the way.')],
    ['something else', 'A folder is in the way.'],
  ])('that cannot be taken up are no reason to stop, and are told of: %s', async (_, thrown) => {
    world.journal.adopt = async () => {
      throw thrown;
    };
    const keeper = world.keeper();
    expect(await keeper.adopt()).toEqual([]);
    expect(await keeper.adopt()).toEqual([]);
    expect(world.warnings).toEqual(['A folder is in the way.']);
    await expect(world.keeper({ onWarning: () => {} }).adopt()).resolves.toEqual([]);
    const { user, models } = { user: 'alice', models: { chat: 'x', memory: 'x' } };
    await expect(new Keeper(world, { user, models }).adopt()).resolves.toEqual([]);
  });
});

describe('a disk that refuses', () => {
  it('keeps turns in the process until it takes them again', async () => {
    const save = world.journal.save.bind(world.journal);
    world.journal.save = diskFull;
    const keeper = world.keeper();
    await keeper.asked(turn('t-1', { status: 'asked', reply: null }));
    await keeper.over(turn('t-1'));
    expect(await keeper.settle(5000)).toBe('unsaved');
    expect(world.model.extractions).toEqual([]);
    world.journal.save = save;
    await keeper.over(turn('t-2'));
    expect(await keeper.settle(5000)).toBe('nothing');
    expect(world.passes()).toEqual([[['t-1', 't-2'], null]]);
    expect(world.warnings).toEqual(['The disk is full.']);
  });

  it('is asked again for what it did not take, and not for what it took', async () => {
    const saved: string[] = [];
    const save = world.journal.save.bind(world.journal);
    world.journal.save = async (given) => {
      saved.push(given.id);
      if (given.id === 't-1') await diskFull();
      await save(given);
    };
    const keeper = world.keeper();
    await keeper.over(turn('t-1'));
    await keeper.over(turn('t-2'));
    saved.length = 0;
    expect(await keeper.settle(5000)).toBe('unsaved');
    expect(saved).toEqual(['t-1']);
    expect(world.passes()).toEqual([]);
  });

  it('leaves the memory as it is told when the turn cannot be taken out', async () => {
    world.journal.remove = diskFull;
    const keeper = world.keeper();
    await keeper.over(turn('t-1'));
    expect(await keeper.settle(5000)).toBe('nothing');
    expect((await world.memory()).appliedTurns).toEqual(['t-1']);
    expect(world.warnings).toEqual(['The disk is full.']);
  });
});

describe('a full disk that is told of', () => {
  /** The journal refuses to take these turns out. */
  function refusing(...ids: string[]): void {
    world.journal.remove = async (_user, id) => {
      if (ids.includes(id)) await diskFull();
      world.journal.turns.delete(id);
    };
  }

  it('is told of again after it took everything meanwhile', async () => {
    refusing('t-1', 't-3');
    const keeper = world.keeper();
    for (const id of ['t-1', 't-2', 't-3']) {
      await keeper.over(turn(id));
      await keeper.settle(5000);
    }
    expect(world.warnings).toEqual(['The disk is full.', 'The disk is full.']);
    expect(world.receipts.map(({ told }) => told)).toEqual([false, false, false]);
  });

  it.each([
    ['the first', 't-b1'],
    ['the last', 't-b2'],
  ])('is not told of again while it refuses one of two turns: %s', async (_, refused) => {
    await leaveBehind(turn('t-b1'), turn('t-b2'));
    refusing('t-a', refused, 't-c');
    const keeper = world.keeper();
    await keeper.over(turn('t-a'));
    await keeper.settle(5000);
    await keeper.adopt();
    await keeper.settle(5000);
    await keeper.over(turn('t-c'));
    await keeper.settle(5000);
    expect(world.passes()).toEqual([
      [['t-a'], null],
      [['t-b1', 't-b2'], null],
      [['t-c'], null],
    ]);
    expect(world.warnings).toEqual(['The disk is full.']);
  });
});

describe('a keeper that remembers nothing', () => {
  it('writes nothing, takes nothing up and asks no model', async () => {
    await leaveBehind(turn('t-old'));
    const keeper = world.keeper({ policy: 'off' });
    await keeper.asked(turn('t-1'));
    await keeper.over(turn('t-1'));
    expect(await keeper.adopt()).toEqual([]);
    expect(await keeper.settle(5000)).toBe('nothing');
    expect(world.left()).toEqual([['t-old', 0]]);
    expect(world.model.extractions).toEqual([]);
  });
});

describe('a secret in a turn', () => {
  const secret = ['sk', 'ant', 'api03', 'A1b2'.repeat(24)].join('-');
  const telling = turn('t-1', { message: [{ origin: 'typed', text: `My key is ${secret}` }] });

  it('does not reach the journal, neither when it is asked nor when it is over', async () => {
    world.model.extract = () => new Promise(() => {});
    const keeper = world.keeper();
    await keeper.asked({ ...telling, status: 'asked', reply: null });
    expect(JSON.stringify([...world.journal.turns.values()])).not.toContain(secret);
    await keeper.over(telling);
    expect(world.journal.turns.size).toBe(1);
    expect(JSON.stringify([...world.journal.turns.values()])).not.toContain(secret);
  });
});
