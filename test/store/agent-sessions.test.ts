import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FileAgentSessions } from '../../src/store/agent-sessions/file-agent-sessions.ts';
import type { FoldSummary, SessionEntry } from '../../src/store/agent-sessions/port.ts';
import { listStore } from '../../src/store/examine/listing.ts';
import { usersIn } from '../../src/store/users.ts';
import { filesBelow, temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();
const KEY = { projectKey: '-home-alice-project', sessionId: '0b5f5b1e' };
const SUB = { ...KEY, subpath: 'subagents/agent-7' };

function said(text: string, uuid?: string): SessionEntry {
  return { type: 'user', text, ...(uuid !== undefined && { uuid }) };
}

/** What each program appends, one list for each append; entries say whose they are. */
const appends = fc.array(
  fc.record({
    writer: fc.integer({ min: 0, max: 1 }),
    uuids: fc.array(fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }), {
      maxLength: 4,
    }),
    waits: fc.boolean(),
  }),
  { maxLength: 12 },
);

it('keeps the order of each program and each uuid once, however the appends of two cross', async () => {
  await fc.assert(
    fc.asyncProperty(appends, async (given) => {
      const directory = folder();
      const programs = [0, 1].map(() => new FileAgentSessions({ directory }));
      const all: (SessionEntry & { by: number; at: number })[] = [];
      const running: Promise<void>[] = [];
      for (const { writer, uuids, waits } of given) {
        const entries = uuids.map((uuid) => {
          const entry = { ...said('x', uuid?.toString()), by: writer, at: all.length };
          all.push(entry);
          return entry;
        });
        const done = programs[writer]?.append(KEY, entries) ?? Promise.resolve();
        running.push(done);
        if (waits) await done;
      }
      await Promise.all(running);
      const loaded = (await new FileAgentSessions({ directory }).load(KEY)) ?? [];
      for (const by of [0, 1]) {
        const places = loaded.filter((entry) => entry.by === by).map(({ at }) => Number(at));
        expect(places).toEqual([...places].sort((a, b) => a - b));
      }
      const uuids = loaded.flatMap(({ uuid }) => uuid ?? []);
      expect(uuids).toHaveLength(new Set(uuids).size);
      expect(new Set(uuids)).toEqual(new Set(all.flatMap(({ uuid }) => uuid ?? [])));
      const bare = (entries: SessionEntry[]) => entries.filter(({ uuid }) => uuid === undefined);
      expect(bare(loaded)).toHaveLength(bare(all).length);
    }),
    { numRuns: 60 },
  );
});

it('puts what a program adds to a session that it has read behind all of it', async () => {
  const directory = folder();
  for (let turn = 0; turn < 12; turn += 1) {
    await new FileAgentSessions({ directory }).append(KEY, [said(`turn ${turn}`)]);
  }
  const loaded = await new FileAgentSessions({ directory }).load(KEY);
  expect(loaded?.map(({ text }) => text)).toEqual(
    Array.from({ length: 12 }, (_, turn) => `turn ${turn}`),
  );
});

it('gives back any value of JSON as it was, under any key, and null under any other', async () => {
  const name = fc.oneof(
    fc.string({ minLength: 1, maxLength: 40, unit: 'binary' }),
    fc.constantFrom('..', '../../etc/passwd', '/', 'a/../b', 'CON', '\u0000', 'x'.repeat(1024)),
  );
  await fc.assert(
    fc.asyncProperty(
      name,
      name,
      name,
      fc.jsonValue(),
      async (projectKey, sessionId, sub, value) => {
        const directory = folder();
        const sessions = new FileAgentSessions({ directory });
        const entry = { type: 'user', value: JSON.parse(JSON.stringify(value)) };
        const key = { projectKey, sessionId, subpath: sub };
        await sessions.append(key, [entry]);
        expect(await new FileAgentSessions({ directory }).load(key)).toEqual([entry]);
        expect(await sessions.load({ ...key, subpath: `${sub.slice(1)}?` })).toBeNull();
        expect(await sessions.listSubkeys({ projectKey, sessionId })).toEqual([sub]);
        // Nothing lies anywhere else.
        expect(fs.readdirSync(directory)).toEqual(['.~agent-sessions']);
        expect(fs.readdirSync(path.dirname(directory))).toContain(path.basename(directory));
      },
    ),
    { numRuns: 40 },
  );
});

it('refuses what is no key and no entry', async () => {
  const sessions = new FileAgentSessions({ directory: folder() });
  for (const wrong of ['', 'x'.repeat(1025)]) {
    const key = { ...KEY, sessionId: wrong };
    await expect(sessions.append(key, [said('x')])).rejects.toMatchObject({ code: 'usage' });
    await expect(sessions.load(key)).rejects.toMatchObject({ code: 'usage' });
  }
  const wrong: SessionEntry[] = JSON.parse('[{ "uuid": "no type" }]');
  await expect(sessions.append(KEY, wrong)).rejects.toMatchObject({ code: 'usage' });
  expect(await sessions.load(KEY)).toBeNull();
});

