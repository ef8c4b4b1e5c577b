import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileJournal } from '../../src/store/file-journal.ts';
import { currentOwner } from '../../src/store/owner.ts';
import { update } from '../../src/store/update.ts';
import { countOne } from '../store/contract.ts';
import { buildWorker } from '../store/processes.ts';
import { clock, filesBelow, NOW, temporaryFolders, worldIn } from '../store/temporary.ts';
import { type Call, canInject, changesBelow, injecting, ONE_THREAD } from './strace.ts';

const folder = temporaryFolders();
const programs = fs.mkdtempSync(path.join(os.tmpdir(), 'memchat-faults-'));
let worker = '';

beforeAll(async () => {
  worker = await buildWorker(programs);
});
afterAll(() => fs.rmSync(programs, { recursive: true, force: true }));

const node = (...args: string[]) => [process.execPath, worker, ...args];

/** Runs a command to its end and returns the lines it said. */
function run(command: string[]): string[] {
  const [program = '', ...args] = command;
  const limits = { timeout: 20_000, killSignal: 'SIGKILL', env: ONE_THREAD } as const;
  const { stdout } = spawnSync(program, args, { input: 'go\n', ...limits });
  return stdout.toString().split('\n').filter(Boolean);
}

/** The calls of `job`, run on a store that `prepare` made. */
async function callsOf(job: string[], prepare: (directory: string) => Promise<void>) {
  const directory = folder();
  await prepare(directory);
  const [name = '', ...rest] = job;
  const command = node(name, directory, ...rest);
  return changesBelow(directory, path.join(programs, 'trace'), command);
}

const nothing = async () => {};
async function metTwice(directory: string): Promise<void> {
  const { store } = worldIn(directory);
  await update(store, 'alice', countOne);
  await update(store, 'alice', countOne);
}

/** Turns of a process that is dead. */
async function leaveTurns(directory: string): Promise<void> {
  const owner = { ...currentOwner(), startedAt: '1' };
  const journal = new FileJournal({ directory, owner, clock, onNotice: () => {} });
  for (const id of ['t-one', 't-two']) {
    await journal.save({
      id,
      user: 'alice',
      session: 's-1',
      at: NOW,
      message: [{ origin: 'typed', text: 'I like tea.' }],
      reply: null,
      status: 'asked',
      attempts: 0,
    });
  }
}

const temporaries = (directory: string) =>
  filesBelow(directory).filter((file) => file.includes('.tmp-'));

