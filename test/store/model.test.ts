import './without-fsync.ts';

import fs from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeMemory } from '../../src/memory/codec.ts';
import { InMemoryStore } from '../../src/store/in-memory.ts';
import { update } from '../../src/store/update.ts';
import { worldSeed } from '../support/seed.ts';
import { adding, Reference } from './model.ts';
import {
  type Clients,
  type Command,
  forgets,
  look,
  removal,
  storeCommands,
} from './model-commands.ts';
import { deathCommands, slowCommands } from './model-deaths.ts';
import { type Files, filesOf, ownerCommands } from './model-owner.ts';
import { memory, temporaryFolders, worldIn } from './temporary.ts';

const folder = temporaryFolders();
const many = <T>(times: number, commands: T[]): T[] => Array(times).fill(commands).flat();

/** At the end everybody sees the same, and can go on. */
async function comesToRest(reference: Reference, world: Clients): Promise<void> {
  for (const number of [0, 1, 2]) await look(reference, world, number);
  const [client] = world.clients;
  const name = reference.name();
  const last = client && (await update(client.store, 'alice', adding(name)));
  expect(last?.keyFacts.map(({ id }) => id)).toContain(name);
}

describe('whatever several clients do, one after the other', () => {
  it('the store in memory holds what the reference holds', async () => {
    const commands = [...many(4, storeCommands), forgets, removal];
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 40, size: '+1' }), async (run) => {
        const store = new InMemoryStore();
        const clients = [0, 1, 2].map(() => ({ store, held: null }));
        const setup = {
          model: new Reference(),
          real: { clients, fresh: new Set<never>(), life: 0 },
        };
        await fc.asyncModelRun(() => setup, run);
        await comesToRest(setup.model, setup.real);
      }),
      { numRuns: 200, ...worldSeed() },
    );
  });

  it('and its owner does, and whoever dies where, the store in files holds it', async () => {
    const quick = [...storeCommands, ...storeCommands, ...ownerCommands, ...deathCommands];
    const all: fc.Arbitrary<Command<Files>>[] = [
      ...many(4, quick),
      forgets,
      removal,
      ...slowCommands,
    ];
    const commands = fc.commands(all, { maxCommands: 40, size: '+1' });
    await fc.assert(
      fc.asyncProperty(commands, async (run) => {
        const directory = folder();
        const setup = { model: new Reference(), real: filesOf(worldIn(directory)) };
        await fc.asyncModelRun(() => setup, run);
        await comesToRest(setup.model, setup.real);
        const file = fs.readFileSync(setup.real.at('alice.json'), 'utf8');
        const kept = await setup.real.another().read('alice');
        expect(file).toBe(encodeMemory(kept ?? memory('', 0)));
        fs.rmSync(directory, { recursive: true });
      }),
      { numRuns: 60, ...worldSeed() },
    );
  }, 60_000);
});
