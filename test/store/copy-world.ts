import fc from 'fast-check';
import type { Memory } from '../../src/memory/types.ts';
import type { Kept } from '../../src/store/copy.ts';
import { FileInputs } from '../../src/store/file-inputs.ts';
import { FileJournal } from '../../src/store/file-journal.ts';
import { FileLedger } from '../../src/store/file-ledger.ts';
import { FileStore } from '../../src/store/file-store.ts';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { currentOwner, type Owner } from '../../src/store/owner.ts';
import type { Exchange } from '../../src/store/port.ts';
import { hostileMemory, hostileText } from '../support/hostile-memory.ts';
import { anUtterance, aTurn } from '../support/turns.ts';
import { collect } from './history-contract.ts';
import { aSpending } from './ledger-contract.ts';
import { clock } from './temporary.ts';

/** A process that has ended. */
export const GONE: Owner = { ...currentOwner(), pid: 2 ** 22 + 1 };

/** All that is kept in a folder. */
export function filesIn(directory: string, owner: Owner = currentOwner()) {
  const onNotice = () => {};
  return {
    store: new FileStore({ directory, clock, onNotice }),
    transcript: new FileTranscript({ directory }),
    journal: new FileJournal({ directory, owner, clock, onNotice }),
    inputs: new FileInputs({ directory }),
    ledger: new FileLedger({ directory, clock }),
  } satisfies Kept;
}

/** All that a place says of a user, to be compared with what another one says. */
export async function allOf(kept: Kept, user: string) {
  const { exchanges } = await kept.transcript.read(user, null);
  return {
    memory: await kept.store.read(user),
    history: await collect(kept.store.history(user)),
    exchanges,
    recent: await kept.transcript.recent(user, 20),
    inputs: await kept.inputs?.recent(user, 1000),
    spendings: await kept.ledger?.read(user),
  };
}

const year = fc.integer({ min: 2021, max: 2026 });
const time = fc
  .tuple(year, fc.integer({ min: 0, max: 364 }), fc.nat(86_399_999))
  .map(([of, day, ms]) => new Date(Date.UTC(of, 0, 1 + day) + ms).toISOString());

const exchange = fc
  .record({ text: hostileText, at: time, isImported: fc.boolean(), hasReply: fc.boolean() })
  .map(({ text, at, isImported, hasReply }): Omit<Exchange, 'turn'> => {
    if (isImported) return anUtterance({ at, user: text });
    const reply = hasReply ? text : null;
    const said = { session: 's-1', at, user: text, typed: text.slice(0, 7), reply };
    return { ...said, status: 'answered', speaker: null };
  });

const note = fc.constantFrom(
  { reason: 'commit' as const, of: null },
  { reason: 'tidied' as const, of: null },
  { reason: 'undone' as const, of: 1 },
);

/** Somebody who has used memchat for years. */
export const life = fc.record({
  memories: fc.array(hostileMemory, { minLength: 1, maxLength: 5 }),
  unknown: fc.dictionary(fc.constantFrom('later', 'x y', '\ue000', '"'), fc.jsonValue()),
  notes: fc.array(note, { minLength: 5, maxLength: 5 }),
  exchanges: fc.array(exchange, { maxLength: 12 }),
  inputs: fc.array(hostileText, { maxLength: 4 }),
  spendings: fc.array(time, { maxLength: 5 }),
});

/** Lives that life in a place: every memory is committed on the one before. */
export async function live(kept: Kept, user: string, lived: LifeOf<typeof life>): Promise<void> {
  for (const [revision, memory] of lived.memories.entries()) {
    const next: Memory = { ...lived.unknown, ...memory, user, revision };
    await kept.store.commit(user, next, revision === 0 ? undefined : lived.notes[revision]);
  }
  for (const [n, one] of lived.exchanges.entries()) {
    await kept.transcript.import(user, [{ ...one, turn: `t-${n}` }]);
  }
  await kept.transcript.append(aTurn({ id: 't-last', user, at: '2026-10-01T10:00:00.000Z' }));
  for (const text of lived.inputs) await kept.inputs?.append(user, [{ origin: 'typed', text }]);
  for (const at of lived.spendings) await kept.ledger?.record(user, aSpending({ at }));
}

type LifeOf<A> = A extends fc.Arbitrary<infer T> ? T : never;
