import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileLedger } from '../../src/store/file-ledger.ts';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { placeOf } from '../../src/store/paths.ts';
import { aTurn } from '../support/turns.ts';
import { buildWorker, startWorker } from './processes.ts';
import { temporaryFolders, worldIn } from './temporary.ts';

const folder = temporaryFolders();
const programs = fs.mkdtempSync(path.join(os.tmpdir(), 'memchat-worker-'));
let worker = '';

beforeAll(async () => {
  worker = await buildWorker(programs);
});
afterAll(() => fs.rmSync(programs, { recursive: true, force: true }));

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** The ids that the workers said were acknowledged. */
function acknowledged(lines: string[]): string[] {
  return lines.filter((line) => line !== 'ready').map((line) => line.split(' ')[0] ?? '');
}

describe('8 processes that write one memory at once', () => {
  it('lose no commit of 400 and apply none twice', { timeout: 60_000 }, async () => {
    const directory = folder();
    const workers = NAMES.map((name) => startWorker(worker, ['count', directory, name, '50']));
    await Promise.all(workers.map((each) => each.said('ready')));
    for (const each of workers) each.go();
    const ids = acknowledged((await Promise.all(workers.map((each) => each.ended))).flat());
    const memory = await worldIn(directory).store.read('alice');
    expect(ids).toHaveLength(400);
    expect(memory?.sessionCount).toBe(400);
    expect(memory?.revision).toBe(400);
    expect(memory?.recentMessages.map(({ turn }) => turn).sort()).toEqual(ids.sort());
  });
});

describe('turns of a dead process', () => {
  it('are handed to exactly one of two processes that start at once', {
    timeout: 60_000,
  }, async () => {
    const directory = folder();
    const turns = ['t-one', 't-two', 't-three', 't-four'];
    const holders = turns.map((turn) => startWorker(worker, ['hold', directory, turn]));
    await Promise.all(holders.map((each) => each.said('saved')));
    for (const each of holders) each.child.kill('SIGKILL');
    await Promise.all(holders.map((each) => each.ended));

    const heirs = [1, 2, 3].map(() => startWorker(worker, ['adopt', directory]));
    await Promise.all(heirs.map((each) => each.said('ready')));
    for (const each of heirs) each.go();
    await Promise.all(heirs.map((each) => each.said('done')));
    for (const each of heirs) each.child.kill('SIGKILL');
    const lines = (await Promise.all(heirs.map((each) => each.ended))).flat();
    expect(lines.filter((line) => line.startsWith('t-')).sort()).toEqual([...turns].sort());

    // The heirs are dead as well now: nothing is lost with them.
    const last = startWorker(worker, ['adopt', directory]);
    await last.said('ready');
    last.go();
    await last.said('done');
    last.child.kill('SIGKILL');
    const again = (await last.ended).filter((line) => line.startsWith('t-'));
    expect(again.sort()).toEqual([...turns].sort());
  });
});

describe('turns that 3 processes append while the transcript is rewritten', () => {
  it('are all there, each once, and none as it was before', { timeout: 60_000 }, async () => {
    const directory = folder();
    const transcript = new FileTranscript({ directory });
    await transcript.append(aTurn({ id: 't-first', reply: 'The first secret.' }));
    const workers = ['a', 'b', 'c'].map((name) =>
      startWorker(worker, ['append', directory, name, '60']),
    );
    await Promise.all(workers.map((each) => each.said('ready')));
    let isOver = false;
    const ended = Promise.all(workers.map((each) => each.ended)).then((lines) => {
      isOver = true;
      return lines.flat().filter((line) => line !== 'ready');
    });
    for (const each of workers) each.go();
    let changed = 0;
    const rewrite = () =>
      transcript.rewrite('alice', (one) => {
        const reply = one.reply?.replace('secret', '…') ?? null;
        return reply === one.reply ? one : { ...one, reply };
      });
    for (let rounds = 0; !isOver && rounds < 10_000; rounds++) changed += await rewrite();
    const ids = await ended;
    changed += await rewrite();
    const left = await transcript.recent('alice', Number.POSITIVE_INFINITY);
    expect(ids).toHaveLength(180);
    expect(left.map(({ turn }) => turn).sort()).toEqual(['t-first', ...ids].sort());
    expect(left.filter(({ reply }) => reply?.includes('secret'))).toEqual([]);
    expect(changed).toBeGreaterThanOrEqual(181);
  });
});

