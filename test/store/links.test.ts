import './without-fsync.ts';

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MemchatError } from '../../src/errors.ts';
import type { Turn } from '../../src/memory/turn.ts';
import { FileJournal } from '../../src/store/file-journal.ts';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { currentOwner } from '../../src/store/owner.ts';
import { update } from '../../src/store/update.ts';
import { anUtterance, aTurn } from '../support/turns.ts';
import { countOne } from './contract.ts';
import { clock, memory, temporaryFolders, type World, worldIn } from './temporary.ts';

const folder = temporaryFolders();
const TURN: Turn = aTurn({ reply: null, status: 'asked' });
const later = (seconds: number) => Date.now() / 1000 + seconds;

interface Store extends World {
  journal: FileJournal;
  transcript: FileTranscript;
  /** What the journal said instead of handing a turn out. */
  said: string[];
}

function open(directory: string): Store {
  const said: string[] = [];
  const onNotice = ({ message }: { message: string }) => said.push(message);
  const journal = new FileJournal({ directory, owner: currentOwner(), clock, onNotice });
  const world = worldIn(directory);
  return { ...world, journal, transcript: new FileTranscript({ directory }), said };
}

const template = fs.mkdtempSync(path.join(os.tmpdir(), 'memchat-links-'));
beforeAll(async () => {
  const store = open(template);
  for (let n = 0; n < 2; n++) await update(store.store, 'alice', countOne);
  breakFile(store, 'not JSON');
  await store.another().read('alice');
  const owner = { ...currentOwner(), startedAt: '1' };
  await new FileJournal({ directory: store.at('.'), owner, clock, onNotice: () => {} }).save(TURN);
  await store.transcript.append({ ...TURN, id: 't-old', at: '2025-03-01T10:00:00.000Z' });
  await store.transcript.append({ ...TURN, id: 't-0' });
  fs.mkdirSync(store.at('.alice/lock'));
});
afterAll(() => fs.rmSync(template, { recursive: true, force: true }));

/** A store in which every kind of file and folder is there. */
function everything(): Store {
  const directory = folder();
  fs.cpSync(template, directory, { recursive: true, preserveTimestamps: true });
  return open(directory);
}

function breakFile({ at }: World, content: string): void {
  fs.writeFileSync(at('alice.json'), content);
  fs.utimesSync(at('alice.json'), later(2), later(2));
}

/** Moves a part of the store outside and puts a link to it in its place. */
function linkOut({ at }: World, part: string): string {
  const outside = folder();
  fs.renameSync(at(part), path.join(outside, path.basename(part)));
  fs.symlinkSync(path.join(outside, path.basename(part)), at(part));
  return outside;
}

/** Every byte, time and mode of what is below a folder. */
function photograph(directory: string): unknown[] {
  return fs.readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((name) => {
    const file = path.join(directory, name);
    const { mode, mtimeMs, size } = fs.lstatSync(file);
    const isFile = fs.lstatSync(file).isFile();
    return { name, mode, mtimeMs, size, text: isFile && fs.readFileSync(file, 'latin1') };
  });
}

const READ = ({ another }: Store) => another().read('alice');
const COMMIT = ({ another }: Store) => another().commit('alice', memory('alice', 3));
const UPDATE = ({ another }: Store) => update(another(), 'alice', countOne);
const SET_ASIDE = async (store: Store) => {
  breakFile(store, 'not JSON either');
  await store.another().read('alice');
};
const SAVE = ({ journal }: Store) => journal.save({ ...TURN, id: 't-2' });
const APPEND = ({ transcript }: Store) => transcript.append(TURN);
const IMPORT = ({ transcript }: Store) =>
  transcript.import('alice', [anUtterance({ at: '2025-03-01T10:00:00.000Z' })]);
const READ_ALL = ({ transcript }: Store) => transcript.read('alice', null);
const RECENT = ({ transcript }: Store) => transcript.recent('alice', 9);
const REWRITE = ({ transcript }: Store) => transcript.rewrite('alice', () => null);
const ADOPT = async ({ journal, said }: Store) => {
  await journal.adopt('alice');
  const [first] = said;
  if (first !== undefined) throw new MemchatError(first, 'memory-unreadable');
};
const TAKE_OUT = ({ journal }: Store) => journal.remove('alice', 't-1');

const newest = '.alice/revisions/0000000002.json';

