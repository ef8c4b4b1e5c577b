import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeMemory } from '../../src/memory/codec.ts';
import { placeOf } from '../../src/store/paths.ts';
import { update } from '../../src/store/update.ts';
import { countOne } from './contract.ts';
import { buildWorker, startWorker } from './processes.ts';
import { memory, temporaryFolders, worldIn } from './temporary.ts';

const folder = temporaryFolders();
const programs = fs.mkdtempSync(path.join(os.tmpdir(), 'memchat-worker-'));
let worker = '';

beforeAll(async () => {
  worker = await buildWorker(programs);
});
afterAll(() => fs.rmSync(programs, { recursive: true, force: true }));

describe('a reader', () => {
  it('sees a whole memory at every moment while others write it', { timeout: 60_000 }, async () => {
    const directory = folder();
    const { at } = worldIn(directory);
    const writers = ['a', 'b'].map((name) =>
      startWorker(worker, ['count', directory, name, '100']),
    );
    await Promise.all(writers.map((each) => each.said('ready')));
    let writing = true;
    const ended = Promise.all(writers.map((each) => each.ended)).then(() => {
      writing = false;
    });
    for (const each of writers) each.go();
    const states = new Set<string>();
    let last = -1;
    while (writing) {
      if (fs.existsSync(at('alice.json'))) {
        const seen = decodeMemory(fs.readFileSync(at('alice.json'), 'utf8'), 'alice');
        states.add(seen.state);
        if (seen.state === 'valid') last = Math.max(last, seen.memory.revision);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    await ended;
    expect([...states]).toEqual(['valid']);
    expect(last).toBeGreaterThan(0);
  });
});

describe('a lock that a killed process left behind', () => {
  it('is waited for by nobody until it is stale: the next writer goes ahead without it', async () => {
    const directory = folder();
    const { store, another } = worldIn(directory);
    await update(store, 'alice', countOne);
    const { lock } = placeOf(directory, 'alice');
    fs.mkdirSync(lock);
    const left = fs.statSync(lock);
    // A writer that keeps losing races is one that takes the lock.
    const wary = another();
    for (let lost = 0; lost < 3; lost++) {
      expect(await wary.commit('alice', memory('alice', 1))).toBe('conflict');
    }
    expect(await update(wary, 'alice', countOne)).toMatchObject({ sessionCount: 2 });
    // It neither waited until the lock could be taken from its holder nor took it.
    expect(fs.statSync(lock)).toMatchObject({ ino: left.ino, mtimeMs: left.mtimeMs });
  });
});
