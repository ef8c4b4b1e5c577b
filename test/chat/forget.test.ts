import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ForgetTarget, forget, planForgetting } from '../../src/chat/forget.ts';
import type { Turn } from '../../src/memory/turn.ts';
import type { Memory } from '../../src/memory/types.ts';
import { FileJournal } from '../../src/store/file-journal.ts';
import { FileStore } from '../../src/store/file-store.ts';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { currentOwner } from '../../src/store/owner.ts';
import type { Journal, PastRevision, Store, Transcript } from '../../src/store/port.ts';
import { update } from '../../src/store/update.ts';
import { clock, temporaryFolders } from '../store/temporary.ts';
import { fact, memoryOf } from '../support/memories.ts';
import { aTurn } from '../support/turns.ts';

const folderFor = temporaryFolders();

interface Ports {
  store: Store;
  journal: Journal;
  transcript: Transcript;
  clock: () => string;
}

/** The files of a store, as another process each time. */
function portsIn(directory: string): Ports {
  const onNotice = () => {};
  return {
    store: new FileStore({ directory, clock, onNotice }),
    journal: new FileJournal({ directory, owner: currentOwner(), clock, onNotice }),
    transcript: new FileTranscript({ directory }),
    clock,
  };
}

/** Every byte under a folder, by the name of its file. */
function bytesIn(directory: string): Map<string, string> {
  const files = fs.readdirSync(directory, { recursive: true, withFileTypes: true });
  return new Map(
    files
      .filter((file) => file.isFile())
      .map((file) => path.join(file.parentPath, file.name))
      .map((file) => [file, fs.readFileSync(file, 'latin1')]),
  );
}

function textIn(directory: string): string {
  return [...bytesIn(directory)].flat().join('\n');
}

function typed(id: string, text: string, reply: string | null = null): Turn {
  const message: Turn['message'] = [{ origin: 'typed', text }];
  return aTurn({ id, message, reply });
}

const source = { turn: 't-1', role: 'user' as const, quote: 'give me metric units' };
const units = {
  value: 'metric units',
  origin: 'stated' as const,
  source,
  updatedAt: '2026-11-01T09:00:00.000Z',
};

const said = 'I have a dog named Bello and a cat named Minka';

/** Alice's memory after three commits, a transcript, a turn that waits and a quarantined file. */
async function seeded(): Promise<string> {
  const directory = folderFor();
  const { store, journal, transcript } = portsIn(directory);
  const write = (change: (memory: Memory) => Memory) =>
    update(store, 'alice', (current) => change(current ?? memoryOf()));
  const at = '2026-11-20T08:00:00.000Z';
  const message = { role: 'user' as const, text: said, at, turn: 't-1' };
  await write((memory) => ({
    ...memory,
    name: 'Ana',
    summary: 'Has a dog named Bello.',
    keyFacts: [
      fact('Has a dog named Bello', { id: 'f-dog' }),
      fact('Has a cat named Minka', { id: 'f-cat' }),
    ],
    recentMessages: [message],
    appliedTurns: ['t-1'],
  }));
  await write((memory) => ({ ...memory, preferences: { units } }));
  await write((memory) => ({ ...memory, sessionCount: 2 }));
  await transcript.append(typed('t-1', said, 'Bello and Minka, nice!'));
  await transcript.append(typed('t-2', 'My name is Ana, give me metric units', 'Hello Ana!'));
  await journal.save(typed('t-3', 'Bello barks. Minka does not.'));
  const quarantine = path.join(directory, '.alice', 'quarantine');
  fs.mkdirSync(quarantine, { recursive: true });
  fs.writeFileSync(path.join(quarantine, 'old.json'), 'Bello Ana metric units');
  return directory;
}

const TARGETS: [string, ForgetTarget, RegExp][] = [
  ['a fact', { kind: 'fact', id: 'f-dog' }, /bello|\bdog/iu],
  ['a preference', { kind: 'preference', key: 'units' }, /metric/iu],
  ['the name', { kind: 'name' }, /\bana\b/iu],
  ['a query', { kind: 'query', query: 'bello' }, /bello|\bdog/iu],
];

