import { describe, expect, it } from 'vitest';
import type { Turn } from '../../src/memory/turn.ts';
import { FallbackJournal } from '../../src/store/fallback-journal.ts';
import { FileJournal } from '../../src/store/file-journal.ts';
import { InMemoryJournal } from '../../src/store/in-memory.ts';
import { currentOwner, type Owner } from '../../src/store/owner.ts';
import type { Journal, Notice } from '../../src/store/port.ts';
import { MapJournal } from '../support/map-journal.ts';
import { Outage } from '../support/outage.ts';
import { aTurn } from '../support/turns.ts';
import { journalContract, withoutSecret } from './journal-contract.ts';
import { clock, filesBelow, temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();
const DEAD: Owner = { ...currentOwner(), pid: 2 ** 22 + 1 };
const ALL = ['save', 'remove', 'read', 'adopt', 'rewrite'] as const;
const SECRET = aTurn({ message: [{ origin: 'typed', text: 'My secret.' }], reply: null });

function localIn(directory: string, owner: Owner): FileJournal {
  return new FileJournal({ directory, owner, clock, onNotice: () => {} });
}

function arrange() {
  const directory = folder();
  const outage = new Outage();
  const server = new MapJournal();
  const notices: Notice[] = [];
  const open = (owner: Owner = currentOwner(), local: Journal = localIn(directory, owner)) =>
    new FallbackJournal({
      remote: outage.over<Journal>(server, ALL),
      local,
      onNotice: (notice) => notices.push(notice),
    });
  const here = () => filesBelow(directory).map((name) => /pending\/([^.]*)/.exec(name)?.[1]);
  const there = () => [...server.turns.keys()];
  return { directory, outage, server, notices, open, here, there };
}

function between(remote: Journal): FallbackJournal {
  const local = localIn(folder(), currentOwner());
  return new FallbackJournal({ remote, local, onNotice: () => {} });
}

journalContract('FallbackJournal', () => between(new InMemoryJournal()));
journalContract('FallbackJournal before a standby', () => {
  const outage = new Outage();
  outage.code = 'store-unwritable';
  // It has no turn to take out or to rewrite, and does not fail in that.
  return between(outage.over<Journal>(new InMemoryJournal(), ['save']));
});

describe('a journal whose server does not answer', () => {
  it.each(['store-unavailable', 'store-unwritable'] as const)(
    'keeps turns on this machine, tells so once, and hands them over when it answers: %s',
    async (code) => {
      const { outage, notices, open, here, there, server } = arrange();
      const journal = open();
      await journal.save(aTurn({ id: 't-0' }));
      outage.code = code;
      await journal.save(aTurn({ reply: null, status: 'asked' }));
      await journal.save(aTurn());
      await journal.save(aTurn({ id: 't-2' }));
      expect([here(), there()]).toEqual([['t-1', 't-2'], ['t-0']]);
      expect(await journal.read('alice', 't-1')).toEqual(aTurn());
      expect(notices.map((notice) => notice.code)).toEqual(['journaled-here']);
      outage.code = null;
      await journal.save(aTurn({ id: 't-3' }));
      expect([here(), there()]).toEqual([[], ['t-0', 't-3', 't-1', 't-2']]);
      expect(server.turns.get('t-1')).toEqual(aTurn());
      outage.code = code;
      await journal.save(aTurn({ id: 't-4' }));
      expect(notices).toHaveLength(2);
    },
  );

  it('goes on here with a turn that is here, until it is handed over', async () => {
    const { outage, open, here, there, server } = arrange();
    const journal = open();
    outage.code = 'store-unavailable';
    await journal.save(aTurn({ reply: null, status: 'asked' }));
    outage.code = null;
    await journal.save(aTurn());
    expect([here(), there()]).toEqual([[], ['t-1']]);
    expect(server.turns.get('t-1')).toEqual(aTurn());
  });

  it('goes on here with a turn that is on the server already', async () => {
    const { outage, open, here, server } = arrange();
    const journal = open();
    await journal.save(aTurn({ reply: null, status: 'asked' }));
    outage.code = 'store-unavailable';
    await journal.save(aTurn());
    expect(here()).toEqual(['t-1']);
    outage.code = null;
    expect(await journal.read('alice', 't-1')).toEqual(aTurn());
    expect(here()).toEqual([]);
    expect(server.turns.get('t-1')).toEqual(aTurn());
  });

  it.each(['read', 'remove', 'rewrite', 'adopt'] as const)(
    'hands over with the next %s that the server answers',
    async (method) => {
      const { outage, open, here, there } = arrange();
      const journal = open();
      outage.code = 'store-unavailable';
      await journal.save(aTurn());
      outage.code = null;
      if (method === 'read') await journal.read('alice', 't-1');
      if (method === 'remove') await journal.remove('alice', 't-9');
      if (method === 'rewrite') await journal.rewrite('alice', (turn) => turn);
      if (method === 'adopt') await journal.adopt('alice');
      expect([here(), there()]).toEqual([[], ['t-1']]);
    },
  );

  it('says so where a turn is asked for that is not here', async () => {
    const { outage, open } = arrange();
    outage.code = 'store-unavailable';
    const journal = open();
    const refused = { code: 'store-unavailable' };
    await expect(journal.read('alice', 't-1')).rejects.toMatchObject(refused);
    await expect(journal.adopt('alice')).rejects.toMatchObject(refused);
    await expect(journal.remove('alice', 't-1')).rejects.toMatchObject(refused);
  });

  it('does not hide what is wrong otherwise, and keeps nothing here then', async () => {
    const { open, here } = arrange();
    await expect(open().save(aTurn({ id: '' }))).resolves.toBeUndefined();
    const refusing = new MapJournal();
    refusing.save = async () => {
      throw new Error('no such thing');
    };
    const journal = new FallbackJournal({
      remote: refusing,
      local: new InMemoryJournal(),
      onNotice: () => {},
    });
    await expect(journal.save(aTurn())).rejects.toThrow('no such thing');
    expect(await journal.read('alice', 't-1')).toBeNull();
    expect(here()).toEqual([]);
  });

  it('takes a turn out here as well, and tells that the server may have it still', async () => {
    const { outage, open, here } = arrange();
    const journal = open();
    outage.code = 'store-unavailable';
    await journal.save(aTurn());
    await expect(journal.remove('alice', 't-1')).rejects.toMatchObject({
      code: 'store-unavailable',
    });
    expect(here()).toEqual([]);
  });
});

describe('turns that a stopped process left on this machine', () => {
  it('are handed over and given once, with those on the server', async () => {
    const { outage, open, here, there, server } = arrange();
    const dead = open(DEAD);
    await dead.save(aTurn({ id: 't-both', status: 'asked', reply: null }));
    await dead.save(aTurn({ id: 't-there', at: '2026-03-01T09:00:00.000Z' }));
    outage.code = 'store-unavailable';
    await dead.save(aTurn({ id: 't-both' }));
    await dead.save(aTurn({ id: 't-here' }));
    outage.code = null;
    server.abandon();
    const heir = open();
    const given = await heir.adopt('alice');
    expect(given.map(({ id, status }) => [id, status])).toEqual([
      ['t-there', 'answered'],
      ['t-both', 'answered'],
      ['t-here', 'answered'],
    ]);
    expect([here(), there().sort()]).toEqual([[], ['t-both', 't-here', 't-there']]);
    expect(await heir.adopt('alice')).toEqual([]);
  });

  it('are given while the server is away, once, and handed over later', async () => {
    const { outage, open, here, there, server, notices } = arrange();
    const dead = open(DEAD);
    await dead.save(aTurn({ status: 'asked', reply: null }));
    outage.code = 'store-unavailable';
    await dead.save(aTurn());
    await dead.save(aTurn({ id: 't-2' }));
    notices.length = 0;
    const heir = open();
    expect(await heir.adopt('alice')).toEqual([aTurn(), aTurn({ id: 't-2' })]);
    expect(notices.map(({ code }) => code)).toEqual(['leftover']);
    outage.code = null;
    server.abandon();
    expect(await heir.adopt('alice')).toEqual([]);
    expect([here(), there()]).toEqual([[], ['t-1', 't-2']]);
    expect(server.turns.get('t-1')).toEqual(aTurn());
  });
});

describe('a turn that is in both, and cannot be handed over just now', () => {
  it('is given once, as it was written last', async () => {
    const { outage, open, server } = arrange();
    const dead = open(DEAD);
    await dead.save(aTurn({ status: 'asked', reply: null }));
    outage.code = 'store-unavailable';
    await dead.save(aTurn());
    outage.code = null;
    server.abandon();
    const save = server.save.bind(server);
    server.save = async () => {
      server.save = save;
      outage.code = 'store-unavailable';
      const { error } = outage;
      outage.code = null;
      throw error;
    };
    const heir = open();
    expect(await heir.adopt('alice')).toEqual([aTurn()]);
    server.abandon();
    expect(await heir.adopt('alice')).toEqual([]);
  });
});

describe('forgetting while turns wait on this machine', () => {
  it('happens here also when the server fails, and that is told', async () => {
    const { outage, open, server } = arrange();
    const journal = open();
    outage.code = 'store-unavailable';
    await journal.save(SECRET);
    await expect(journal.rewrite('alice', withoutSecret)).rejects.toMatchObject({
      code: 'store-unavailable',
    });
    outage.code = null;
    expect(await journal.read('alice', 't-1')).toEqual(withoutSecret(SECRET));
    expect(server.turns.get('t-1')).toEqual(withoutSecret(SECRET));
  });

  it('happens on the server also when the disk fails, and that is told', async () => {
    const { open, server } = arrange();
    const local = new InMemoryJournal();
    local.rewrite = async () => {
      throw new Error('The disk is full.');
    };
    const journal = open(currentOwner(), local);
    await journal.save(SECRET);
    await expect(journal.rewrite('alice', withoutSecret)).rejects.toThrow('The disk is full.');
    expect(server.turns.get('t-1')).toEqual(withoutSecret(SECRET));
  });

  it('counts a turn once that is in both', async () => {
    const { outage, open, server } = arrange();
    const journal = open();
    await journal.save(SECRET);
    outage.code = 'store-unavailable';
    await journal.save({ ...SECRET, reply: 'A secret.' });
    outage.code = null;
    expect(await journal.rewrite('alice', withoutSecret)).toBe(1);
    expect(server.turns.get('t-1')).toEqual(withoutSecret({ ...SECRET, reply: 'A secret.' }));
  });

  it('is not undone by a turn that is handed over at the same moment', async () => {
    const { directory, outage, open, server } = arrange();
    outage.code = 'store-unavailable';
    await open(DEAD).save(SECRET);
    outage.code = null;
    const save = server.save.bind(server);
    server.save = async (turn: Turn) => {
      // Another process of this machine forgets: here first, then on the server.
      await localIn(directory, currentOwner()).rewrite('alice', withoutSecret);
      await server.rewrite('alice', withoutSecret);
      await save(turn);
    };
    await open().adopt('alice');
    expect(server.turns.get('t-1')).toEqual(withoutSecret(SECRET));
  });
});
