import { describe, expect, it } from 'vitest';
import type { Database } from '../../../src/store/postgres/database.ts';
import { PostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import { PostgresTranscript } from '../../../src/store/postgres/postgres-transcript.ts';
import { NO_POSTGRES } from '../../support/postgres.ts';
import { aTurn } from '../../support/turns.ts';
import { clock, memory } from '../temporary.ts';
import { postgresWorld } from './world.ts';

/** A database before whose next write others have their turn: as when that waits behind a lock. */
function waiting(database: Database, others: () => Promise<unknown>): Database {
  return new Proxy(database, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      if (name !== 'write') return member.bind(target);
      return async (...args: unknown[]) => {
        await others();
        return Reflect.apply(member, target, args);
      };
    },
  });
}

describe.skipIf(NO_POSTGRES !== null)('a removal on PostgreSQL that has waited', () => {
  const world = postgresWorld();
  const keptOn = (database: Database) => ({
    store: new PostgresStore({ database, clock, onNotice: () => {} }),
    transcript: new PostgresTranscript({ database, appends: true }),
  });
  const begin = async (database: Database, said: string) => {
    const { store, transcript } = keptOn(database);
    await store.commit('alice', memory('alice', 0, said));
    const message = [{ origin: 'typed' as const, text: said }];
    await transcript.append(aTurn({ id: `t-${said}`, message }));
  };
  const kept = async (database: Database) => {
    const { store, transcript } = keptOn(database);
    const lines = await transcript.recent('alice', 9);
    return [(await store.read('alice'))?.summary, ...lines.map(({ user }) => user)];
  };

  it('deletes all that is kept of the memory that was there', async () => {
    const database = await world.empty();
    await begin(database, 'Old');
    const others = async () => {
      const { store } = keptOn(world.open());
      await store.commit('alice', memory('alice', 1, 'Newer'));
    };
    await keptOn(waiting(database, others)).store.remove('alice');
    expect(await kept(database)).toEqual([undefined]);
  });

  it.each([
    ['that somebody else has removed meanwhile', true],
    ['of whom nothing was kept', false],
  ])('leaves all of a memory that was begun by a user %s', async (_, isKnown) => {
    const database = await world.empty();
    if (isKnown) await begin(database, 'Old');
    const others = async () => {
      const another = world.open();
      await keptOn(another).store.remove('alice');
      await begin(another, 'New');
    };
    await keptOn(waiting(database, others)).store.remove('alice');
    expect(await kept(database)).toEqual(['New', 'New']);
  });

  it('deletes what a user left behind of whom there is no memory', async () => {
    const database = await world.empty();
    await keptOn(database).transcript.append(aTurn({ id: 't-1' }));
    await keptOn(database).store.remove('alice');
    expect(await kept(database)).toEqual([undefined]);
  });
});
