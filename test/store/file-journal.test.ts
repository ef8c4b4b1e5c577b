import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Turn } from '../../src/memory/turn.ts';
import { FileJournal } from '../../src/store/file-journal.ts';
import { currentOwner, type Owner } from '../../src/store/owner.ts';
import type { Notice } from '../../src/store/port.ts';
import { update } from '../../src/store/update.ts';
import { aTurn } from '../support/turns.ts';
import { countOne } from './contract.ts';
import { journalContract } from './journal-contract.ts';
import { clock, temporaryFolders, worldIn } from './temporary.ts';

const folder = temporaryFolders();
const TURN: Turn = aTurn();
const turn = (over: Partial<Turn>): Turn => ({ ...TURN, ...over });
/** A process that existed once: this one's number, started at another time. */
const GONE: Owner = { ...currentOwner(), startedAt: '1' };
const DEAD: Owner = { ...currentOwner(), pid: 2 ** 22 + 1 };

function journalsIn(directory: string, notices: Notice[] = []) {
  const onNotice = (notice: Notice) => notices.push(notice);
  return (owner: Owner, now = clock) => {
    return new FileJournal({ directory, owner, clock: now, onNotice });
  };
}

journalContract('FileJournal', () => journalsIn(folder())(currentOwner()));

describe('the journal', () => {
  it('gives back what a dead process saved last, oldest first', async () => {
    const open = journalsIn(folder());
    const dead = open(DEAD);
    await dead.save(turn({ id: 't-late', at: '2026-03-01T10:00:05.000Z' }));
    await dead.save(turn({ status: 'asked', reply: null }));
    await dead.save(turn({ attempts: 1 }));
    expect(await open(currentOwner()).adopt('alice')).toEqual([
      turn({ attempts: 1 }),
      turn({ id: 't-late', at: '2026-03-01T10:00:05.000Z' }),
    ]);
  });

  it('marks a turn without a reply as interrupted when its process died', async () => {
    const open = journalsIn(folder());
    await open(GONE).save(turn({ status: 'asked', reply: null }));
    const [adopted] = await open(currentOwner()).adopt('alice');
    expect(adopted).toEqual(turn({ status: 'interrupted', reply: null }));
  });

  it('leaves the turns of living processes to them', async () => {
    const open = journalsIn(folder());
    const journal = open(currentOwner());
    await journal.save(TURN);
    expect(await journal.adopt('alice')).toEqual([]);
    expect(await open(currentOwner()).adopt('alice')).toEqual([]);
  });

  it('waits a day before it takes the turns of another host', async () => {
    const open = journalsIn(folder());
    await open({ ...DEAD, host: 'another-host' }).save(TURN);
    const later = (hours: number) => () =>
      new Date(Date.now() + hours * 60 * 60 * 1000).toISOString();
    expect(await open(currentOwner(), later(23)).adopt('alice')).toEqual([]);
    expect(await open(currentOwner(), later(25)).adopt('alice')).toEqual([TURN]);
  });

  it('hands a turn out once, and again when the one who adopted it is gone', async () => {
    const open = journalsIn(folder());
    await open(DEAD).save(TURN);
    expect(await open(GONE).adopt('alice')).toEqual([TURN]);
    const heirs = [1, 2, 3].map(() => open(currentOwner()));
    const adopted = await Promise.all(heirs.map((heir) => heir.adopt('alice')));
    expect(adopted.flat()).toEqual([TURN]);
    expect(await open(currentOwner()).adopt('alice')).toEqual([]);
  });

  it('keeps an adopted turn through saves, and forgets it when it is removed', async () => {
    const directory = folder();
    const open = journalsIn(directory);
    await open(DEAD).save(TURN);
    const heir = open(GONE);
    await heir.adopt('alice');
    await heir.save(turn({ attempts: 2 }));
    const next = open(currentOwner());
    expect(await next.adopt('alice')).toEqual([turn({ attempts: 2 })]);
    await next.remove('alice', 't-1');
    await next.remove('alice', 't-1');
    expect(fs.readdirSync(worldIn(directory).at('.alice/pending'))).toEqual([]);
    expect(await open(GONE).adopt('alice')).toEqual([]);
  });

  it('keeps the turns of users apart', async () => {
    const open = journalsIn(folder());
    await open(DEAD).save(turn({ user: 'Bob' }));
    expect(await open(currentOwner()).adopt('alice')).toEqual([]);
    expect(await open(currentOwner()).adopt('Bob')).toEqual([turn({ user: 'Bob' })]);
  });

  it('has nothing of a user it never saw, and makes no folder to say so', async () => {
    const directory = folder();
    const journal = journalsIn(directory)(currentOwner());
    expect(await journal.adopt('alice')).toEqual([]);
    await journal.remove('alice', 't-1');
    expect(fs.readdirSync(directory)).toEqual([]);
  });

  it.each([
    ['cut off', '{"owner":'],
    ['not a turn', '{"owner":{"pid":1,"startedAt":null,"host":"x"},"turn":{}}'],
    ['a group of processes as owner', JSON.stringify({ owner: { ...DEAD, pid: -1 }, turn: TURN })],
    ["another user's", JSON.stringify({ owner: DEAD, turn: turn({ user: 'bob' }) })],
    ['under another id', JSON.stringify({ owner: DEAD, turn: turn({ id: 't-2' }) })],
  ])('sets aside a file that is %s, and says so', async (_, content) => {
    const directory = folder();
    const notices: Notice[] = [];
    const open = journalsIn(directory, notices);
    await open(DEAD).save(turn({ id: 't-good' }));
    const { at } = worldIn(directory);
    fs.writeFileSync(at('.alice/pending/t-1.json'), content);
    expect(await open(currentOwner()).adopt('alice')).toEqual([turn({ id: 't-good' })]);
    expect(notices.map(({ code }) => code)).toEqual(['quarantined']);
    const [name = ''] = fs.readdirSync(at('.alice/quarantine'));
    expect(fs.readFileSync(at('.alice/quarantine', name), 'utf8')).toBe(content);
  });

  it('hands out the good turns though one file cannot be touched, and names that', async () => {
    const directory = folder();
    const notices: Notice[] = [];
    const open = journalsIn(directory, notices);
    await open(DEAD).save(TURN);
    const { at } = worldIn(directory);
    fs.symlinkSync('/etc/hostname', at('.alice/pending/t-9.json'));
    expect(await open(currentOwner()).adopt('alice')).toEqual([TURN]);
    expect(notices.map(({ code }) => code)).toEqual(['leftover']);
  });

  it.each(['../../escape', 'T-1', '', 'a/b', 't-1.json', 'x'.repeat(41)])(
    'refuses the turn id %j',
    async (id) => {
      const journal = journalsIn(folder())(currentOwner());
      await expect(journal.save(turn({ id }))).rejects.toMatchObject({ code: 'usage' });
    },
  );

  it('keeps its files and folders to the user', async () => {
    const directory = folder();
    const before = process.umask(0);
    try {
      await journalsIn(directory)(currentOwner()).save(TURN);
    } finally {
      process.umask(before);
    }
    const { at } = worldIn(directory);
    expect(fs.statSync(at('.alice/pending')).mode & 0o777).toBe(0o700);
    expect(fs.statSync(at('.alice/pending/t-1.json')).mode & 0o777).toBe(0o600);
  });

  it('is not touched by a new user without a memory, and loses only the turns of the dead when the owner deletes the file', async () => {
    const directory = folder();
    const open = journalsIn(directory);
    const { store, another, at } = worldIn(directory);
    await open(DEAD).save(TURN);
    expect(await store.read('alice')).toBeNull();
    expect(await open(GONE).adopt('alice')).toEqual([TURN]);
    await update(store, 'alice', countOne);
    await open(currentOwner()).save(turn({ id: 't-living' }));
    fs.rmSync(at('alice.json'));
    expect(await another().read('alice')).toBeNull();
    expect(fs.readdirSync(at('.alice/pending'))).toEqual(['t-living.json']);
  });
});