async function past(store: Store): Promise<PastRevision[]> {
  const found: PastRevision[] = [];
  for await (const revision of store.history('alice')) found.push(revision);
  return found;
}

describe('forgetting', () => {
  it.each(TARGETS)('%s leaves no byte of it in any file', async (_, target, words) => {
    const directory = await seeded();
    expect(textIn(directory)).toMatch(words);
    const outcome = await forget(portsIn(directory), 'alice', target);
    // The id is no word of it, and the caller has it.
    expect(textIn(directory)).not.toMatch(words);
    expect(textIn(directory)).toMatch(/Minka/u);
    expect(outcome.revision).toBe(4);
    expect(outcome.revisions).toBe(4);
    expect(outcome.changes.retired).toEqual(outcome.entries);
  });

  it('says what is gone, counts the passages, and is the first of the history', async () => {
    const directory = await seeded();
    const ports = portsIn(directory);
    const { entries, passages } = await forget(ports, 'alice', { kind: 'fact', id: 'f-dog' });
    expect(entries).toEqual([
      { id: 'f-dog', text: 'Has a dog named Bello' },
      { id: 'summary', text: 'Has a dog named Bello.' },
    ]);
    // In recent messages and transcript the same; the reply; and the turn that waits.
    expect(passages).toBe(3);
    expect(await past(ports.store)).toMatchObject([{ revision: 4, reason: 'forgotten', of: null }]);
  });

  it('keeps the rest of what was said, and the turn that waits', async () => {
    const directory = await seeded();
    const ports = portsIn(directory);
    await forget(ports, 'alice', { kind: 'fact', id: 'f-dog' });
    expect(await ports.transcript.recent('alice', 9)).toMatchObject([
      {
        turn: 't-1',
        user: '[forgotten] and a cat named Minka',
        reply: '[forgotten] and Minka, nice!',
      },
      { turn: 't-2', user: 'My name is Ana, give me metric units' },
    ]);
    expect(await ports.journal.read('alice', 't-3')).toMatchObject({
      message: [{ origin: 'typed', text: '[forgotten]. Minka does not.' }],
      status: 'answered',
    });
  });

  it('takes an exchange of which nothing is left out of the transcript', async () => {
    const directory = await seeded();
    const ports = portsIn(directory);
    await ports.transcript.append(typed('t-4', 'Bello!', 'A dog.'));
    await ports.transcript.append(typed('t-5', 'Bello?'));
    await ports.transcript.append(typed('t-6', 'Bello?', 'Who?'));
    await forget(ports, 'alice', { kind: 'query', query: 'Bello' });
    const turns = (await ports.transcript.recent('alice', 9)).map(({ turn }) => turn);
    expect(turns).toEqual(['t-1', 't-2', 't-6']);
  });

  it('finds what only past revisions have', async () => {
    const directory = await seeded();
    const ports = portsIn(directory);
    await update(ports.store, 'alice', (current) => {
      if (current === null) throw new Error('alice has a memory');
      return { ...current, keyFacts: [], recentMessages: [], summary: '' };
    });
    const target = { kind: 'fact', id: 'f-dog' } as const;
    expect((await planForgetting(ports, 'alice', target)).entries[0]?.id).toBe('f-dog');
    const { entries, revision } = await forget(ports, 'alice', target);
    expect(entries.map(({ id }) => id)).toEqual(['f-dog', 'summary']);
    expect(revision).toBe(5);
    expect(textIn(directory)).not.toMatch(/bello|\bdog/iu);
  });

  it('finds what only a turn has that waits, of a user without a memory', async () => {
    const directory = folderFor();
    const ports = portsIn(directory);
    await ports.journal.save(typed('t-1', 'I have a dog named Bello'));
    const target = { kind: 'query', query: 'Bello' } as const;
    expect(await planForgetting(ports, 'alice', target)).toMatchObject({
      entries: [],
      passages: 1,
    });
    const { revision, passages } = await forget(ports, 'alice', target);
    expect({ revision, passages }).toEqual({ revision: 1, passages: 1 });
    expect(textIn(directory)).not.toMatch(/bello/iu);
  });
});

