import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeExchange, exchangeOf } from '../../src/store/exchange.ts';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { placeOf } from '../../src/store/paths.ts';
import type { Exchange, TranscriptReading } from '../../src/store/port.ts';
import { anUtterance, aTurn } from '../support/turns.ts';
import { meanwhile } from './meanwhile.ts';
import { temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();
const lineOf = (id: string, reply = 'Noted.') =>
  `${encodeExchange(exchangeOf(aTurn({ id, reply })))}\n`;
const turnsOf = ({ exchanges }: TranscriptReading) => exchanges.map(({ turn }) => turn);

function arrange(...lines: string[]) {
  const directory = folder();
  const place = placeOf(directory, 'alice');
  fs.mkdirSync(place.house);
  if (lines.length > 0) fs.writeFileSync(place.transcript, lines.join(''), { mode: 0o600 });
  const transcript = new FileTranscript({ directory });
  return {
    directory,
    place,
    transcript,
    read: (from: string | null) => transcript.read('alice', from),
  };
}

/** The calls of the file system that open or read something. */
async function filesOpened(work: () => Promise<unknown>): Promise<string[]> {
  const real = fs.openSync;
  const opened: string[] = [];
  const watched = new Proxy(real, {
    apply(target, self, args: Parameters<typeof fs.openSync>) {
      opened.push(String(args[0]));
      return Reflect.apply(target, self, args);
    },
  });
  Reflect.set(fs, 'openSync', watched);
  await work().finally(() => Reflect.set(fs, 'openSync', real));
  return opened;
}

describe('a transcript that is read on', () => {
  it('opens no file while nothing is new, and only the file with something new', async () => {
    const { transcript, place, read } = arrange(lineOf('t-1'));
    await transcript.import('alice', [anUtterance()]);
    const { cursor } = await read(null);
    expect(await filesOpened(() => read(cursor))).toEqual([]);
    await transcript.append(aTurn({ id: 't-2' }));
    expect(await filesOpened(() => read(cursor))).toEqual([place.transcript]);
  });

  it('sees what another process adds, at a price that does not grow with what is there', async () => {
    const { directory, read } = arrange(
      ...Array.from({ length: 5000 }, (_, n) => lineOf(`t-${n}`)),
    );
    let { cursor, exchanges } = await read(null);
    expect(exchanges).toHaveLength(5000);
    for (const id of ['t-a', 't-b', 't-c']) {
      await new FileTranscript({ directory }).append(aTurn({ id }));
      const more = await read(cursor);
      expect([more.isWhole, ...turnsOf(more)]).toEqual([false, id]);
      ({ cursor, exchanges } = more);
    }
  });

  it('leaves a last line that is not whole for later', async () => {
    const { transcript, place, read } = arrange(lineOf('t-1'));
    const { cursor } = await read(null);
    const line = lineOf('t-2');
    for (const cut of [1, 30, line.length - 1]) {
      fs.writeFileSync(place.transcript, lineOf('t-1') + line.slice(0, cut));
      const torn = await read(cursor);
      expect([torn.isWhole, ...turnsOf(torn)]).toEqual([false]);
      fs.appendFileSync(place.transcript, line.slice(cut));
      for (const from of [cursor, torn.cursor]) {
        expect([cut, ...turnsOf(await read(from))]).toEqual([cut, 't-2']);
      }
    }
    fs.appendFileSync(place.transcript, '{"turn":"t-3","ses');
    const torn = await read(cursor);
    await transcript.append(aTurn({ id: 't-4' }));
    expect(turnsOf(await read(torn.cursor))).toEqual(['t-4']);
    expect(turnsOf(await read(null))).toEqual(['t-1', 't-2', 't-4']);
  });

  it.each<[string, (file: string) => void]>([
    [
      'replaced',
      (file) => {
        fs.writeFileSync(`${file}.new`, lineOf('t-1') + lineOf('t-9'));
        fs.renameSync(`${file}.new`, file);
      },
    ],
    [
      'replaced under the same inode',
      (file) => {
        fs.writeFileSync(file, lineOf('t-8') + lineOf('t-9') + lineOf('t-7'));
      },
    ],
    [
      'written over by as many bytes',
      (file) => {
        const text = fs.readFileSync(file, 'utf8');
        fs.writeFileSync(file, text.replace('t-1', 't-9'));
        fs.utimesSync(file, 1, 1);
      },
    ],
    ['cut short', (file) => fs.truncateSync(file, lineOf('t-1').length)],
    ['deleted', (file) => fs.rmSync(file)],
    [
      'joined by the file of a year',
      (file) => {
        fs.writeFileSync(file.replace('.jsonl', '-2024.jsonl'), lineOf('t-9'));
      },
    ],
  ])('is read whole when a file was %s', async (_, change) => {
    const { place, read } = arrange(lineOf('t-1'), lineOf('t-2'));
    const { cursor } = await read(null);
    change(place.transcript);
    const again = await read(cursor);
    expect(again.isWhole).toBe(true);
    expect(again).toEqual(await read(null));
  });

  it('is read whole after a past year was moved, each turn once', async () => {
    const { transcript, read } = arrange();
    for (const year of [2024, 2025]) {
      await transcript.append(aTurn({ id: `t-${year}`, at: `${year}-01-01T00:00:00.000Z` }));
    }
    const { cursor } = await read(null);
    await transcript.append(aTurn({ id: 't-2026' }));
    const moved = await read(cursor);
    expect([moved.isWhole, ...turnsOf(moved)]).toEqual([true, 't-2024', 't-2025', 't-2026']);
    expect(turnsOf(await read(moved.cursor))).toEqual([]);
  });

  it('misses no line that is moved while it is read', async () => {
    const { transcript, place, read } = arrange();
    await transcript.append(aTurn({ id: 't-1', at: '2025-01-01T00:00:00.000Z' }));
    const move = () => {
      fs.renameSync(place.transcript, path.join(place.house, 'transcript-2025.jsonl'));
      fs.writeFileSync(place.transcript, lineOf('t-2'));
    };
    const isOpened = ([name]: unknown[]) => name === place.transcript;
    const reading = await meanwhile('openSync', isOpened, move, () => read(null));
    expect(turnsOf(reading)).toEqual(['t-1', 't-2']);
    expect(await read(reading.cursor)).toMatchObject({ exchanges: [], isWhole: false });
  });

  it('gives a turn once that two imports have added at the same time', async () => {
    const { directory, read } = arrange();
    const said: Exchange[] = Array.from({ length: 50 }, (_, n) => anUtterance({ turn: `id:${n}` }));
    const imports = [1, 2, 3].map(() => new FileTranscript({ directory }).import('alice', said));
    await Promise.all(imports);
    expect(turnsOf(await read(null)).sort()).toEqual(said.map(({ turn }) => turn).sort());
  });

  it('is read though a line of it is longer than any exchange', async () => {
    const { place, read } = arrange(lineOf('t-1'));
    const { cursor } = await read(null);
    fs.truncateSync(place.transcript, 17 * 1024 * 1024);
    fs.appendFileSync(place.transcript, `\n${lineOf('t-2')}`);
    expect(turnsOf(await read(null))).toEqual(['t-1', 't-2']);
    expect(turnsOf(await read(cursor))).toEqual(['t-2']);
  });

  it('leaves no file open', async () => {
    const { transcript, read } = arrange(lineOf('t-1'));
    const before = fs.readdirSync('/dev/fd').length;
    const { cursor } = await read(null);
    await transcript.append(aTurn({ id: 't-2' }));
    await read(cursor);
    expect(fs.readdirSync('/dev/fd')).toHaveLength(before);
  });
});
