import type { Turn } from '../../src/memory/turn.ts';
import { currentOwner } from '../../src/store/owner.ts';
import type { Database } from '../../src/store/postgres/database.ts';
import { PostgresJournal } from '../../src/store/postgres/postgres-journal.ts';
import { PostgresStore } from '../../src/store/postgres/postgres-store.ts';
import { PostgresTranscript } from '../../src/store/postgres/postgres-transcript.ts';
import { Sql, sql } from '../../src/store/postgres/sql.ts';
import { TABLES } from '../../src/store/postgres/tables/all.ts';
import { clock } from '../store/temporary.ts';
import { anUtterance, aTurn } from '../support/turns.ts';
import { judgeTurns } from './postgres-judge.ts';
import { applyTurn } from './postgres-turns.ts';

/** What is kept on a server, over one way to it. */
export interface Kept {
  database: Database;
  store: PostgresStore;
  journal: PostgresJournal;
  transcript: PostgresTranscript;
}

export function keptOn(database: Database): Kept {
  const options = { database, clock, onNotice: () => {} };
  return {
    database,
    store: new PostgresStore(options),
    journal: new PostgresJournal({ ...options, owner: currentOwner() }),
    transcript: new PostgresTranscript({ database, appends: true }),
  };
}

/** A call that may be cut off, and is made again then. */
export interface Call {
  name: string;
  /** What is there of the user before. */
  prepare(kept: Kept, user: string): Promise<void>;
  run(kept: Kept, user: string): Promise<void>;
  /** How often its effect is there, 0 or 1 unless something is wrong; -1 for a part of it. */
  count(kept: Kept, user: string): Promise<number>;
}

/** Of some length, so that an answer or a request is more than a few bytes. */
const LONG = 'Tea, and more tea. '.repeat(200);

const longTurn = (user: string, over: Partial<Turn> = {}) => aTurn({ user, reply: LONG, ...over });

const twoTurns = async ({ store }: Kept, user: string) => {
  for (const id of ['t-0', 't-1']) await applyTurn(store, user, id);
};

const rowsOf = async ({ database }: Kept, user: string): Promise<number> => {
  let rows = 0;
  for (const { name } of TABLES) {
    const table = new Sql([`memchat.${name}`], []);
    const found = await database.read(user, sql`SELECT user_id FROM ${table}`);
    rows += found.length;
  }
  return rows;
};

/** How often the newest turn is in the memory, behind these. */
async function countTurn(kept: Kept, user: string, before: readonly string[]): Promise<number> {
  const { lost, twice, problems } = await judgeTurns(kept.database, user, [...before, 't-new']);
  if (problems.length > 0 || lost > 1) return -1;
  return twice > 0 ? 2 : 1 - lost;
}

export const CALLS: readonly Call[] = [
  {
    name: 'a commit',
    prepare: twoTurns,
    run: ({ store }, user) => applyTurn(store, user, 't-new'),
    count: (kept, user) => countTurn(kept, user, ['t-0', 't-1']),
  },
  {
    name: 'a first commit on new connections',
    prepare: async () => {},
    run: async ({ database, store }, user) => {
      await database.close();
      await applyTurn(store, user, 't-new');
    },
    count: async (kept, user) => {
      const memory = await kept.store.read(user);
      // Of a new user the empty memory comes first.
      return memory === null || memory.revision === 0 ? 0 : countTurn(kept, user, []);
    },
  },
  {
    name: 'a transcript append',
    prepare: ({ transcript }, user) => transcript.append(longTurn(user, { id: 't-0' })),
    run: ({ transcript }, user) => transcript.append(longTurn(user)),
    count: async ({ transcript }, user) => {
      const { exchanges } = await transcript.read(user, null);
      if (exchanges.some(({ reply }) => reply !== LONG)) return -1;
      return exchanges.filter(({ turn }) => turn === 't-1').length;
    },
  },
  {
    name: 'a transcript import',
    prepare: ({ transcript }, user) => transcript.append(longTurn(user, { id: 't-0' })),
    run: async ({ transcript }, user) => {
      const given = Array.from({ length: 5 }, (_, n) => anUtterance({ turn: `id:${n}` }));
      await transcript.import(user, given);
    },
    count: async ({ transcript }, user) => {
      const { exchanges } = await transcript.read(user, null);
      return (exchanges.length - 1) / 5;
    },
  },
  {
    name: 'a transcript rewrite',
    prepare: async ({ transcript }, user) => {
      for (const id of ['t-0', 't-1']) await transcript.append(longTurn(user, { id }));
    },
    run: async ({ transcript }, user) => {
      await transcript.rewrite(user, (one) => (one.reply === '…' ? one : { ...one, reply: '…' }));
    },
    count: async ({ transcript }, user) => {
      const { exchanges } = await transcript.read(user, null);
      const blotted = exchanges.filter(({ reply }) => reply === '…').length;
      return exchanges.length === 2 ? blotted / 2 : -1;
    },
  },
  {
    name: 'a turn saved in the journal',
    prepare: ({ journal }, user) => journal.save(longTurn(user, { reply: null, status: 'asked' })),
    run: ({ journal }, user) => journal.save(longTurn(user)),
    count: async ({ journal }, user) => {
      const turn = await journal.read(user, 't-1');
      if (turn === null) return -1;
      return turn.reply === LONG && turn.status === 'answered' ? 1 : 0;
    },
  },
  {
    name: 'a turn taken out of the journal',
    prepare: ({ journal }, user) => journal.save(longTurn(user)),
    run: ({ journal }, user) => journal.remove(user, 't-1'),
    count: async ({ journal }, user) => ((await journal.read(user, 't-1')) === null ? 1 : 0),
  },
  {
    name: 'a purge',
    prepare: twoTurns,
    run: ({ store }, user) => store.purge(user, 2),
    count: async ({ store }, user) => {
      const kept: number[] = [];
      for await (const { revision } of store.history(user)) kept.push(revision);
      if (kept.join() === '2') return 1;
      return kept.join() === '2,1,0' ? 0 : -1;
    },
  },
  {
    name: 'a removal',
    prepare: async (kept, user) => {
      await twoTurns(kept, user);
      await kept.transcript.append(longTurn(user));
      await kept.journal.save(longTurn(user));
    },
    run: ({ store }, user) => store.remove(user),
    count: async (kept, user) => {
      const rows = await rowsOf(kept, user);
      // A head, three revisions, two facts, a transcript with one exchange, a turn.
      return rows === 0 ? 1 : rows === 9 ? 0 : -1;
    },
  },
];
