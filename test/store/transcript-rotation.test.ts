import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeExchange, exchangeOf } from '../../src/store/exchange.ts';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { placeOf } from '../../src/store/paths.ts';
import { anUtterance, aTurn } from '../support/turns.ts';
import { diskError, meanwhile } from './meanwhile.ts';
import { temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();
const ALL = Number.POSITIVE_INFINITY;
const at = (year: number) => `${year}-06-01T10:00:00.000Z`;
const turn = (id: string, year: number) => aTurn({ id, at: at(year) });
const lineOf = (id: string, year: number) => encodeExchange(exchangeOf(turn(id, year)));

function arrange() {
  const directory = folder();
  const place = placeOf(directory, 'alice');
  const transcript = new FileTranscript({ directory });
  const file = (name: string) => path.join(place.house, `${name}.jsonl`);
  const put = (name: string, ...lines: string[]) => {
    fs.mkdirSync(place.house, { recursive: true });
    fs.writeFileSync(file(name), lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
  };
  /** The lines of each file, by the ids of their turns where they have one. */
  const files = () =>
    Object.fromEntries(
      fs
        .readdirSync(place.house)
        .map((name) => [
          name.replace('.jsonl', ''),
          fs
            .readFileSync(path.join(place.house, name), 'utf8')
            .split('\n')
            .filter(Boolean)
            .map(idOf),
        ]),
    );
  return { directory, place, transcript, file, put, files };
}

function idOf(line: string): string {
  return /^\{"turn":"([^"]*)".*\}$/.exec(line)?.[1] ?? line;
}

describe('the files of the transcript', () => {
  it('are the one of this year, and one for each year before, for the user alone', async () => {
    const { transcript, files, file } = arrange();
    for (const [n, year] of [2024, 2024, 2025, 2026, 2026].entries()) {
      await transcript.append(turn(`t-${n}`, year));
    }
    expect(files()).toEqual({
      'transcript-2024': ['t-0', 't-1'],
      'transcript-2025': ['t-2'],
      transcript: ['t-3', 't-4'],
    });
    for (const name of ['transcript-2024', 'transcript-2025', 'transcript']) {
      expect(fs.statSync(file(name)).mode & 0o777).toBe(0o600);
    }
  });

  it('of several years that were passed over are made at once', async () => {
    const { transcript, put, files } = arrange();
    put('transcript', lineOf('t-1', 2022), lineOf('t-2', 2024), lineOf('t-3', 2022));
    await transcript.append(turn('t-4', 2026));
    expect(files()).toEqual({
      'transcript-2022': ['t-1', 't-3'],
      'transcript-2024': ['t-2'],
      transcript: ['t-4'],
    });
  });

  it('stay as they are in the same year, whatever was imported', async () => {
    const { transcript, files, file } = arrange();
    await transcript.append(turn('t-1', 2026));
    const { ino } = fs.statSync(file('transcript'));
    const years = [2025, 2026, 2027];
    await transcript.import(
      'alice',
      years.map((year) => anUtterance({ turn: `id:${year}`, at: at(year) })),
    );
    await transcript.append(turn('t-2', 2026));
    expect(fs.statSync(file('transcript')).ino).toBe(ino);
    expect(files()).toEqual({
      'transcript-2025': ['id:2025'],
      'transcript-2026': ['id:2026'],
      'transcript-2027': ['id:2027'],
      transcript: ['t-1', 't-2'],
    });
    await transcript.append(turn('t-3', 2027));
    expect(files()).toMatchObject({
      'transcript-2026': ['id:2026', 't-1', 't-2'],
      transcript: ['t-3'],
    });
  });

  it('keep a late turn of the old year where it is, and move it with the next year', async () => {
    const { transcript, files } = arrange();
    for (const [id, year] of [
      ['t-1', 2026],
      ['t-2', 2025],
      ['t-3', 2026],
    ] as const) {
      await transcript.append(turn(id, year));
    }
    expect(files()).toEqual({ transcript: ['t-1', 't-2', 't-3'] });
    await transcript.append(turn('t-4', 2027));
    expect(files()).toEqual({
      'transcript-2025': ['t-2'],
      'transcript-2026': ['t-1', 't-3'],
      transcript: ['t-4'],
    });
  });

  it('are not moved again and again by a clock that jumps, and lose nothing by it', async () => {
    const { transcript, files, file } = arrange();
    const inodes = new Set<number>();
    for (let n = 0; n < 13; n++) {
      await transcript.append(turn(`t-${n}`, n % 2 === 0 ? 2026 : 2030));
      inodes.add(fs.statSync(file('transcript')).ino);
    }
    expect(inodes.size).toBe(2);
    expect(files()['transcript-2026']).toEqual(['t-0']);
    for (const id of ['t-a', 't-b']) await transcript.append(turn(id, 2027));
    expect(files()).toMatchObject({
      transcript: ['t-1', 't-3', 't-5', 't-7', 't-9', 't-11', 't-a', 't-b'],
    });
    expect((await transcript.recent('alice', ALL)).map((one) => one.turn)).toHaveLength(15);
  });

  it('keep every byte of the lines that move, and the unreadable ones where they are', async () => {
    const { transcript, put, file } = arrange();
    const extended = lineOf('t-1', 2025).replace('}', ',"note":"é"}');
    put('transcript', extended, '{"turn":"t-torn","session":"s-1","at":"2025-', 'junk');
    put('transcript-2025', 'more junk', lineOf('t-0', 2025));
    await transcript.append(turn('t-2', 2026));
    const read = (name: string) => fs.readFileSync(file(name), 'utf8');
    expect(read('transcript-2025')).toBe(`more junk\n${lineOf('t-0', 2025)}\n${extended}\n`);
    expect(read('transcript')).toBe(
      `{"turn":"t-torn","session":"s-1","at":"2025-\njunk\n${lineOf('t-2', 2026)}\n`,
    );
  });

  it('hold a turn once again after a move that was stopped in the middle, as it is now', async () => {
    const { transcript, put, files, file } = arrange();
    put('transcript-2025', lineOf('t-0', 2025), lineOf('t-1', 2025));
    // Blotted out since, where who rewrites begins.
    put('transcript', lineOf('t-1', 2025).replace('tea', '…'), lineOf('t-2', 2026));
    const { exchanges } = await transcript.read('alice', null);
    expect(exchanges.map((one) => [one.turn, one.user])).toEqual([
      ['t-0', 'I like tea.'],
      ['t-1', 'I like ….'],
      ['t-2', 'I like tea.'],
    ]);
    expect((await transcript.recent('alice', ALL)).map((one) => one.turn)).toEqual([
      't-0',
      't-1',
      't-2',
    ]);
    await transcript.append(turn('t-3', 2026));
    expect(files()).toEqual({ 'transcript-2025': ['t-0', 't-1'], transcript: ['t-2', 't-3'] });
    expect(fs.readFileSync(file('transcript-2025'), 'utf8')).toContain('I like ….');
  });
});

describe('the move of a past year', () => {
  async function behind() {
    const world = arrange();
    world.put('transcript', lineOf('t-1', 2025));
    return world;
  }

  it('gives way to one who rewrites, and is made with the next turn', async () => {
    const world = await behind();
    const draft = path.join(world.place.house, '.tmp-of-another');
    await meanwhile(
      'openSync',
      ([name]) => String(name).includes('.tmp-'),
      () => fs.writeFileSync(draft, ''),
      () => world.transcript.append(turn('t-2', 2026)),
    );
    fs.rmSync(draft);
    expect(world.files()).toEqual({ transcript: ['t-1', 't-2'] });
    await world.transcript.append(turn('t-3', 2026));
    expect(world.files()).toEqual({ 'transcript-2025': ['t-1'], transcript: ['t-2', 't-3'] });
  });

  it('that is overtaken between its two steps leaves nothing out', async () => {
    const world = await behind();
    const deleteDrafts = () => {
      for (const name of fs.readdirSync(world.place.house)) {
        if (name.startsWith('.tmp-')) fs.rmSync(path.join(world.place.house, name));
      }
    };
    // One who appended to the current file while it was being divided.
    const appended = () => {
      fs.appendFileSync(world.place.transcript, `${lineOf('t-9', 2026)}\n`);
      deleteDrafts();
    };
    await meanwhile(
      'renameSync',
      ([, to]) => to === world.place.transcript,
      appended,
      () => world.transcript.append(turn('t-2', 2026)),
    );
    expect(world.files()).toEqual({
      'transcript-2025': ['t-1'],
      transcript: ['t-1', 't-2', 't-9'],
    });
    await world.transcript.append(turn('t-3', 2026));
    expect(world.files()).toEqual({
      'transcript-2025': ['t-1'],
      transcript: ['t-2', 't-9', 't-3'],
    });
  });

  it('does not bring back what was forgotten while it read', async () => {
    const world = await behind();
    const other = new FileTranscript(world);
    let forgetting: Promise<number> | null = null;
    await meanwhile(
      'renameSync',
      ([, to]) => to === world.file('transcript-2025'),
      () => {
        forgetting = other.rewrite('alice', (one) => (one.turn === 't-1' ? null : one));
      },
      () => world.transcript.append(turn('t-2', 2026)),
    );
    await forgetting;
    expect(Object.values(world.files()).flat()).toEqual(['t-2']);
  });

  it.each(['a link', 'no disk space'])(
    'that is refused (%s) does not cost the turn',
    async (why) => {
      const world = await behind();
      const outside = path.join(folder(), 'outside');
      fs.writeFileSync(outside, 'mine');
      if (why === 'a link') fs.symlinkSync(outside, world.file('transcript-2025'));
      const append = () => world.transcript.append(turn('t-2', 2026));
      if (why === 'a link') await append();
      else
        await meanwhile(
          'renameSync',
          () => true,
          () => {
            throw diskError('ENOSPC');
          },
          append,
        );
      expect(fs.readFileSync(world.place.transcript, 'utf8').trim().split('\n').map(idOf)).toEqual([
        't-1',
        't-2',
      ]);
      expect(fs.readFileSync(outside, 'utf8')).toBe('mine');
      expect(fs.readdirSync(world.place.house).filter((name) => name.startsWith('.tmp-'))).toEqual(
        [],
      );
      if (why !== 'a link') return;
      await expect(world.transcript.read('alice', null)).rejects.toThrow('symbolic link');
      await expect(world.transcript.recent('alice', ALL)).rejects.toThrow('symbolic link');
      await expect(world.transcript.rewrite('alice', () => null)).rejects.toThrow('symbolic link');
      await expect(world.transcript.import('alice', [anUtterance()])).rejects.toThrow(
        'symbolic link',
      );
    },
  );
});
