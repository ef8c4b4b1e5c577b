import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { MemchatError } from '../../src/errors.ts';
import { emptyMemory } from '../../src/memory/codec.ts';
import { isRecord, parseRecord } from '../../src/memory/json.ts';
import type { Turn } from '../../src/memory/turn.ts';
import { FileJournal } from '../../src/store/file-journal.ts';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { currentOwner, type Owner } from '../../src/store/owner.ts';
import type { Store } from '../../src/store/port.ts';
import { update } from '../../src/store/update.ts';
import { clock, filesBelow, worldIn } from '../store/temporary.ts';
import { aTurn } from '../support/turns.ts';
import { describeWith } from './capabilities.ts';
import { record } from './figures.ts';
import { fileSystems, remount } from './filesystem.ts';
import { fill, freeAgain, PAGE } from './full-disk.ts';

const systems = fileSystems();
/** Size of a memory here, in characters. */
const BALLAST = 5 * PAGE;
/** More than a memory of that size takes: its revision, its copy, and their folders. */
const ENOUGH = 40;
const GONE: Owner = { ...currentOwner(), startedAt: '1' };

async function countOne(store: Store): Promise<void> {
  await update(store, 'alice', (current) => {
    const base = current ?? emptyMemory('alice', clock());
    const larger = { ...base, ballast: 'x'.repeat(BALLAST) };
    return { ...larger, sessionCount: base.sessionCount + 1 };
  });
}

/** Why something could not be written; null when it could. */
async function refusal(work: Promise<unknown>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (!(error instanceof MemchatError) || error.code !== 'store-unwritable') throw error;
    return error.message;
  }
}

const turn = (id: string): Turn =>
  aTurn({ id, message: [{ origin: 'typed', text: 'x'.repeat(PAGE) }] });

const temporaries = (directory: string) =>
  filesBelow(directory).filter((file) => file.includes('.tmp-'));

describeWith(['tmpfs'], 'the store on a disk that cannot be written', () => {
  it('says that it is full, and where, and keeps the old memory', async () => {
    const disk = systems.memory(512);
    const directory = path.join(disk, 'sessions');
    const { store, notices, at, another } = worldIn(directory);
    await countOne(store);
    const before = fs.readFileSync(at('alice.json'));
    fill(disk);
    const said = await refusal(countOne(store));
    expect(said).toContain(`Cannot write to ${at('alice.json')}: the disk is full.`);
    expect(fs.readFileSync(at('alice.json'))).toEqual(before);
    expect(await another().read('alice')).toMatchObject({ sessionCount: 1 });
    expect(temporaries(directory)).toEqual([]);
    freeAgain(disk);
    await countOne(store);
    expect(await another().read('alice')).toMatchObject({ sessionCount: 2, revision: 2 });
    expect(notices).toEqual([]);
  });

  it('says that it is read-only, and keeps the old memory', async () => {
    const disk = systems.memory(512);
    const { store, notices, at, another } = worldIn(path.join(disk, 'sessions'));
    await countOne(store);
    remount(disk, 'ro');
    const said = await refusal(countOne(another()));
    expect(said).toContain(`Cannot write to ${at('alice.json')}: the file system is read-only.`);
    expect(await another().read('alice')).toMatchObject({ sessionCount: 1 });
    remount(disk, 'rw');
    await countOne(store);
    expect(await another().read('alice')).toMatchObject({ sessionCount: 2 });
    expect(notices).toEqual([]);
  });

  it.each([
    ['the first memory of a user', 0],
    ['the next memory of a user', 1],
  ])(
    'commits %s or leaves what was there, at any free space',
    { timeout: 60_000 },
    async (_, old) => {
      const disk = systems.memory(2048);
      const outcomes = new Set<boolean>();
      for (let pages = 0; pages <= ENOUGH; pages++) {
        const directory = path.join(disk, `sessions-${pages}`);
        const { store, notices, at, another } = worldIn(directory);
        if (old === 1) await countOne(store);
        fill(disk, pages);
        const said = await refusal(countOne(store));
        outcomes.add(said === null);
        const kept = (await another().read('alice'))?.sessionCount ?? 0;
        const left = temporaries(directory);
        freeAgain(disk);
        expect({ pages, said, kept, left }).toEqual({
          pages,
          said: said === null ? null : expect.stringContaining('the disk is full'),
          kept: said === null ? old + 1 : old,
          left: [],
        });
        // Only that the copy has to wait may be said, and only of what was committed.
        const codes = new Set(notices.map(({ code }) => code));
        expect(
          said === null ? [...codes].filter((code) => code !== 'leftover') : [...codes],
        ).toEqual([]);
        await countOne(another());
        const published = parseRecord(fs.readFileSync(at('alice.json'), 'utf8'));
        expect(isRecord(published) && published.sessionCount).toBe(kept + 1);
        fs.rmSync(directory, { recursive: true });
        record('a disk nearly full', { runs: 1, lost: 0, twice: 0, corrupt: 0 });
      }
      expect([...outcomes].sort()).toEqual([false, true]);
    },
  );

  it('takes a turn into the journal and the transcript, or says no, at any free space', async () => {
    const disk = systems.memory(512);
    const outcomes = new Set<boolean>();
    for (let pages = 0; pages <= 8; pages++) {
      const directory = path.join(disk, `sessions-${pages}`);
      const { at } = worldIn(directory);
      const open = (owner: Owner) => new FileJournal({ directory, owner, clock, onNotice: fail });
      const transcript = new FileTranscript({ directory });
      await open(GONE).save(turn('t-one'));
      await transcript.append(turn('t-one'));
      fill(disk, pages);
      const unsaved = await refusal(open(GONE).save(turn('t-two')));
      const unwritten = await refusal(transcript.append(turn('t-two')));
      outcomes.add(unsaved === null);
      outcomes.add(unwritten === null);
      expect(temporaries(directory)).toEqual([]);
      freeAgain(disk);
      await transcript.append(turn('t-three'));
      const lines = fs.readFileSync(at('.alice/transcript.jsonl'), 'utf8').trim().split('\n');
      const whole = lines.map((line) => parseRecord(line)?.turn).filter((id) => id !== undefined);
      const written = unwritten === null ? ['t-two'] : [];
      expect({ pages, whole }).toEqual({ pages, whole: ['t-one', ...written, 't-three'] });
      const adopted = (await open(currentOwner()).adopt('alice')).map(({ id }) => id);
      const saved = unsaved === null ? ['t-two'] : [];
      expect({ pages, adopted }).toEqual({ pages, adopted: ['t-one', ...saved] });
      fs.rmSync(directory, { recursive: true });
      record('a disk nearly full', { runs: 2, lost: 0, twice: 0, corrupt: 0 });
    }
    expect([...outcomes].sort()).toEqual([false, true]);
  });
});

function fail({ message }: { message: string }): never {
  throw new Error(message);
}
