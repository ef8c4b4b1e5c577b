import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeMemory } from '../../src/memory/codec.ts';
import { commitRevision } from '../../src/store/commit.ts';
import { readPlain } from '../../src/store/files.ts';
import { placeOf } from '../../src/store/paths.ts';
import { readRevision, sha256 } from '../../src/store/revision.ts';
import { update } from '../../src/store/update.ts';
import { fact, memoryOf } from '../support/memories.ts';
import { countOne } from './contract.ts';
import { filesBelow, memory, temporaryFolders, type World, worldIn } from './temporary.ts';

const folder = temporaryFolders();
const revision = (n: number) => `.alice/revisions/${String(n).padStart(10, '0')}.json`;

async function metThrice(): Promise<World> {
  const world = worldIn(folder());
  for (let n = 0; n < 3; n++) await update(world.store, 'alice', countOne);
  return world;
}

describe('a damaged file', () => {
  it.each([
    ['empty', ''],
    ['all NUL', '\0'.repeat(500)],
    ['cut off', '{"version":1'],
    ['a list', '[]'],
    ['nothing that is known', '{}'],
  ])('without a revision behind it is left byte for byte, and named: %s', async (_, content) => {
    const { store, at } = worldIn(folder());
    fs.writeFileSync(at('alice.json'), content);
    const refusal = {
      code: 'memory-unreadable',
      message: expect.stringContaining(at('alice.json')),
    };
    await expect(store.read('alice')).rejects.toMatchObject(refusal);
    await expect(store.commit('alice', memory('alice', 0))).rejects.toMatchObject(refusal);
    await expect(update(store, 'alice', countOne)).rejects.toMatchObject(refusal);
    expect(fs.readFileSync(at('alice.json'), 'utf8')).toBe(content);
    expect(fs.readdirSync(at('.'))).toEqual(['alice.json']);
  });

  it('whose version was damaged to that of the tutorials is not read as one without facts', async () => {
    const { store, at, another } = worldIn(folder());
    await update(store, 'alice', () => memoryOf({ keyFacts: [fact('Likes tea')] }));
    const whole = fs.readFileSync(at('alice.json'), 'utf8');
    fs.rmSync(at('.alice'), { recursive: true });
    const damaged = whole.replace('"version": 1', '"version": 0');
    fs.writeFileSync(at('alice.json'), damaged);
    const refusal = { code: 'memory-unreadable' };
    await expect(another().read('alice')).rejects.toMatchObject(refusal);
    await expect(update(another(), 'alice', countOne)).rejects.toMatchObject(refusal);
    expect(fs.readFileSync(at('alice.json'), 'utf8')).toBe(damaged);
  });
});

describe('a file of a newer version', () => {
  const NEWER = '{"version": 2, "user": "alice", "thoughts": [], "revision": 4}\n';
  const refusal = { code: 'memory-unreadable', message: expect.stringContaining('newer') };

  it.each([0, 3])('is left byte for byte, with %i commits behind it', async (commits) => {
    const { at, another, notices } = worldIn(folder());
    for (let n = 0; n < commits; n++) await update(another(), 'alice', countOne);
    fs.writeFileSync(at('alice.json'), NEWER);
    fs.utimesSync(at('alice.json'), 5, 5);
    const before = filesBelow(at('.'));
    for (const attempt of [
      () => another().read('alice'),
      () => update(another(), 'alice', countOne),
      ...[0, 1, 4, 5].map((n) => () => another().commit('alice', memory('alice', n))),
    ]) {
      await expect(attempt()).rejects.toMatchObject(refusal);
    }
    const users: string[] = [];
    for await (const user of another().users()) users.push(user);
    expect(users).toEqual(['alice']);
    expect(fs.readFileSync(at('alice.json'), 'utf8')).toBe(NEWER);
    expect(fs.statSync(at('alice.json')).mtimeMs).toBe(5000);
    expect(filesBelow(at('.'))).toEqual(before);
    expect(notices).toEqual([]);
  });

  it('in a revision is left as well, though an older copy is in the file', async () => {
    const { at, another } = await metThrice();
    const body = Buffer.from(NEWER);
    const header = { revision: 4, sha256: sha256(body), at: '', reason: 'commit' };
    fs.writeFileSync(at(revision(4)), `${JSON.stringify(header)}\n${NEWER}`);
    const files = ['alice.json', revision(3), revision(4)];
    const before = files.map((file) => fs.readFileSync(at(file), 'utf8'));
    await expect(another().read('alice')).rejects.toMatchObject(refusal);
    await expect(update(another(), 'alice', countOne)).rejects.toMatchObject(refusal);
    expect(files.map((file) => fs.readFileSync(at(file), 'utf8'))).toEqual(before);
  });

  it('is deleted only when its user is', async () => {
    const { at, another } = await metThrice();
    fs.writeFileSync(at('alice.json'), NEWER);
    await another().remove('alice');
    expect(fs.readdirSync(at('.'))).toEqual([]);
  });
});

