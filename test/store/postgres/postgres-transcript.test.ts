import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../../src/store/port.ts';
import type { Database } from '../../../src/store/postgres/database.ts';
import { PostgresTranscript } from '../../../src/store/postgres/postgres-transcript.ts';
import { NO_POSTGRES } from '../../support/postgres.ts';
import { anUtterance, aTurn } from '../../support/turns.ts';
import { transcriptContract } from '../transcript-contract.ts';
import { postgresWorld } from './world.ts';

const HOSTILE = 'nul \0, half \ud800, mark \ue0000000, \\u0000, "quote\', 👋🏽 ̈ e\u0301';

describe.skipIf(NO_POSTGRES !== null)('the transcript on PostgreSQL', () => {
  const world = postgresWorld();
  const transcriptOn = (database: Database) => new PostgresTranscript({ database, appends: true });
  const open = async () => transcriptOn(await world.empty());
  const asSuperuser = (text: string) => world.server().asSuperuser(world.url(), text);

  transcriptContract('PostgresTranscript', open);

  it('adds nothing where none is kept, and reads and forgets what is there', async () => {
    const transcript = await open();
    await transcript.append(aTurn());
    const silent = new PostgresTranscript({ database: world.open(), appends: false });
    await silent.append(aTurn({ id: 't-2' }));
    await expect(silent.import('alice', [anUtterance()])).rejects.toMatchObject({ code: 'usage' });
    expect((await silent.recent('alice', 9)).map(({ turn }) => turn)).toEqual(['t-1']);
    expect(await silent.rewrite('alice', () => null)).toBe(1);
    expect(await transcript.recent('alice', 9)).toEqual([]);
  });

  it('keeps every character, also those that the server refuses', async () => {
    const transcript = await open();
    const message = [{ origin: 'typed' as const, text: HOSTILE }];
    await transcript.append(aTurn({ message, reply: HOSTILE }));
    await transcript.import('alice', [anUtterance({ user: HOSTILE, speaker: HOSTILE })]);
    await transcript.rewrite('alice', (one) => ({ ...one, user: `${one.user}!` }));
    const { exchanges } = await transcript.read('alice', null);
    expect(exchanges.map(({ user, reply, speaker }) => [user, reply, speaker])).toEqual([
      [`${HOSTILE}!`, null, HOSTILE],
      [`${HOSTILE}!`, HOSTILE, null],
    ]);
  });

  it('is read in order over many pages, of many exchanges and of large ones', async () => {
    const transcript = await open();
    const large = 'x'.repeat(1_200_000);
    const given: Exchange[] = Array.from({ length: 2500 }, (_, n) =>
      anUtterance({
        turn: `id:${n}`,
        at: `${2020 + (n % 3)}-01-01T00:00:00.000Z`,
        user: n % 500 === 7 ? large : `Text ${n}.`,
      }),
    );
    expect(await transcript.import('alice', given)).toBe(2500);
    expect(await transcript.import('alice', given)).toBe(0);
    const inOrder = [0, 1, 2].flatMap((rest) => given.filter((_, n) => n % 3 === rest));
    const reading = await transcript.read('alice', null);
    expect(reading.exchanges).toEqual(inOrder);
    await transcript.import('alice', [anUtterance({ turn: 'id:new', at: '2019-01-01T00:00:00Z' })]);
    const more = await transcript.read('alice', reading.cursor);
    expect([more.isWhole, ...more.exchanges.map(({ turn }) => turn)]).toEqual([false, 'id:new']);
    expect(await transcript.rewrite('alice', (one) => ({ ...one, user: '…' }))).toBe(2501);
    const blotted = await transcript.read('alice', more.cursor);
    expect(blotted.isWhole).toBe(true);
    expect(new Set(blotted.exchanges.map(({ user }) => user))).toEqual(new Set(['…']));
    expect(blotted.exchanges).toHaveLength(2501);
  });

  it('is one reading of one state, also when it is rewritten between two pages', async () => {
    const transcript = await open();
    const given = Array.from({ length: 1500 }, (_, n) => anUtterance({ turn: `id:${n}` }));
    await transcript.import('alice', given);
    const other = transcriptOn(world.open());
    const database = world.open();
    const read = database.read.bind(database);
    let pages = 0;
    database.read = async (...asked) => {
      const rows = await read(...asked);
      pages += 1;
      if (pages === 1) await other.rewrite('alice', (one) => ({ ...one, user: '…' }));
      return rows;
    };
    const { exchanges, cursor } = await transcriptOn(database).read('alice', null);
    expect(new Set(exchanges.map(({ user }) => user))).toEqual(new Set(['…']));
    expect(exchanges).toHaveLength(1500);
    expect(await other.read('alice', cursor)).toMatchObject({ exchanges: [], isWhole: false });
  });

  it('is blotted out as it stands when others write it between the look and the writing', async () => {
    const transcript = await open();
    for (const id of ['t-1', 't-2', 't-3'])
      await transcript.append(aTurn({ id, reply: 'a secret' }));
    const other = transcriptOn(world.open());
    const database = world.open();
    const write = database.write.bind(database);
    let writes = 0;
    database.write = async (...asked) => {
      writes += 1;
      if (writes === 1) {
        await other.rewrite('alice', (one) => ({ ...one, reply: `${one.reply}, and a word` }));
        await other.append(aTurn({ id: 't-4', reply: 'a secret too' }));
      }
      return write(...asked);
    };
    const changed = await transcriptOn(database).rewrite('alice', (one) =>
      one.reply?.includes('secret') ? { ...one, reply: one.reply.replace('secret', '…') } : one,
    );
    expect(changed).toBe(4);
    expect((await other.recent('alice', 9)).map(({ reply }) => reply)).toEqual([
      'a …, and a word',
      'a …, and a word',
      'a …, and a word',
      'a … too',
    ]);
  });

  it('misses nothing that others append while it reads on and on', async () => {
    const transcript = await open();
    const writers = [world.open(), world.open(), world.open()].map(transcriptOn);
    const ids = writers.map((_, w) => Array.from({ length: 30 }, (__, n) => `t-${w}-${n}`));
    const seen: string[] = [];
    let cursor: string | null = null;
    let isWriting = true;
    const writing = Promise.all(
      writers.map(async (writer, w) => {
        for (const id of ids[w] ?? []) await writer.append(aTurn({ id }));
      }),
    ).finally(() => {
      isWriting = false;
    });
    for (let isLast = false; !isLast; ) {
      isLast = !isWriting;
      const reading = await transcript.read('alice', cursor);
      cursor = reading.cursor;
      if (reading.isWhole) seen.length = 0;
      seen.push(...reading.exchanges.map(({ turn }) => turn));
    }
    await writing;
    expect(seen.sort()).toEqual(ids.flat().sort());
  });

  it('holds a turn once that two processes append at once', async () => {
    const transcript = await open();
    const other = transcriptOn(world.open());
    const ids = Array.from({ length: 20 }, (_, n) => `t-${n}`);
    await Promise.all(
      [transcript, other].map(async (one) => {
        for (const id of ids) await one.append(aTurn({ id }));
      }),
    );
    expect((await transcript.recent('alice', 99)).map(({ turn }) => turn).sort()).toEqual(
      ids.sort(),
    );
  });

  it('leaves out a row that is no exchange, and loses it when it is rewritten', async () => {
    const transcript = await open();
    await transcript.append(aTurn());
    await transcript.append(aTurn({ id: 't-2' }));
    await asSuperuser(`UPDATE memchat.exchanges SET status = 'dreamt' WHERE turn = 't-1'`);
    expect((await transcript.recent('alice', 9)).map(({ turn }) => turn)).toEqual(['t-2']);
    expect((await transcript.read('alice', null)).exchanges).toHaveLength(1);
    expect(await transcript.rewrite('alice', (one) => one)).toBe(0);
    expect(await asSuperuser('SELECT turn FROM memchat.exchanges')).toEqual([{ turn: 't-2' }]);
  });

  it('is read anew when the server was set back to an earlier state', async () => {
    const transcript = await open();
    for (const id of ['t-1', 't-2']) await transcript.append(aTurn({ id }));
    const { cursor } = await transcript.read('alice', null);
    await asSuperuser(`DELETE FROM memchat.exchanges WHERE turn = 't-2';
      UPDATE memchat.transcripts SET last = 1`);
    const anew = await transcript.read('alice', cursor);
    expect([anew.isWhole, ...anew.exchanges.map(({ turn }) => turn)]).toEqual([true, 't-1']);
  });

  it('is read anew when all of the user was deleted and something came again', async () => {
    const transcript = await open();
    for (const id of ['t-1', 't-2']) await transcript.append(aTurn({ id }));
    const { cursor } = await transcript.read('alice', null);
    await asSuperuser('DELETE FROM memchat.exchanges; DELETE FROM memchat.transcripts');
    const empty = await transcript.read('alice', cursor);
    expect(empty).toMatchObject({ exchanges: [], isWhole: true });
    expect((await transcript.read('alice', empty.cursor)).isWhole).toBe(false);
    for (const id of ['t-8', 't-9']) await transcript.append(aTurn({ id }));
    const anew = await transcript.read('alice', cursor);
    expect([anew.isWhole, ...anew.exchanges.map(({ turn }) => turn)]).toEqual([true, 't-8', 't-9']);
  });
});