it('lists sessions and subagents, and deletes one without the others', async () => {
  const directory = folder();
  const sessions = new FileAgentSessions({ directory });
  const other = { ...KEY, sessionId: 'another' };
  for (const key of [KEY, SUB, other]) await sessions.append(key, [said('hello', 'u-1')]);
  const listed = await sessions.listSessions(KEY.projectKey);
  expect(listed.map(({ sessionId }) => sessionId).sort()).toEqual(['0b5f5b1e', 'another']);
  expect(listed.every(({ mtime }) => Number.isInteger(mtime) && mtime > 0)).toBe(true);
  expect(await sessions.listSessions('elsewhere')).toEqual([]);
  expect(await sessions.listSubkeys(KEY)).toEqual(['subagents/agent-7']);

  await sessions.delete(SUB);
  expect(await sessions.load(SUB)).toBeNull();
  expect(await sessions.load(KEY)).toHaveLength(1);
  await sessions.delete(KEY);
  await sessions.delete(KEY);
  expect(await sessions.load(KEY)).toBeNull();
  expect(await sessions.listSessions(KEY.projectKey)).toMatchObject([{ sessionId: 'another' }]);
  // The same uuid again is a new entry of a new session.
  await sessions.append(KEY, [said('hello', 'u-1')]);
  expect(await sessions.load(KEY)).toEqual([said('hello', 'u-1')]);
});

it('keeps summaries up to date, and reads only sessions that have changed for them', async () => {
  const directory = folder();
  const folded: string[] = [];
  const fold: FoldSummary = (_, { sessionId }, entries, options) => {
    folded.push(sessionId);
    return { sessionId, mtime: options?.mtime ?? 0, data: { entries: entries.length } };
  };
  const sessions = new FileAgentSessions({ directory, fold });
  const other = { ...KEY, sessionId: 'another' };
  for (const key of [KEY, other]) await sessions.append(key, [said('hello')]);
  expect(await sessions.listSessionSummaries(KEY.projectKey)).toHaveLength(2);
  await new FileAgentSessions({ directory }).append(other, [said('more')]);
  const summaries = await sessions.listSessionSummaries(KEY.projectKey);
  expect(folded.sort()).toEqual(['0b5f5b1e', 'another', 'another']);
  const listed = await sessions.listSessions(KEY.projectKey);
  for (const { sessionId, mtime } of listed) {
    const entries = sessionId === 'another' ? 2 : 1;
    expect(summaries).toContainEqual({ sessionId, mtime, data: { entries } });
  }
  const without = new FileAgentSessions({ directory });
  expect(await without.listSessionSummaries(KEY.projectKey)).toEqual([]);
});

it('leaves out a line that a stopped program did not finish, and refuses a damaged one', async () => {
  const directory = folder();
  await new FileAgentSessions({ directory }).append(KEY, [said('whole')]);
  const [name = ''] = filesBelow(directory);
  const file = path.join(directory, name);
  fs.appendFileSync(file, '{"order":2,"entries":[{"type":"us');
  const sessions = new FileAgentSessions({ directory });
  expect(await sessions.load(KEY)).toEqual([said('whole')]);
  await sessions.append(KEY, [said('after')]);
  expect(await sessions.load(KEY)).toEqual([said('whole'), said('after')]);

  fs.appendFileSync(file, '\n');
  const before = fs.readFileSync(file);
  await expect(sessions.load(KEY)).rejects.toMatchObject({ code: 'memory-unreadable' });
  expect(fs.readFileSync(file)).toEqual(before);
});

it('is for its owner only, and follows no link', async () => {
  const directory = folder();
  const sessions = new FileAgentSessions({ directory });
  await sessions.append(KEY, [said('mine')]);
  const [name = ''] = filesBelow(directory);
  const file = path.join(directory, name);
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  for (let at = path.dirname(file); at !== directory; at = path.dirname(at)) {
    expect(fs.statSync(at).mode & 0o777).toBe(0o700);
  }
  const project = path.dirname(path.dirname(file));
  const elsewhere = folder();
  fs.renameSync(project, path.join(elsewhere, 'project'));
  fs.symlinkSync(path.join(elsewhere, 'project'), project);
  const refused = { code: 'memory-unreadable' };
  await expect(sessions.load(KEY)).rejects.toMatchObject(refused);
  await expect(sessions.append(KEY, [said('x')])).rejects.toMatchObject(refused);
  await expect(sessions.delete(KEY)).rejects.toMatchObject(refused);
  expect(filesBelow(elsewhere)).toHaveLength(1);
});

it('is taken for a user by nobody', async () => {
  const directory = folder();
  await new FileAgentSessions({ directory }).append(KEY, [said('hello')]);
  expect(usersIn(directory)).toEqual([]);
  expect(listStore(directory)).toEqual({ places: [], nameless: [], others: [], isMarked: false });
});