describe('the plan of a forgetting', () => {
  it.each(TARGETS)('of %s is what comes of it, and changes nothing', async (_, target) => {
    const directory = await seeded();
    const before = bytesIn(directory);
    const plan = await planForgetting(portsIn(directory), 'alice', target);
    expect(bytesIn(directory)).toEqual(before);
    const { entries, passages, revisions } = await forget(portsIn(directory), 'alice', target);
    expect(plan).toEqual({ entries, passages, revisions });
  });

  it.each([planForgetting, forget])('refuses what is not there', async (deed) => {
    const directory = await seeded();
    const before = bytesIn(directory);
    for (const [target, message] of [
      [{ kind: 'fact', id: 'f-none' }, /no fact f-none/u],
      [{ kind: 'preference', key: 'none' }, /no preference "none"/u],
      [{ kind: 'query', query: ' ?! ' }, /the query is empty/u],
    ] as const) {
      const done = deed(portsIn(directory), 'alice', target);
      await expect(done).rejects.toMatchObject({ code: 'usage' });
      await expect(done).rejects.toThrow(message);
    }
    expect(bytesIn(directory)).toEqual(before);
  });

  it.each([planForgetting, forget])('that finds nothing is empty', async (deed) => {
    const directory = await seeded();
    const before = bytesIn(directory);
    const target = { kind: 'query', query: 'xyzzy' } as const;
    expect(await deed(portsIn(directory), 'alice', target)).toMatchObject({
      entries: [],
      passages: 0,
      revisions: 0,
    });
    expect(bytesIn(directory)).toEqual(before);
    const nobody = await deed(portsIn(folderFor()), 'bob', { kind: 'name' });
    expect(nobody).toMatchObject({ entries: [], passages: 0, revisions: 0 });
  });
});

/** Ports that stop for good at the given call: before it is done, or right after. */
function stopping(ports: Ports, at: number, isAfter: boolean): Ports & { calls: () => number } {
  let calls = 0;
  const step = async <T>(call: () => Promise<T>): Promise<T> => {
    calls += 1;
    if (calls > at || (calls === at && !isAfter)) throw new Error('stopped');
    const result = await call();
    if (calls === at) throw new Error('stopped');
    return result;
  };
  const { store, journal, transcript } = ports;
  return {
    clock,
    calls: () => calls,
    store: {
      read: (user) => store.read(user),
      history: (user, from) => store.history(user, from),
      users: () => store.users(),
      remove: (user) => store.remove(user),
      commit: (user, memory, note) => step(() => store.commit(user, memory, note)),
      purge: (user, from) => step(() => store.purge(user, from)),
    },
    journal: {
      save: (turn) => journal.save(turn),
      remove: (user, id) => journal.remove(user, id),
      adopt: (user) => journal.adopt(user),
      read: (user, id) => journal.read(user, id),
      rewrite: (user, change) => step(() => journal.rewrite(user, change)),
    },
    transcript: {
      append: (turn) => transcript.append(turn),
      import: (user, exchanges) => transcript.import(user, exchanges),
      read: (user, from) => transcript.read(user, from),
      recent: (user, limit) => transcript.recent(user, limit),
      rewrite: (user, change) => step(() => transcript.rewrite(user, change)),
    },
  };
}

