import fs from 'node:fs';
import fc from 'fast-check';
import { expect } from 'vitest';
import { placeOf } from '../../src/store/paths.ts';
import { revisionNumbers } from '../../src/store/revision.ts';
import { update } from '../../src/store/update.ts';
import { killedAt } from './crash.ts';
import { adding, perhapsUpdated, type Reference, takenOver } from './model.ts';
import {
  anyClient,
  type Command,
  clientOf,
  command,
  forget,
  forgetting,
  look,
} from './model-commands.ts';
import { type Files, lookAtEdit, ownerWrites } from './model-owner.ts';
import { filesBelow } from './temporary.ts';

interface Death {
  /** The client that dies, and the call at which it does. */
  client: number;
  at: number;
  torn: boolean;
  /** Whether somebody looks at once. Else the next command meets what the death has left. */
  look: boolean;
}

const anyDeath: fc.Arbitrary<Death> = fc.record({
  client: anyClient,
  at: fc.integer({ min: 1, max: 30 }),
  torn: fc.boolean(),
  look: fc.boolean(),
});

/** Ends a client in its work, or right after it when that makes fewer calls; another takes its place. */
async function dies(world: Files, death: Death, work: () => Promise<unknown>): Promise<void> {
  const { outcome } = await killedAt(death.at, work, death.torn);
  if (outcome !== null && 'error' in outcome) throw outcome.error;
  const client = clientOf(world, death.client);
  client.store = world.another();
  // Whether the others may still commit what they have read, only the death knows.
  for (const each of world.clients) each.held = null;
}

async function lookAfter(reference: Reference, world: Files, death: Death): Promise<void> {
  if (death.look) await look(reference, world, death.client + 1);
}

export const deathCommands: fc.Arbitrary<Command<Files>>[] = [
  anyDeath.map((death) =>
    command(`dieInUpdate(${JSON.stringify(death)})`, async (reference, world: Files) => {
      const name = reference.name();
      const { store } = clientOf(world, death.client);
      await dies(world, death, () => update(store, 'alice', adding(name)));
      reference.step((state) => perhapsUpdated(state, name));
      await lookAfter(reference, world, death);
    }),
  ),

  anyDeath.map((death) =>
    command(`dieInForget(${JSON.stringify(death)})`, async (reference, world: Files) => {
      const name = reference.name();
      const { store } = clientOf(world, death.client);
      await dies(world, death, () => forgetting(store, name));
      reference.step((state) => perhapsUpdated(state, name));
      const before = revisionNumbers(placeOf(world.at('.'), 'alice')).at(-1) ?? 0;
      world.purged = { life: ++world.life, before };
      await lookAfter(reference, world, death);
    }),
  ),

  anyDeath.map((death) =>
    command(`dieInRead(${JSON.stringify(death)})`, async (reference, world: Files) => {
      const { store } = clientOf(world, death.client);
      await dies(world, death, () => store.read('alice'));
      reference.step((state) => [state, takenOver(state)]);
      await lookAfter(reference, world, death);
    }),
  ),
];

const BROKEN: Record<string, (whole: string) => string> = {
  notes: (whole) => `my notes\n${whole}`,
  half: (whole) => whole.slice(0, whole.length / 2),
  nothing: () => '',
  nul: (whole) => '\0'.repeat(whole.length),
  foreign: (whole) => whole.replace('"user":"alice"', '"user":"bob"').replace('"alice"', '"bob"'),
};

const perhapsDeath = fc.option(anyDeath, { freq: 2 });

/** Seldom among the others: at these, a store looks a second time after a while. */
export const slowCommands: fc.Arbitrary<Command<Files>>[] = [
  fc
    .tuple(fc.constantFrom(...Object.keys(BROKEN)), fc.boolean(), perhapsDeath)
    .map(([kind, inPlace, death]) =>
      command(`break(${kind}, ${JSON.stringify(death)})`, async (reference, world: Files) => {
        await look(reference, world);
        const file = world.at('alice.json');
        // Without a revision behind it, it would be left as it is, and refused.
        if (!fs.existsSync(file) || revisionNumbers(placeOf(world.at('.'), 'alice')).length === 0) {
          return;
        }
        const broken = BROKEN[kind]?.(fs.readFileSync(file, 'utf8')) ?? '';
        ownerWrites(world, broken, inPlace);
        if (death !== null) {
          await dies(world, death, () => clientOf(world, death.client).store.read('alice'));
        }
        await look(reference, world, 1);
        const kept = filesBelow(world.at('.alice/quarantine'));
        expect(kept.length).toBeLessThanOrEqual(5);
        const texts = kept.map((name) =>
          fs.readFileSync(world.at('.alice/quarantine', name), 'utf8'),
        );
        expect(texts).toContain(broken);
      }),
    ),

  perhapsDeath.map((death) =>
    command(`delete(${JSON.stringify(death)})`, async (reference, world: Files) => {
      await lookAtEdit(reference, world);
      fs.rmSync(world.at('alice.json'), { force: true });
      if (death !== null) {
        await dies(world, death, () => clientOf(world, death.client).store.read('alice'));
      }
      await gone(reference, world);
    }),
  ),

  anyDeath.map((death) =>
    command(`dieInRemove(${JSON.stringify(death)})`, async (reference, world: Files) => {
      await dies(world, death, () => clientOf(world, death.client).store.remove('alice'));
      await clientOf(world, death.client + 1).store.remove('alice');
      expect(filesBelow(world.at('.'))).toEqual([]);
      await gone(reference, world);
    }),
  ),
];

async function gone(reference: Reference, world: Files): Promise<void> {
  reference.step(() => [null]);
  forget(world);
  await look(reference, world, 2);
}