describe('a damaged revision', () => {
  it('is set aside, and the memory in the file is used', async () => {
    const { at, another, notices } = await metThrice();
    const file = at(revision(3));
    fs.writeFileSync(file, fs.readFileSync(file).subarray(0, 200));
    fs.utimesSync(file, 1, 1);
    expect(await another().read('alice')).toMatchObject({ sessionCount: 3 });
    expect(notices.map(({ code }) => code)).toContain('quarantined');
    expect(await update(another(), 'alice', countOne)).toMatchObject({ sessionCount: 4 });
  });

  it('with a damaged file gives the newest good revision', async () => {
    const { at, another } = await metThrice();
    fs.writeFileSync(at('alice.json'), 'broken');
    fs.writeFileSync(at(revision(3)), 'broken');
    fs.utimesSync(at(revision(3)), 1, 1);
    expect(await another().read('alice')).toMatchObject({ sessionCount: 2, revision: 2 });
    expect(await update(another(), 'alice', countOne)).toMatchObject({ revision: 3 });
  });

  it('that may still be in the writing is waited for, not overwritten', async () => {
    const { store, at } = await metThrice();
    fs.writeFileSync(at(revision(4)), 'half');
    expect(await store.read('alice')).toMatchObject({ revision: 3 });
    expect(await store.commit('alice', memory('alice', 4))).toBe('conflict');
    expect(fs.readFileSync(at(revision(4)), 'utf8')).toBe('half');
  });
});

describe('a crash between the commit and the copy', () => {
  it('shows the newest revision, does not take the old copy for an edit, and heals', async () => {
    const { store, at, another, notices } = await metThrice();
    const old = fs.readFileSync(at('alice.json'));
    const { mtimeMs } = fs.statSync(at('alice.json'));
    await update(store, 'alice', countOne);
    fs.writeFileSync(at('alice.json'), old);
    fs.utimesSync(at('alice.json'), mtimeMs / 1000, mtimeMs / 1000);
    expect(await another().read('alice')).toMatchObject({ sessionCount: 4, revision: 4 });
    expect(await update(store, 'alice', countOne)).toMatchObject({ sessionCount: 5, revision: 5 });
    expect(JSON.parse(fs.readFileSync(at('alice.json'), 'utf8')).revision).toBe(5);
    expect(notices).toEqual([]);
  });

  it('of the first commit leaves the empty memory, not a deletion', async () => {
    const { at, another } = worldIn(folder());
    fs.writeFileSync(at('alice.json'), encodeMemory(memory('alice', 0)));
    fs.mkdirSync(at('.alice/pending'), { recursive: true });
    fs.mkdirSync(at('.alice/revisions'), { recursive: true });
    fs.writeFileSync(at('.alice/revisions/.tmp-unfinished'), 'half');
    expect(await another().read('alice')).toEqual(memory('alice', 0));
    expect(await update(another(), 'alice', countOne)).toMatchObject({ revision: 1 });
  });
});

describe('a writer that comes too late', () => {
  it('for a number that was pruned meanwhile is refused and leaves nothing', async () => {
    const { store, at } = await metThrice();
    for (let n = 0; n < 3; n++) await update(store, 'alice', countOne);
    for (const n of [0, 1, 2, 3, 4]) fs.rmSync(at(revision(n)));
    // What a writer that read revision 3 long ago would do now: it only knows its own number.
    const place = placeOf(at('.'), 'alice');
    const newest = readRevision(place, 6);
    const main = readPlain(place.main);
    if (typeof newest === 'string' || main === null) throw new Error('not arranged');
    const late = {
      memory: memory('alice', 4, 'Late.'),
      at: '',
      reason: 'commit',
      of: null,
    } as const;
    const events = { claimed: async () => {}, weak: () => {}, unpublished: () => {} };
    const next = { ...late, turn: null, edit: null };
    expect(await commitRevision(place, next, newest, main, events)).toBe('conflict');
    expect(fs.existsSync(at(revision(4)))).toBe(false);
    expect(await store.read('alice')).toMatchObject({ revision: 6 });
  });
});

describe('a file in the format of the tutorials', () => {
  it('is imported as it is, and the original stays a revision', async () => {
    const { store, at, notices } = worldIn(folder());
    const tutorial = JSON.stringify({
      user_id: 'alice',
      name: 'Alice',
      preferences: { tone: 'formal' },
      conversation_summary: 'Works on compilers.',
      key_facts: ['Has two cats'],
      recent_messages: [],
      session_count: 4,
      last_seen: '2025-01-01T00:00:00Z',
    });
    fs.writeFileSync(at('alice.json'), tutorial);
    expect(await store.read('alice')).toMatchObject({ name: 'Alice', sessionCount: 4 });
    expect(fs.readFileSync(at('alice.json'), 'utf8')).toBe(tutorial);
    const after = await update(store, 'alice', countOne);
    expect(after).toMatchObject({ version: 1, name: 'Alice', sessionCount: 5 });
    expect(fs.readFileSync(at(revision(0)), 'utf8')).toContain(tutorial);
    expect(notices.map(({ code }) => code)).toEqual(['imported']);
    expect(await worldIn(at('.')).store.read('alice')).toEqual(after);
  });
});