describe('what 4 processes append and import over the years while it is rewritten and read', () => {
  it('is all there, each once, and none as it was before', { timeout: 60_000 }, async () => {
    const directory = folder();
    const transcript = new FileTranscript({ directory });
    const workers = [
      ...['a', 'b', 'c'].map((name) => startWorker(worker, ['years', directory, name, '60'])),
      startWorker(worker, ['import', directory, 'd', '20']),
    ];
    await Promise.all(workers.map((each) => each.said('ready')));
    let isOver = false;
    const ended = Promise.all(workers.map((each) => each.ended)).then((lines) => {
      isOver = true;
      return lines.flat().filter((line) => line !== 'ready');
    });
    for (const each of workers) each.go();
    const blot = () =>
      transcript.rewrite('alice', (one) => {
        const next = {
          ...one,
          user: one.user.replace('secret', '…'),
          reply: one.reply?.replace('secret', '…') ?? null,
        };
        return next.user === one.user && next.reply === one.reply ? one : next;
      });
    let cursor: string | null = null;
    let seen: string[] = [];
    const read = async () => {
      const reading = await transcript.read('alice', cursor);
      const turns = reading.exchanges.map(({ turn }) => turn);
      expect(turns).toHaveLength(new Set(turns).size);
      seen = reading.isWhole ? turns : [...seen, ...turns];
      cursor = reading.cursor;
    };
    for (let rounds = 0; !isOver && rounds < 10_000; rounds++) {
      if (rounds % 4 === 0) await blot();
      await read();
    }
    const ids = (await ended).sort();
    await blot();
    await read();
    expect(ids).toHaveLength(240);
    expect([...new Set(seen)].sort()).toEqual(ids);
    const { exchanges } = await transcript.read('alice', null);
    expect(exchanges.map(({ turn }) => turn).sort()).toEqual(ids);
    expect(JSON.stringify(exchanges)).not.toContain('secret');
    // Late turns of an old year are moved with the next one.
    await transcript.append(aTurn({ id: 't-last', at: '2027-01-01T00:00:00.000Z' }));
    const names = fs.readdirSync(path.join(directory, '.alice')).sort();
    const years = [2023, 2024, 2025, 2026].map((year) => `transcript-${year}.jsonl`);
    expect(names).toEqual([...years, 'transcript.jsonl']);
    const lines = fs.readFileSync(path.join(directory, '.alice/transcript.jsonl'), 'utf8');
    expect(lines).toMatch(/^\{"turn":"t-last".*\n$/);
  });
});

describe('requests that 4 processes record while each makes the ledger shorter', () => {
  it('are all counted, each once, also those of one that is killed', {
    timeout: 60_000,
  }, async () => {
    const directory = folder();
    const { house } = placeOf(directory, 'alice');
    fs.mkdirSync(house);
    const names = ['a', 'b', 'c', 'd'];
    const workers = names.map((name) => startWorker(worker, ['spend', directory, name, '150']));
    await Promise.all(workers.map((each) => each.said('ready')));
    for (const each of workers) each.go();
    const [killed] = workers;
    await killed?.said('20');
    killed?.child.kill('SIGKILL');
    const told = await Promise.all(workers.map(async (each) => (await each.ended).length - 1));
    const ledger = new FileLedger({ directory, clock: () => new Date().toISOString() });
    const spendings = await ledger.read('alice');
    const counted = names.map((name) => spendings.filter(({ model }) => model === name).length);
    expect(counted.slice(1)).toEqual([150, 150, 150]);
    expect(told.slice(1)).toEqual([150, 150, 150]);
    // The last one may have been written, and not told.
    expect([told[0], (told[0] ?? 0) + 1]).toContain(counted[0]);
    expect(spendings).toHaveLength(counted.reduce((sum, count) => sum + count, 0));
  });
});