describe('a forgetting that was stopped', () => {
  /** Two looks at the journal, two at the transcript, the commit and the purge. */
  const STEPS = 6;

  it.each(TARGETS)(
    'of %s is finished by the same call, wherever it stopped',
    async (_, target, words) => {
      for (let at = 1; at <= STEPS; at++) {
        for (const isAfter of [false, true]) {
          const directory = await seeded();
          const stopped = stopping(portsIn(directory), at, isAfter);
          await expect(forget(stopped, 'alice', target)).rejects.toThrow('stopped');
          expect(stopped.calls()).toBe(at);
          const isDone = at === STEPS && isAfter;
          if (isDone && (target.kind === 'fact' || target.kind === 'preference')) {
            await expect(forget(portsIn(directory), 'alice', target)).rejects.toThrow(
              'There is no',
            );
          } else {
            const again = await forget(portsIn(directory), 'alice', target);
            expect(again.entries.length > 0).toBe(!isDone);
          }
          expect(textIn(directory)).not.toMatch(words);
          expect(await past(portsIn(directory).store)).toHaveLength(1);
          const left = await portsIn(directory).store.read('alice');
          expect(left?.keyFacts.map(({ id }) => id)).toContain('f-cat');
        }
      }
    },
  );

  it.each([
    { kind: 'fact', id: 'f-none' },
    { kind: 'preference', key: 'none' },
    { kind: 'query', query: 'xyzzy' },
    { kind: 'name' },
  ] as const)('is finished by one that finds nothing (%o)', async (target) => {
    const directory = await seeded();
    const { store } = portsIn(directory);
    const note = { reason: 'forgotten', of: null } as const;
    await update(store, 'alice', () => ({ ...memoryOf(), forgottenAt: clock() }), { note });
    for (const { revision } of (await past(store)).slice(1, -1)) {
      fs.rmSync(
        path.join(
          directory,
          '.alice',
          'revisions',
          `${revision}`.padStart(10, '0').concat('.json'),
        ),
      );
    }
    expect(await past(store)).toHaveLength(2);
    const found = { entries: [], passages: 0, revisions: 1 };
    expect(await planForgetting(portsIn(directory), 'alice', target)).toEqual(found);
    expect(await forget(portsIn(directory), 'alice', target)).toMatchObject({
      ...found,
      revision: null,
      changes: { retired: [] },
    });
    expect(await past(store)).toMatchObject([{ revision: 4 }]);
  });
});

describe('while something is forgotten', () => {
  it('what another process says of it meanwhile is blotted out as well', async () => {
    const directory = await seeded();
    const ports = portsIn(directory);
    const { store, journal, transcript } = portsIn(directory);
    const commit = ports.store.commit.bind(ports.store);
    ports.store.commit = async (user, memory, note) => {
      await transcript.append(typed('t-8', 'Bello again, and Minka'));
      await journal.save(typed('t-9', 'And Bello, and Minka'));
      return commit(user, memory, note);
    };
    const { passages } = await forget(ports, 'alice', { kind: 'fact', id: 'f-dog' });
    expect(passages).toBe(5);
    expect(textIn(directory)).not.toMatch(/bello/iu);
    expect((await store.read('alice'))?.revision).toBe(4);
  });

  it('what another process learns meanwhile is forgotten if it is meant too', async () => {
    const directory = await seeded();
    const ports = portsIn(directory);
    const other = portsIn(directory).store;
    const rewrite = ports.transcript.rewrite.bind(ports.transcript);
    let isFirst = true;
    ports.transcript.rewrite = async (user, change) => {
      if (isFirst) {
        await update(other, 'alice', (current) => {
          const known = current ?? memoryOf();
          const facts = [fact('Bello eats lasagna'), fact('Minka eats fish')];
          return { ...known, keyFacts: [...known.keyFacts, ...facts] };
        });
      }
      isFirst = false;
      return rewrite(user, change);
    };
    await ports.transcript.append(typed('t-8', 'I cook lasagna, or fish'));
    const { entries } = await forget(ports, 'alice', { kind: 'query', query: 'Bello' });
    expect(entries.map(({ text }) => text)).toContain('Bello eats lasagna');
    expect(textIn(directory)).not.toMatch(/bello|lasagna/iu);
    expect((await other.read('alice'))?.keyFacts.map(({ text }) => text)).toEqual([
      'Has a cat named Minka',
      'Minka eats fish',
    ]);
  });
});
