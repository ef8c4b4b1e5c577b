import './without-fsync.ts';

import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { placeOf } from '../../src/store/paths.ts';
import type { Exchange } from '../../src/store/port.ts';
import { anUtterance, aTurn } from '../support/turns.ts';
import { Answer, meanwhile } from './meanwhile.ts';
import { temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();

function arrange() {
  const directory = folder();
  const place = placeOf(directory, 'alice');
  const transcript = new FileTranscript({ directory });
  const file = (year: number) => path.join(place.house, `transcript-${year}.jsonl`);
  const turns = async () =>
    (await transcript.read('alice', null)).exchanges.map(({ turn }) => turn).sort();
  return { directory, place, transcript, file, turns };
}

const many = (count: number, over: Partial<Exchange> = {}): Exchange[] =>
  Array.from({ length: count }, (_, n) => anUtterance({ turn: `id:${n}`, ...over }));

describe('what is imported', () => {
  it('is who said what and when, in the file of its year, for the user alone', async () => {
    const { transcript, file } = arrange();
    const before = process.umask(0);
    await transcript.import('alice', [anUtterance()]).finally(() => process.umask(before));
    expect(fs.readFileSync(file(2023), 'utf8')).toBe(
      '{"turn":"id:1","session":"1","at":"2023-05-08T13:56:00.000Z","speaker":"Bob","text":"I like coffee."}\n',
    );
    expect(fs.statSync(file(2023)).mode & 0o777).toBe(0o600);
    expect(fs.statSync(path.dirname(file(2023))).mode & 0o777).toBe(0o700);
  });

  it('makes nothing when there is nothing to add', async () => {
    const { transcript, directory } = arrange();
    expect(await transcript.import('alice', [])).toBe(0);
    expect(fs.readdirSync(directory)).toEqual([]);
  });

  it('stays out where no transcript is kept', async () => {
    const { directory } = arrange();
    const closed = new FileTranscript({ directory, appends: false });
    await expect(closed.import('alice', [anUtterance()])).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('--no-transcript'),
    });
    expect(fs.readdirSync(directory)).toEqual([]);
  });

  it('is known again wherever it is by now', async () => {
    const { transcript, place, file } = arrange();
    await transcript.import('alice', many(3));
    fs.renameSync(file(2023), place.transcript);
    expect(await transcript.import('alice', many(4))).toBe(1);
  });

  it('goes on behind a line that a stopped process left unfinished, and takes it for none', async () => {
    const { transcript, file, turns } = arrange();
    await transcript.import('alice', many(2));
    fs.truncateSync(file(2023), fs.statSync(file(2023)).size - 5);
    expect(await transcript.import('alice', many(3))).toBe(2);
    expect(await turns()).toEqual(['id:0', 'id:1', 'id:2']);
  });

  it('is added again to a file that was replaced meanwhile, as far as it is not there', async () => {
    const { transcript, place, file } = arrange();
    await transcript.import('alice', many(2));
    // One who rewrites has read the first of three, and puts that in place.
    const replace = () => {
      const [first = ''] = fs.readFileSync(file(2023), 'utf8').split('\n').slice(2);
      fs.writeFileSync(path.join(place.house, 'other'), `${first}\n`);
      fs.renameSync(path.join(place.house, 'other'), file(2023));
    };
    let looks = 0;
    const isLook = ([name]: unknown[]) => name === place.house && ++looks === 2;
    await meanwhile('readdirSync', isLook, replace, () => transcript.import('alice', many(5)));
    const ids = fs.readFileSync(file(2023), 'utf8').trim().split('\n');
    expect(ids.map((line) => JSON.parse(line).turn)).toEqual(['id:2', 'id:3', 'id:4']);
  });

  it('that the disk takes half of is not taken for written, and is completed by the same call', async () => {
    const { transcript, turns } = arrange();
    const half = ([fd, bytes]: unknown[]) => {
      if (typeof fd !== 'number' || !Buffer.isBuffer(bytes)) throw new Error('not arranged');
      return new Answer(fs.writeSync(fd, bytes, 0, Math.floor(bytes.length / 2)));
    };
    const importing = meanwhile(
      'writeSync',
      () => true,
      half,
      () => transcript.import('alice', many(9)),
    );
    await expect(importing).rejects.toMatchObject({ code: 'store-unwritable' });
    expect(await transcript.import('alice', many(9))).toBeGreaterThan(0);
    expect(await turns()).toHaveLength(9);
  });

  it('may be 200,000 utterances, in pieces, and again', { timeout: 60_000 }, async () => {
    const { transcript, file } = arrange();
    const said = Array.from({ length: 200_000 }, (_, n) =>
      anUtterance({ turn: `id:${n}`, at: `202${n % 2}-05-08T13:56:00.000Z` }),
    );
    const sizes: number[] = [];
    const real = fs.writeSync;
    const watched = new Proxy(real, {
      apply(target, self, args: Parameters<typeof fs.writeSync>) {
        if (Buffer.isBuffer(args[1])) sizes.push(args[1].length);
        return Reflect.apply(target, self, args);
      },
    });
    Reflect.set(fs, 'writeSync', watched);
    const added = await transcript
      .import('alice', said)
      .finally(() => Reflect.set(fs, 'writeSync', real));
    expect(added).toBe(200_000);
    expect(Math.max(...sizes)).toBeLessThan(300_000);
    expect(sizes.length).toBeLessThan(200);
    expect(await transcript.import('alice', said)).toBe(0);
    expect(fs.statSync(file(2020)).size).toBe(fs.statSync(file(2021)).size);
    expect(await transcript.recent('alice', 5)).toEqual([]);
    await transcript.append(aTurn());
    expect(await transcript.recent('alice', 5)).toHaveLength(1);
  });
});
