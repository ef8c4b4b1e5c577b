import fs from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Memory } from '../../src/memory/types.ts';
import { InMemoryStore } from '../../src/store/in-memory.ts';
import type { Store } from '../../src/store/port.ts';
import { update } from '../../src/store/update.ts';
import { worldSeed } from '../support/seed.ts';
import { adding } from './model.ts';
import { temporaryFolders, worldIn } from './temporary.ts';

/** Every fsync waits for `turn` before it starts: at these points the clients overtake each other. */
const gate = await vi.hoisted(async () => {
  const { default: files } = await import('node:fs');
  const { fsync } = files;
  const held: { turn: () => Promise<unknown> } = { turn: async () => {} };
  // Before the store is loaded, which keeps the function that it finds.
  Reflect.set(files, 'fsync', (fd: number, done: fs.NoParamCallback) => {
    held.turn().then(() => fsync(fd, done), done);
  });
  return held;
});

const folder = temporaryFolders();
/** For each client, how many updates it makes, one after the other. */
const anyWork = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 4 });

async function work(store: Store, client: number, updates: number): Promise<string[]> {
  const names: string[] = [];
  for (let n = 0; n < updates; n++) {
    const name = `c${client}-${n}`;
    await update(store, 'alice', adding(name));
    const seen = await store.read('alice');
    expect(seen?.keyFacts.map(({ id }) => id)).toContain(name);
    names.push(name);
  }
  return names;
}

async function allAtOnce(clients: { store: Store; updates: number }[]): Promise<string[]> {
  const names = clients.map(({ store, updates }, client) => work(store, client, updates));
  return (await Promise.all(names)).flat();
}

describe('updates of several clients at once, whoever comes first at any point', () => {
  it('are all in the memory, each once', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), anyWork, async (scheduler, counts) => {
        const { another, at, notices } = worldIn(folder());
        gate.turn = () => scheduler.schedule(Promise.resolve(), 'fsync');
        const clients = counts.map((updates) => ({ store: another(), updates }));
        const names = await scheduler.waitFor(allAtOnce(clients));
        gate.turn = async () => {};
        const memory = await another().read('alice');
        expect(memory?.keyFacts.map(({ id }) => id).sort()).toEqual(names.sort());
        expect(memory?.revision).toBe(names.length);
        expect(JSON.parse(fs.readFileSync(at('alice.json'), 'utf8'))).toEqual(memory);
        expect(notices).toEqual([]);
      }),
      { numRuns: 60, ...worldSeed() },
    );
  });

  it("keep the owner's edit, whenever it comes", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), anyWork, async (scheduler, counts) => {
        const { store, another, at } = worldIn(folder());
        await update(store, 'alice', adding('first'));
        const edit = (base: Memory) => ({ ...base, summary: 'Edited by hand.' });
        const opened: Memory = JSON.parse(fs.readFileSync(at('alice.json'), 'utf8'));
        gate.turn = () => scheduler.schedule(Promise.resolve(), 'fsync');
        const saved = scheduler.schedule(Promise.resolve(), 'save').then(() => {
          fs.writeFileSync(at('alice.json'), JSON.stringify(edit(opened)));
        });
        const clients = counts.map((updates) => ({ store: another(), updates }));
        const [names] = await scheduler.waitFor(Promise.all([allAtOnce(clients), saved]));
        gate.turn = async () => {};
        const memory = await another().read('alice');
        expect(memory?.keyFacts.map(({ id }) => id).sort()).toEqual([...names, 'first'].sort());
        expect(memory?.summary).toBe('Edited by hand.');
      }),
      { numRuns: 60, ...worldSeed() },
    );
  });

  it('are all in the memory of the store in memory too', async () => {
    await fc.assert(
      fc.asyncProperty(anyWork, async (counts) => {
        const store = new InMemoryStore();
        const names = await allAtOnce(counts.map((updates) => ({ store, updates })));
        const memory = await store.read('alice');
        expect(memory?.keyFacts.map(({ id }) => id).sort()).toEqual(names.sort());
      }),
      { numRuns: 50, ...worldSeed() },
    );
  });
});
