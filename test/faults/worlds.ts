import fs from 'node:fs';
import type { Memory } from '../../src/memory/types.ts';
import { FileJournal } from '../../src/store/file-journal.ts';
import { currentOwner } from '../../src/store/owner.ts';
import type { Notice } from '../../src/store/port.ts';
import { update } from '../../src/store/update.ts';
import { countOne } from '../store/contract.ts';
import { clock, memory, worldIn } from '../store/temporary.ts';
import { askedTurn } from './turns.ts';

/** A store before something happens to it. */
export interface World {
  /** What is there, as in "a commit on …". */
  name: string;
  prepare(directory: string): Promise<void>;
  /** The memory that a reader gets, whatever happens, under the writes of others; null for none. */
  kept: Memory | null;
  /** What a reader may be told. */
  notices: Notice['code'][];
}

const PERSON: Memory = { ...memory('alice', 0, 'Likes tea.'), name: 'Alice' };

async function commitPerson(directory: string, last = 1): Promise<void> {
  const { store } = worldIn(directory);
  for (let revision = 0; revision <= last; revision++) {
    await store.commit('alice', { ...PERSON, revision });
  }
}

export const NEW_USER: World = {
  name: 'a new user',
  prepare: async () => {},
  kept: null,
  notices: [],
};

export const KNOWN_USER: World = {
  name: 'a memory',
  prepare: commitPerson,
  kept: { ...PERSON, revision: 1 },
  notices: [],
};

export const EDITED: World = {
  name: "the owner's edit",
  prepare: async (directory) => {
    await commitPerson(directory);
    const edit = { ...PERSON, revision: 1, name: 'Alicia', summary: 'Likes coffee.' };
    fs.writeFileSync(worldIn(directory).at('alice.json'), JSON.stringify(edit));
  },
  kept: { ...PERSON, revision: 2, name: 'Alicia', summary: 'Likes coffee.' },
  notices: ['edited'],
};

export const OLD_FORMAT: World = {
  name: 'a file of version 0',
  prepare: async (directory) => {
    const { user, name, summary, createdAt } = PERSON;
    const old = {
      user_id: user,
      name,
      preferences: {},
      conversation_summary: summary,
      key_facts: [],
      recent_messages: [],
      session_count: 0,
      last_seen: createdAt,
    };
    fs.mkdirSync(directory, { recursive: true });
    fs.writeFileSync(worldIn(directory).at('alice.json'), JSON.stringify(old));
  },
  kept: PERSON,
  notices: ['imported'],
};

/** Its next commit prunes, and sweeps an unfinished file away. */
export const OLD_REVISIONS: World = {
  name: '65 old revisions',
  prepare: async (directory) => {
    await commitPerson(directory, 64);
    const { at } = worldIn(directory);
    const revisions = at('.alice', 'revisions');
    fs.writeFileSync(at('.alice', 'revisions', '.tmp-left'), '');
    for (const name of fs.readdirSync(revisions)) age(at('.alice', 'revisions', name));
    age(at('alice.json'));
  },
  kept: { ...PERSON, revision: 64 },
  notices: [],
};

export const BROKEN: World = {
  name: 'a broken file with a good revision',
  prepare: async (directory) => {
    await commitPerson(directory);
    fs.writeFileSync(worldIn(directory).at('alice.json'), '{"version": 1, "user": "al');
  },
  kept: { ...PERSON, revision: 1 },
  notices: ['quarantined'],
};

function age(file: string): void {
  const anHourAgo = Math.floor(Date.now() / 1000) - 3600;
  fs.utimesSync(file, anHourAgo, anHourAgo);
}

/** A store in which alice's updates were counted twice. */
export async function countTwice(directory: string): Promise<void> {
  const { store } = worldIn(directory);
  await update(store, 'alice', countOne);
  await update(store, 'alice', countOne);
}

/** Turns of a process that is dead. */
export const LEFT_TURNS = ['t-one', 't-two'];

export async function leaveTurns(directory: string): Promise<void> {
  const owner = { ...currentOwner(), startedAt: '1' };
  const journal = new FileJournal({ directory, owner, clock, onNotice: () => {} });
  for (const id of LEFT_TURNS) await journal.save(askedTurn(id));
}

/** The turns that a new process adopts. */
export async function adoptAll(directory: string): Promise<string[]> {
  const onNotice = () => {};
  const journal = new FileJournal({ directory, owner: currentOwner(), clock, onNotice });
  const ids = (await journal.adopt('alice')).map(({ id }) => id);
  for (const id of ids) await journal.remove('alice', id);
  return ids;
}