describe('a symbolic link in the store', () => {
  it.each<[string, Record<string, (store: Store) => Promise<unknown>>]>([
    ['alice.json', { READ, COMMIT, UPDATE }],
    ['.alice', { READ, COMMIT, UPDATE, SAVE, APPEND, ADOPT, TAKE_OUT }],
    ['.alice/revisions', { READ, COMMIT, UPDATE }],
    [newest, { READ, UPDATE }],
    ['.alice/pending', { SAVE, ADOPT, TAKE_OUT }],
    ['.alice/pending/t-1.json', { ADOPT }],
    ['.alice/transcript.jsonl', { APPEND, IMPORT, READ_ALL, RECENT, REWRITE }],
    ['.alice/transcript-2025.jsonl', { IMPORT, READ_ALL, RECENT, REWRITE }],
    ['.alice/quarantine', { SET_ASIDE }],
  ])('is refused in words, and nothing behind it is touched: %s', async (part, refused) => {
    for (const [name, operation] of Object.entries(refused)) {
      const store = everything();
      const outside = linkOut(store, part);
      const before = photograph(outside);
      const outcome = await operation(store).then(
        () => 'done',
        (error: unknown) => error,
      );
      expect({ name, outcome }).toMatchObject({
        name,
        outcome: { message: expect.stringContaining('symbolic link') },
      });
      expect(outcome).toBeInstanceOf(MemchatError);
      expect({ name, after: photograph(outside) }).toEqual({ name, after: before });
    }
  });

  it.each(['.alice/revisions/0000000000.json', '.alice/lock', '.alice/transcript.jsonl'])(
    'that a commit has no use for does not stop it, and is not followed: %s',
    async (part) => {
      const store = everything();
      const outside = linkOut(store, part);
      const before = photograph(outside);
      const wary = store.another();
      expect(await wary.commit('alice', memory('alice', 1))).toBe('conflict');
      for (let n = 0; n < 3; n++) await update(wary, 'alice', countOne);
      expect(await store.another().read('alice')).toMatchObject({ sessionCount: 5 });
      expect(photograph(outside)).toEqual(before);
    },
  );

  it.each([
    'alice.json',
    '.alice',
    '.alice/revisions',
    newest,
    '.alice/pending',
    '.alice/pending/t-1.json',
    '.alice/transcript.jsonl',
    '.alice/transcript-2025.jsonl',
    '.alice/quarantine',
    '.alice/lock',
  ])('is deleted with its user, what is behind it is not: %s', async (part) => {
    const store = everything();
    const outside = linkOut(store, part);
    const before = photograph(outside);
    await store.another().remove('alice');
    expect(fs.readdirSync(store.at('.'))).toEqual([]);
    expect(photograph(outside)).toEqual(before);
  });

  it('that leads nowhere is not written through', async () => {
    const { store, at } = worldIn(folder());
    const outside = path.join(folder(), 'nothing');
    fs.symlinkSync(outside, at('alice.json'));
    await expect(update(store, 'alice', countOne)).rejects.toThrow('symbolic link');
    expect(fs.existsSync(outside)).toBe(false);
  });

  it('in the place of one user does not hide the others', async () => {
    const { store, at } = worldIn(folder());
    await update(store, 'alice', countOne);
    fs.symlinkSync(at('alice.json'), at(`~${'0'.repeat(64)}.json`));
    const users: string[] = [];
    for await (const user of store.users()) users.push(user);
    expect(users).toEqual(['alice']);
  });
});

describe('a store whose own folder is a symbolic link', () => {
  it("is its owner's choice, and works", async () => {
    const real = folder();
    const link = path.join(folder(), 'sessions');
    fs.symlinkSync(real, link);
    const { store, transcript, journal } = open(link);
    await update(store, 'alice', countOne);
    await transcript.append(TURN);
    await journal.save(TURN);
    const users: string[] = [];
    for await (const user of store.users()) users.push(user);
    expect(users).toEqual(['alice']);
    await store.remove('alice');
    expect(fs.readdirSync(real)).toEqual([]);
  });
});

describe('something else in the place of a file or folder', () => {
  it.each(['alice.json', newest])('is refused: a folder as %s', async (part) => {
    const { another, at } = everything();
    fs.rmSync(at(part));
    fs.mkdirSync(at(part));
    await expect(another().read('alice')).rejects.toMatchObject({ code: 'memory-unreadable' });
    expect(fs.statSync(at(part)).isDirectory()).toBe(true);
  });

  it.each(['.alice', '.alice/revisions'])('is refused: a file as %s', async (part) => {
    const { another, at } = everything();
    fs.rmSync(at(part), { recursive: true });
    fs.writeFileSync(at(part), 'mine');
    await expect(another().read('alice')).rejects.toMatchObject({ code: 'memory-unreadable' });
    expect(fs.readFileSync(at(part), 'utf8')).toBe('mine');
  });
});
