import fs from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CopyProgress, copyStore, type Kept } from '../../src/store/copy.ts';
import { FileStore } from '../../src/store/file-store.ts';
import { InMemoryStore, InMemoryTranscript } from '../../src/store/in-memory.ts';
import { InMemoryLedger } from '../../src/store/in-memory-ledger.ts';
import { placeOf } from '../../src/store/paths.ts';
import { anUtterance, aTurn } from '../support/turns.ts';
import { allOf, filesIn, GONE, life, live } from './copy-world.ts';
import { collect } from './history-contract.ts';
import { aSpending } from './ledger-contract.ts';
import { clock, memory, temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();

const inMemory = (): Kept => ({
  store: new InMemoryStore(),
  transcript: new InMemoryTranscript(),
  ledger: new InMemoryLedger(),
});
const NOTHING = { copied: [], equal: [], changed: [], refused: [] };

/** Alice with three revisions, an exchange, a request and an input; Bob with a memory. */
async function filled() {
  const directory = folder();
  const kept = { ...filesIn(directory), main: placeOf(directory, 'alice').main };
  await kept.store.commit('alice', memory('alice', 0));
  await kept.store.commit('alice', memory('alice', 1, 'One.'));
  await kept.store.commit('alice', memory('alice', 2, 'Two.'), { reason: 'undone', of: 1 });
  await kept.store.commit('bob', memory('bob', 0));
  await kept.transcript.append(aTurn());
  await kept.inputs.append('alice', [{ origin: 'typed', text: 'Hello.' }]);
  await kept.ledger.record('alice', aSpending());
  return kept;
}

describe('copying a store', () => {
  it('gives the same from one folder to another, whatever is in it, and finds it equal then', async () => {
    await fc.assert(
      fc.asyncProperty(life, async (lived) => {
        const [from, to] = [filesIn(folder()), filesIn(folder())];
        await live(from, 'Zo\u00eb', lived);
        expect(await copyStore({ from, to })).toEqual({ ...NOTHING, copied: ['Zo\u00eb'] });
        expect(await allOf(to, 'Zo\u00eb')).toEqual(await allOf(from, 'Zo\u00eb'));
        expect(await copyStore({ from, to })).toEqual({ ...NOTHING, equal: ['Zo\u00eb'] });
      }),
      { numRuns: 15 },
    );
  });

  it('tells of each user, and copies one alone that it is told to', async () => {
    const from = await filled();
    const told: CopyProgress[] = [];
    const onProgress = (progress: CopyProgress) => told.push(progress);
    const to = inMemory();
    expect(await copyStore({ from, to, user: 'bob', onProgress })).toMatchObject({
      copied: ['bob'],
    });
    expect(await to.store.read('alice')).toBeNull();
    await copyStore({ from, to, onProgress });
    expect(told.map(({ done, total }) => [done, total])).toEqual([
      [1, 1],
      [1, 2],
      [2, 2],
    ]);
    const second = told.slice(1).map(({ user, outcome }) => [user, outcome.state]);
    expect(second.sort()).toEqual([
      ['alice', 'copied'],
      ['bob', 'equal'],
    ]);
  });

  it('takes turns that nobody works on along, and leaves those of living processes', async () => {
    const directory = folder();
    const from = filesIn(directory, GONE);
    await from.store.commit('alice', memory('alice', 0));
    await from.journal.save(aTurn({ id: 't-left', status: 'asked', reply: null }));
    await filesIn(directory).journal.save(aTurn({ id: 't-mine' }));
    const to = filesIn(folder());
    await copyStore({ from: filesIn(directory), to });
    expect(await to.journal.read('alice', 't-left')).toMatchObject({ status: 'interrupted' });
    expect(await to.journal.read('alice', 't-mine')).toBeNull();
    expect(await from.journal.read('alice', 't-left')).not.toBeNull();
  });

  it('takes what is kept of a user without a memory, when it is told whose', async () => {
    const directory = folder();
    await filesIn(directory, GONE).journal.save(aTurn());
    const to = filesIn(folder());
    const from = filesIn(directory);
    expect(await copyStore({ from, to, user: 'alice' })).toMatchObject({ copied: ['alice'] });
    expect(await to.journal.read('alice', 't-1')).not.toBeNull();
    expect(await to.store.read('alice')).toBeNull();
  });

  it('brings a copy up to date after the source has gone on', async () => {
    const [from, to] = [await filled(), filesIn(folder())];
    await copyStore({ from, to });
    await from.store.commit('alice', memory('alice', 3, 'Three.'));
    await from.transcript.append(aTurn({ id: 't-2', at: '2026-03-02T10:00:00.000Z' }));
    await from.transcript.import('alice', [anUtterance({ at: '2020-01-01T10:00:00.000Z' })]);
    await from.ledger.record('alice', aSpending({ at: '2026-03-02T10:00:00.000Z' }));
    await from.inputs.append('alice', [{ origin: 'typed', text: 'Again.' }]);
    const outcome = await copyStore({ from, to });
    expect(outcome).toEqual({ ...NOTHING, copied: ['alice'], equal: ['bob'] });
    expect(await allOf(to, 'alice')).toEqual(await allOf(from, 'alice'));
  });

  it('takes a file that has no revisions behind it', async () => {
    const { main } = await filled();
    const directory = folder();
    fs.copyFileSync(main, placeOf(directory, 'alice').main);
    const to = inMemory();
    expect(await copyStore({ from: filesIn(directory), to })).toMatchObject({ copied: ['alice'] });
    expect(await to.store.read('alice')).toEqual(memory('alice', 2, 'Two.'));
    expect(await collect(to.store.history('alice'))).toMatchObject([{ reason: 'imported' }]);
  });

  it('takes what its owner has written into the file, and keeps whose words it is', async () => {
    const [from, to] = [await filled(), filesIn(folder())];
    fs.writeFileSync(from.main, JSON.stringify(memory('alice', 2, 'Mine.')));
    expect(await copyStore({ from, to })).toMatchObject({ copied: ['alice', 'bob'] });
    expect(await to.store.read('alice')).toMatchObject({ revision: 3, summary: 'Mine.' });
    const history = await collect(to.store.history('alice'));
    expect(history.map(({ reason }) => reason)).toEqual(['edited', 'undone', 'commit', 'commit']);
  });

  const others: [string, (to: Kept) => Promise<unknown>][] = [
    ['another memory', (to) => to.store.commit('alice', memory('alice', 0, 'Other.'))],
    [
      'a newer memory',
      async (to) => {
        for (let n = 0; n <= 2; n++) {
          await to.store.commit('alice', memory('alice', n, ['', 'One.', 'Two.'][n]));
        }
        await to.store.commit('alice', memory('alice', 3));
      },
    ],
    ['other exchanges', (to) => to.transcript.append(aTurn({ id: 't-other' }))],
    [
      'another exchange of that turn',
      (to) => to.transcript.append(aTurn({ reply: 'Something else.' })),
    ],
    ['other inputs', async (to) => to.inputs?.append('alice', [{ origin: 'typed', text: 'x' }])],
    [
      'other costs',
      async (to) => {
        await to.transcript.append(aTurn());
        await to.ledger?.record('alice', aSpending({ costUsd: 9 }));
      },
    ],
  ];
  it.each(others)('refuses a user of whom %s is kept there, and writes nothing', async (_, put) => {
    const [from, to] = [await filled(), filesIn(folder())];
    await put(to);
    const before = await allOf(to, 'alice');
    const { copied, refused } = await copyStore({ from, to });
    expect(copied).toEqual(['bob']);
    expect(refused).toMatchObject([{ user: 'alice', why: expect.stringContaining('Delete') }]);
    expect(await allOf(to, 'alice')).toEqual(before);
  });

  it('names a user whose memory cannot be read, and goes on with the others', async () => {
    const from = await filled();
    fs.rmSync(from.main.replace('alice.json', '.alice'), { recursive: true });
    fs.writeFileSync(from.main, '{"version": 99}');
    const { copied, refused } = await copyStore({ from, to: inMemory() });
    expect(copied).toEqual(['bob']);
    expect(refused).toMatchObject([{ user: 'alice', why: expect.stringContaining('newer') }]);
  });

  it('copies a user again who changes meanwhile, and says so of one who does not stop', async () => {
    for (const [times, state] of [
      [1, 'copied'],
      [99, 'changed'],
    ] as const) {
      const from = await filled();
      let changes = 0;
      const to = inMemory();
      const adopt = to.store.adoptHistory.bind(to.store);
      to.store.adoptHistory = async (user, history) => {
        const outcome = await adopt(user, history);
        const current = await from.store.read('alice');
        if (user !== 'alice' || current === null || changes++ >= times) return outcome;
        await from.store.commit('alice', { ...current, revision: current.revision + 1 });
        return outcome;
      };
      const result = await copyStore({ from, to });
      expect(result[state]).toContain('alice');
      if (state === 'copied') expect(await to.store.read('alice')).toMatchObject({ revision: 3 });
    }
  });

  it('finishes what was cut short before or after any of its writes', async () => {
    for (let step = 0; ; step++) {
      const from = await filled();
      const directory = folder();
      const isCut = await cutAt(step, from, filesIn(directory));
      const to = filesIn(directory);
      const result = await copyStore({ from, to });
      expect(result.refused).toEqual([]);
      expect(await allOf(to, 'alice')).toEqual(await allOf(from, 'alice'));
      expect(await allOf(to, 'bob')).toEqual(await allOf(from, 'bob'));
      if (!isCut) {
        expect(step).toBeGreaterThan(8);
        return;
      }
    }
  });

  it('ends with the failure of a target that takes nothing, and not with a name', async () => {
    const from = await filled();
    const directory = folder();
    const store = new FileStore({ directory, clock, onNotice: () => {}, writes: false });
    const copying = copyStore({ from, to: { ...filesIn(directory), store } });
    await expect(copying).rejects.toMatchObject({ code: 'usage' });
  });
});

/** Copies until write number `step`, before or after which it is cut; false: there were not as many. */
async function cutAt(step: number, from: Kept, to: ReturnType<typeof filesIn>): Promise<boolean> {
  let moments = 0;
  const moment = () => {
    if (moments++ === step) throw new Error('cut');
  };
  const cutting = <A extends unknown[], T>(write: (...given: A) => Promise<T>) => {
    return async (...given: A): Promise<T> => {
      moment();
      const outcome = await write(...given);
      moment();
      return outcome;
    };
  };
  const { store, transcript, inputs, ledger } = to;
  const adopt = store.adoptHistory.bind(store);
  store.adoptHistory = cutting((user, history) => {
    const cut = async function* () {
      for await (const past of history) {
        yield past;
        moment();
      }
    };
    return adopt(user, cut());
  });
  transcript.import = cutting(transcript.import.bind(transcript));
  inputs.append = cutting(inputs.append.bind(inputs));
  ledger.record = cutting(ledger.record.bind(ledger));
  try {
    await copyStore({ from, to });
    return false;
  } catch (error) {
    if (error instanceof Error && error.message === 'cut') return true;
    throw error;
  }
}