describe.runIf(canInject())('the store', () => {
  it('killed at any call that changes a file keeps what was acknowledged, and goes on', {
    timeout: 120_000,
  }, async () => {
    const job = ['count', 'w', '2'];
    const calls = await callsOf(job, nothing);
    expect(calls.length).toBeGreaterThan(30);
    const failures: unknown[] = [];
    for (const call of calls) {
      const directory = folder();
      const fault = injecting(call.name, 'signal=KILL', String(call.n));
      const lines = run([...fault, ...node('count', directory, 'w', '2')]);
      const acknowledged = lines.filter((line) => line.startsWith('w-'));
      const { store, notices, at } = worldIn(directory);
      const memory = await store.read('alice');
      const kept = memory?.recentMessages.map(({ turn }) => turn) ?? [];
      const isKept = acknowledged.every((line) => kept.includes(line.split(' ')[0] ?? ''));
      const isOnce =
        new Set(kept).size === kept.length && (memory?.sessionCount ?? 0) === kept.length;
      const next = await update(store, 'alice', countOne);
      const published = JSON.parse(fs.readFileSync(at('alice.json'), 'utf8'));
      const goesOn = next?.sessionCount === kept.length + 1 && published.revision === next.revision;
      if (!isKept || !isOnce || !goesOn || notices.length > 0) {
        failures.push({ call, acknowledged, kept, next: next?.sessionCount, notices });
      }
    }
    expect(failures).toEqual([]);
  });

  it('killed at any call of an adoption leaves each turn to the next process', {
    timeout: 60_000,
  }, async () => {
    const calls = await callsOf(['adopt', 'leave'], leaveTurns);
    expect(calls.length).toBeGreaterThan(10);
    for (const call of calls) {
      const directory = folder();
      await leaveTurns(directory);
      const fault = injecting(call.name, 'signal=KILL', String(call.n));
      run([...fault, ...node('adopt', directory, 'leave')]);
      const onNotice = () => {};
      const journal = new FileJournal({ directory, owner: currentOwner(), clock, onNotice });
      const ids = (await journal.adopt('alice')).map(({ id }) => id);
      expect({ call, ids }).toEqual({ call, ids: ['t-one', 't-two'] });
      for (const id of ids) await journal.remove('alice', id);
      const left = filesBelow(directory).filter((file) => !file.includes('.tmp-'));
      expect({ call, left }).toEqual({ call, left: [] });
    }
  });

  it.each(['EIO', 'ENOSPC', 'EROFS', 'EACCES', 'EDQUOT'])(
    'told %s by any call keeps the old memory or the new one, and never says more than is true',
    { timeout: 120_000 },
    async (error) => {
      const calls = await callsOf(['try'], metTwice);
      // Every call once, shared out among the errors that a call may answer.
      const errors = ['EIO', 'ENOSPC', 'EROFS', 'EACCES', 'EDQUOT'];
      const mine = calls.filter((_, index) => errors[index % errors.length] === error);
      for (const call of mine) await expectTruth(call, error);
    },
  );

  it('never takes a failed fsync for a success', { timeout: 60_000 }, async () => {
    const calls = (await callsOf(['try'], metTwice)).filter(({ name }) => name === 'fsync');
    expect(calls).toHaveLength(2);
    for (const call of calls) {
      const { lines, directory } = await tryWith(call.name, 'error=EIO', String(call.n));
      expect(lines).toEqual([expect.stringMatching(/^store-unwritable: .*disk reports an error/)]);
      expect(await worldIn(directory).store.read('alice')).toMatchObject({ sessionCount: 2 });
    }
  });

  it('on a full disk says so, with the path, and leaves no unfinished file', async () => {
    const { lines, directory } = await tryWith('fsync', 'error=ENOSPC', '1+');
    expect(lines).toEqual([expect.stringContaining('store-unwritable: Cannot write to')]);
    expect(lines[0]).toContain(path.join(directory, 'alice.json'));
    expect(lines[0]).toContain('the disk is full');
    expect(temporaries(directory)).toEqual([]);
    expect(await worldIn(directory).store.read('alice')).toMatchObject({ sessionCount: 2 });
  });

  it.each(['EPERM', 'EOPNOTSUPP', 'ENOSYS'])(
    'without hard links (%s) commits all the same, and says once that it is weaker',
    async (error) => {
      const directory = folder();
      const command = [...injecting('link', `error=${error}`, '1+'), ...node('try', directory)];
      expect(run(command)).toEqual(['notice weak-filesystem', 'committed']);
      expect(run(command)).toEqual(['notice weak-filesystem', 'committed']);
      const { store, notices } = worldIn(directory);
      expect(await store.read('alice')).toMatchObject({ sessionCount: 2, revision: 2 });
      expect(temporaries(directory)).toEqual([]);
      expect(notices).toEqual([]);
    },
  );

  async function tryWith(name: string, fault: string, when: string) {
    const directory = folder();
    await metTwice(directory);
    return { directory, lines: run([...injecting(name, fault, when), ...node('try', directory)]) };
  }

  async function expectTruth(call: Call, error: string): Promise<void> {
    const { lines, directory } = await tryWith(call.name, `error=${error}`, String(call.n));
    const said = lines.filter((line) => !line.startsWith('notice'));
    const { store, notices } = worldIn(directory);
    const memory = await store.read('alice');
    const isCommitted = said[0] === 'committed';
    expect({ call, said, count: memory?.sessionCount, notices }).toEqual({
      call,
      said: [isCommitted ? 'committed' : expect.stringMatching(/^store-unwritable: /)],
      count: isCommitted ? 3 : 2,
      notices: [],
    });
    // What cannot be unlinked stays, until it is old.
    if (call.name !== 'unlink') expect(temporaries(directory)).toEqual([]);
    expect(await update(store, 'alice', countOne)).toMatchObject({
      sessionCount: isCommitted ? 4 : 3,
    });
  }
});
