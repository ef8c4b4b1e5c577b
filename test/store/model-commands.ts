import fc from 'fast-check';
import { expect } from 'vitest';
import type { Memory } from '../../src/memory/types.ts';
import type { Store } from '../../src/store/port.ts';
import { update } from '../../src/store/update.ts';
import { adding, type Reference, takenOver, updated } from './model.ts';

/** A client of the store: a process of its own where the store is in files. */
export interface Client {
  store: Store;
  /** What it read and has not committed yet. */
  held: Memory | null;
}

/** The store as several clients have it open. */
export interface Clients {
  clients: Client[];
  /** Whether what a client holds may still be committed: nothing was written since it was read. */
  fresh: Set<Client>;
  /** How often the memory was removed. */
  life: number;
}

export type Command<W extends Clients = Clients> = fc.AsyncCommand<Reference, W>;

/** A command that may come at any time. `words` is what a counterexample shows of it. */
export function command<W extends Clients>(
  words: string,
  run: (reference: Reference, world: W) => Promise<void>,
): Command<W> {
  return { check: () => true, run, toString: () => words };
}

export function clientOf(world: Clients, number: number): Client {
  const client = world.clients[number % world.clients.length];
  if (client === undefined) throw new Error('no clients');
  return client;
}

export const anyClient = fc.nat(2);

export async function look(reference: Reference, world: Clients, number = 0): Promise<void> {
  reference.see(await clientOf(world, number).store.read('alice'));
}

/** What clients of any store do. */
export const storeCommands: fc.Arbitrary<Command>[] = [
  anyClient.map((number) => command(`read(${number})`, (r, world) => look(r, world, number))),

  anyClient.map((number) =>
    command(`update(${number})`, async (reference, world) => {
      const name = reference.name();
      const seen: (Memory | null)[] = [];
      const change = adding(name);
      const written = await update(clientOf(world, number).store, 'alice', (current) => {
        seen.push(structuredClone(current));
        return change(current);
      });
      const before = reference.see(seen.at(-1) ?? null);
      reference.step(() => [updated(before, name)]);
      reference.see(written);
      world.fresh.clear();
    }),
  ),

  anyClient.map((number) =>
    command(`hold(${number})`, async (reference, world) => {
      const client = clientOf(world, number);
      client.held = await client.store.read('alice');
      reference.see(client.held);
      world.fresh.add(client);
    }),
  ),

  anyClient.map((number) =>
    command(`commitHeld(${number})`, async (reference, world) => {
      const client = clientOf(world, number);
      if (client.held === null) return;
      const name = reference.name();
      const next = { ...adding(name)(client.held), revision: client.held.revision + 1 };
      client.held = null;
      const outcome = await client.store.commit('alice', next);
      expect(outcome).toBe(world.fresh.has(client) ? 'committed' : 'conflict');
      reference.step((state) => [outcome === 'conflict' ? takenOver(state) : updated(state, name)]);
      if (outcome === 'committed') world.fresh.clear();
    }),
  ),

  fc.tuple(anyClient, fc.constantFrom(-1, 0, 2, 3)).map(([number, step]) =>
    command(`commitWrong(${number}, ${step})`, async (reference, world) => {
      const { store } = clientOf(world, number);
      const current = await store.read('alice');
      reference.see(current);
      const revision = (current?.revision ?? -1) + step;
      const next = { ...adding(reference.name())(current), revision };
      expect(await store.commit('alice', next)).toBe('conflict');
    }),
  ),
];

/** An update that is to be the oldest thing that is kept. */
export async function forgetting(store: Store, name: string): Promise<Memory | null> {
  const note = { reason: 'forgotten', of: null } as const;
  const written = await update(store, 'alice', adding(name), { note });
  await store.purge('alice', written?.revision ?? 0);
  return written;
}

/** Seldom among the others: what others hold, or have copied, is worth nothing any more. */
export const forgets: fc.Arbitrary<Command> = anyClient.map((number) =>
  command(`forget(${number})`, async (reference, world) => {
    const { store } = clientOf(world, number);
    const name = reference.name();
    const before = reference.see(await store.read('alice'));
    const written = await forgetting(store, name);
    reference.step(() => [updated(before, name)]);
    reference.see(written);
    world.fresh.clear();
    world.life++;
    for await (const { revision } of store.history('alice'))
      expect(revision).toBe(written?.revision);
  }),
);

/** Seldom among the others, or there would be little to lose. */
export const removal: fc.Arbitrary<Command> = anyClient.map((number) =>
  command(`remove(${number})`, async (reference, world) => {
    await clientOf(world, number).store.remove('alice');
    reference.step(() => [null]);
    forget(world);
  }),
);

/** After a removal nobody goes on with what it read before. */
/** After a removal nobody goes on with what it read before. */
export function forget(world: Clients): void {
  world.life++;
  world.fresh.clear();
  for (const client of world.clients) client.held = null;
}
