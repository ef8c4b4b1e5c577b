import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRecord } from '../../src/memory/json.ts';
import { FileJournal } from '../../src/store/file-journal.ts';
import { currentOwner } from '../../src/store/owner.ts';
import { clock, filesBelow, temporaryFolders, worldIn } from '../store/temporary.ts';
import { buildCounter } from './counter-processes.ts';
import { countersOf } from './counter-tally.ts';
import { record } from './figures.ts';

const folder = temporaryFolders();
const programs = fs.mkdtempSync(path.join(os.tmpdir(), 'memchat-short-'));
let counter = '';

beforeAll(async () => {
  counter = await buildCounter(programs);
});
afterAll(() => fs.rmSync(programs, { recursive: true, force: true }));

const SIZE = 100_000;

/** Runs a job of the counter that may write files of so many kibibytes, and no larger. */
function run(job: string, directory: string, name: string, bytes: number, kibibytes?: number) {
  // Node.js ignores SIGXFSZ: a write over the limit is cut short, and the next one fails.
  const limit = kibibytes === undefined ? '' : `ulimit -f ${kibibytes} || exit; `;
  const args = [counter, job, directory, name, String(bytes)];
  const script = `${limit}exec "$@"`;
  const child = spawnSync('bash', ['-c', script, 'bash', process.execPath, ...args], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  return child.stdout
    .trim()
    .split('\n')
    .map((line) => line.replace(/^(\S+ 1) [\d.]+$/, '$1'));
}

const temporaries = (directory: string) =>
  filesBelow(directory).filter((file) => file.includes('.tmp-'));

describe.runIf(process.platform !== 'win32')('a write that the system cuts short', () => {
  it.each([1, 32, 97])(
    'after %i KiB leaves the memory of before, and says why',
    async (kibibytes) => {
      const directory = folder();
      expect(run('grow', directory, 'w', 100)).toEqual(['w 1']);
      const before = fs.readFileSync(path.join(directory, 'alice.json'));
      expect(run('grow', directory, 'w', SIZE, kibibytes)).toEqual([
        expect.stringMatching(
          /^failed store-unwritable: .*alice\.json: the file would be larger than the system allows/,
        ),
      ]);
      expect(fs.readFileSync(path.join(directory, 'alice.json'))).toEqual(before);
      expect(temporaries(directory)).toEqual([]);
      const { store, notices } = worldIn(directory);
      expect(countersOf(await store.read('alice'))).toEqual({ w: 1 });
      expect(notices).toEqual([]);
      expect(run('grow', directory, 'w', SIZE)).toEqual(['w 1']);
      expect(countersOf(await store.read('alice'))).toEqual({ w: 2 });
      record('a write cut short', { runs: 1, lost: 0, corrupt: 0 });
    },
  );

  it('of a new user’s first memory leaves none, and the next one works', async () => {
    const directory = folder();
    expect(run('grow', directory, 'w', SIZE, 1)).toEqual([
      expect.stringMatching(/^failed store-unwritable: /),
    ]);
    expect(temporaries(directory)).toEqual([]);
    const { store, notices } = worldIn(directory);
    // Revision 0 is small: it was written before the limit was met.
    expect(await store.read('alice')).toMatchObject({ revision: 0 });
    expect(run('grow', directory, 'w', SIZE)).toEqual(['w 1']);
    expect(countersOf(await store.read('alice'))).toEqual({ w: 1 });
    expect(notices).toEqual([]);
  });

  it('of a turn keeps the turn as it was saved before', async () => {
    const directory = folder();
    expect(run('keep', directory, 't-one', 0)).toEqual(['t-one 1']);
    expect(run('keep', directory, 't-one', SIZE, 8)).toEqual([
      expect.stringMatching(/^failed store-unwritable: .*pending: the file would be larger/),
    ]);
    expect(run('keep', directory, 't-two', SIZE, 8)).toEqual([
      expect.stringMatching(/^failed store-unwritable: /),
    ]);
    expect(filesBelow(directory)).toEqual([path.join('.alice', 'pending', 't-one.json')]);
    const owner = currentOwner();
    const journal = new FileJournal({ directory, owner, clock, onNotice: () => {} });
    const [adopted, ...others] = await journal.adopt('alice');
    expect(adopted).toMatchObject({ id: 't-one', reply: null, status: 'interrupted' });
    expect(others).toEqual([]);
    record('a write cut short', { runs: 2, lost: 0, corrupt: 0 });
  });

  it('of the transcript costs that line and no other', () => {
    const directory = folder();
    expect(run('append', directory, 't-one', 10)).toEqual(['t-one 1']);
    expect(run('append', directory, 't-two', SIZE, 8)).toEqual([
      expect.stringMatching(/^failed store-unwritable: .*transcript\.jsonl/),
    ]);
    expect(run('append', directory, 't-three', 10)).toEqual(['t-three 1']);
    expect(run('append', directory, 't-two', SIZE)).toEqual(['t-two 1']);
    expect(run('append', directory, 't-two', SIZE)).toEqual(['t-two 1']);
    const lines = fs
      .readFileSync(path.join(directory, '.alice', 'transcript.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const turns = lines.map((line) => parseRecord(line)?.turn ?? 'torn');
    expect(turns).toEqual(['t-one', 'torn', 't-three', 't-two']);
    record('a write cut short', { runs: 1, lost: 0, corrupt: 0 });
  });
});
