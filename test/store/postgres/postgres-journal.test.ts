import { describe, expect, it } from 'vitest';
import type { Turn } from '../../../src/memory/turn.ts';
import { currentOwner, type Owner } from '../../../src/store/owner.ts';
import type { Notice } from '../../../src/store/port.ts';
import type { Database } from '../../../src/store/postgres/database.ts';
import { PAGE } from '../../../src/store/postgres/pending-rows.ts';
import { PostgresJournal } from '../../../src/store/postgres/postgres-journal.ts';
import { NO_POSTGRES } from '../../support/postgres.ts';
import { aTurn } from '../../support/turns.ts';
import { journalContract, withoutSecret } from '../journal-contract.ts';
import { clock } from '../temporary.ts';
import { postgresWorld } from './world.ts';

const DEAD: Owner = { ...currentOwner(), pid: 2 ** 22 + 1 };
const HOSTILE = 'nul \0, half \ud800, mark \ue0000000, \\u0000, "quote\', 👋🏽';

describe.skipIf(NO_POSTGRES !== null)('the journal on PostgreSQL', () => {
  const world = postgresWorld();
  const notices: Notice[] = [];
  const journalOn = (database: Database, owner: Owner = currentOwner(), patience?: number) =>
    new PostgresJournal({
      database,
      owner,
      clock,
      onNotice: (notice) => notices.push(notice),
      ...(patience !== undefined && { patience }),
    });
  const asSuperuser = (text: string) => world.server().asSuperuser(world.url(), text);
  const idsOf = (turns: readonly Turn[]) => turns.map(({ id }) => id);

  /** Journals of a dead process, and of this one. */
  const arrange = async () => {
    notices.length = 0;
    return { dead: journalOn(await world.empty(), DEAD), heir: journalOn(world.open()) };
  };

  journalContract('PostgresJournal', async () => journalOn(await world.empty()));

  it('refuses an id that is none, as the files do', async () => {
    const { heir } = await arrange();
    await expect(heir.save(aTurn({ id: '../x' }))).rejects.toMatchObject({ code: 'usage' });
  });

  it('keeps every character, also those that the server refuses', async () => {
    const { heir } = await arrange();
    const turn = aTurn({ message: [{ origin: 'third-party', text: HOSTILE }], reply: HOSTILE });
    await heir.save({ ...turn, reply: null, status: 'asked' });
    await heir.save(turn);
    expect(await heir.read('alice', 't-1')).toEqual(turn);
  });

  it('hands turns of a dead process over in the order in which they were said', async () => {
    const { dead, heir } = await arrange();
    const second = (n: number) => `2026-03-01T10:00:0${n}.000Z`;
    const said: Record<string, number> = { aaa: 3, bbb: 1, ccc: 2, eee: 1, ddd: 1, zzz: 0 };
    for (const [id, at] of Object.entries(said)) await dead.save(aTurn({ id, at: second(at) }));
    await dead.save(aTurn({ id: 'mid', at: second(9), status: 'asked', reply: null }));
    const adopted = await heir.adopt('alice');
    expect(idsOf(adopted)).toEqual(['zzz', 'bbb', 'ddd', 'eee', 'ccc', 'aaa', 'mid']);
    expect(adopted.at(-1)).toMatchObject({ status: 'interrupted', reply: null });
    expect(await heir.read('alice', 'mid')).toEqual(adopted.at(-1));
    expect(await heir.adopt('alice')).toEqual([]);
    expect(await dead.adopt('alice')).toEqual([]);
  });

  /** A database that answers so many messages, and then no more. */
  const failingAfter = (messages: number): Database => {
    let left = messages;
    return new Proxy(world.open(), {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => {
          left -= 1;
          if (left < 0) throw new Error('the server is gone');
          return Reflect.apply(member, target, args);
        };
      },
    });
  };

  it('hands over the turns that it has claimed when the server goes away meanwhile', async () => {
    const { dead } = await arrange();
    const ids = Array.from({ length: PAGE + 3 }, (_, n) => `t-${n}`);
    for (const id of ids) await dead.save(aTurn({ id }));
    // What is left, and the first page: read and claimed.
    const adopted = await journalOn(failingAfter(3)).adopt('alice');
    expect(adopted).toHaveLength(PAGE);
    expect(notices).toEqual([
      {
        code: 'leftover',
        message: 'Some turns of an earlier session are not remembered yet: the server is gone',
      },
    ]);
    const rest = await journalOn(world.open()).adopt('alice');
    expect(idsOf([...adopted, ...rest]).sort()).toEqual(ids.sort());
  });

  it('fails where the server goes away before anything was claimed', async () => {
    const { dead } = await arrange();
    await dead.save(aTurn());
    await expect(journalOn(failingAfter(2)).adopt('alice')).rejects.toThrow('the server is gone');
    expect(notices).toEqual([]);
  });

  it('hands each turn to one of several processes that ask at once', async () => {
    const { dead } = await arrange();
    const ids = Array.from({ length: 50 }, (_, n) => `t-${n}`);
    for (const id of ids) await dead.save(aTurn({ id }));
    const heirs = [world.open(), world.open(), world.open()].map((each) => journalOn(each));
    const adopted = await Promise.all(heirs.map((heir) => heir.adopt('alice')));
    expect(idsOf(adopted.flat()).sort()).toEqual([...ids].sort());
  });

  it('leaves a turn that another has taken up between the look and the claim', async () => {
    const { dead, heir } = await arrange();
    for (const id of ['t-1', 't-2']) await dead.save(aTurn({ id }));
    const database = world.open();
    const read = database.read.bind(database);
    let reads = 0;
    database.read = async (...asked) => {
      const rows = await read(...asked);
      reads += 1;
      if (reads === 1) await heir.adopt('alice');
      return rows;
    };
    expect(await journalOn(database).adopt('alice')).toEqual([]);
    expect(reads).toBe(2);
  });

  it('knows what became of a process by its number only where numbers are the same ones', async () => {
    const { dead, heir } = await arrange();
    await dead.save(aTurn());
    await asSuperuser(`UPDATE memchat.pending SET owner = jsonb_set(owner, '{space}', '"other"')`);
    expect(await heir.adopt('alice')).toEqual([]);
    await asSuperuser(`UPDATE memchat.pending SET touched_at = now() - interval '14 minutes'`);
    expect(await heir.adopt('alice')).toEqual([]);
    await asSuperuser(`UPDATE memchat.pending SET touched_at = now() - interval '16 minutes'`);
    expect(idsOf(await heir.adopt('alice'))).toEqual(['t-1']);
  });

  it('waits for a process elsewhere as long as it is told to, by the clock of the server', async () => {
    const { heir } = await arrange();
    await journalOn(world.open(), { ...DEAD, host: 'elsewhere' }).save(aTurn());
    await asSuperuser(`UPDATE memchat.pending SET touched_at = now() - interval '16 minutes'`);
    await journalOn(world.open(), { ...DEAD, host: 'elsewhere' }).save(aTurn({ attempts: 1 }));
    expect(await heir.adopt('alice')).toEqual([]);
    const other = journalOn(world.open(), currentOwner(), 60_000);
    expect(await other.adopt('alice')).toEqual([]);
    await asSuperuser(`UPDATE memchat.pending SET touched_at = now() - interval '61 seconds'`);
    expect(await heir.adopt('alice')).toEqual([]);
    expect(idsOf(await other.adopt('alice'))).toEqual(['t-1']);
  });

  it('rewrites turns of others as well, and leaves them theirs', async () => {
    const { dead, heir } = await arrange();
    await dead.save(aTurn({ reply: 'a secret', status: 'asked' }));
    const [before] = await asSuperuser('SELECT owner, touched_at FROM memchat.pending');
    expect(await heir.rewrite('alice', withoutSecret)).toBe(1);
    const [after] = await asSuperuser('SELECT owner, touched_at FROM memchat.pending');
    expect(after).toEqual(before);
    expect(await heir.adopt('alice')).toMatchObject([{ id: 't-1', reply: 'a …' }]);
  });

  it('blots out what is saved between the look and the writing', async () => {
    const { heir } = await arrange();
    for (let n = 0; n < 30; n += 1) {
      await heir.save(aTurn({ id: `t-${n}`, reply: null, status: 'asked' }));
    }
    const database = world.open();
    const write = database.write.bind(database);
    let isFirst = true;
    database.write = async (...asked) => {
      if (isFirst) {
        isFirst = false;
        await heir.save(aTurn({ id: 't-3', reply: 'a secret' }));
        await heir.remove('alice', 't-4');
      }
      return write(...asked);
    };
    const marked = (turn: Turn): Turn => withoutSecret({ ...turn, message: [] });
    expect(await journalOn(database).rewrite('alice', marked)).toBe(29);
    expect(await heir.read('alice', 't-3')).toMatchObject({ message: [], reply: 'a …' });
    expect(await heir.read('alice', 't-4')).toBeNull();
  });

  it('never brings a blotted word back, whoever saves at the same time', async () => {
    const { heir } = await arrange();
    const secret = aTurn({ message: [{ origin: 'typed', text: 'My secret.' }], reply: null });
    const others = [world.open(), world.open()].map((each) => journalOn(each));
    for (let n = 0; n < 15; n += 1) {
      const turn = { ...secret, id: `t-${n}` };
      await heir.save(turn);
      await Promise.all([
        heir.rewrite('alice', withoutSecret),
        ...others.map((other, attempts) => other.save({ ...turn, attempts })),
      ]);
      expect((await heir.read('alice', turn.id))?.message[0]?.text).toBe('My ….');
    }
  });

  it('has for operators to search the words that are kept, and no others', async () => {
    const { heir } = await arrange();
    const said = async () =>
      (await asSuperuser('SELECT said FROM memchat.pending')).map((row) => row.said);
    const message = [
      { origin: 'typed' as const, text: 'My ' },
      { origin: 'third-party' as const, text: 'secret.' },
    ];
    await heir.save(aTurn({ message, reply: null, status: 'asked' }));
    expect(await said()).toEqual(['My secret.']);
    await heir.rewrite('alice', withoutSecret);
    expect(await said()).toEqual(['My ….']);
    await heir.save(aTurn({ message, reply: 'Noted.' }));
    expect(await said()).toEqual(['My ….\nNoted.']);
  });

  it('tells once of a row that cannot be read, leaves it, and deletes it when it rewrites', async () => {
    const { dead, heir } = await arrange();
    for (const id of ['t-1', 't-2']) await dead.save(aTurn({ id }));
    await asSuperuser(`UPDATE memchat.pending SET turn = '{"id": 1}' WHERE turn_id = 't-1'`);
    expect(idsOf(await heir.adopt('alice'))).toEqual(['t-2']);
    expect(await heir.adopt('alice')).toEqual([]);
    expect(notices).toMatchObject([{ code: 'quarantined' }]);
    expect(notices[0]?.message).toContain('turn t-1 in memchat.pending');
    expect(await heir.read('alice', 't-1')).toBeNull();
    expect(await heir.rewrite('alice', (turn) => turn)).toBe(0);
    expect(await asSuperuser('SELECT turn_id FROM memchat.pending')).toEqual([{ turn_id: 't-2' }]);
    await heir.save(aTurn());
    expect(await heir.read('alice', 't-1')).toEqual(aTurn());
  });

  it('takes a turn up whose owner cannot be read, when it is old enough', async () => {
    const { dead, heir } = await arrange();
    await dead.save(aTurn());
    await asSuperuser(`UPDATE memchat.pending SET owner = '[]'`);
    expect(await heir.adopt('alice')).toEqual([]);
    await asSuperuser(`UPDATE memchat.pending SET touched_at = now() - interval '16 minutes'`);
    expect(await heir.adopt('alice')).toEqual([aTurn()]);
  });

  it('leaves of a turn nothing but the turn when it rewrites', async () => {
    const { heir } = await arrange();
    await heir.save(aTurn());
    await asSuperuser(`UPDATE memchat.pending SET turn = turn || '{"more": "a secret"}'`);
    expect(await heir.rewrite('alice', (turn) => turn)).toBe(0);
    const [row] = await asSuperuser('SELECT turn FROM memchat.pending');
    expect(row?.turn).toEqual(aTurn());
  });
});
