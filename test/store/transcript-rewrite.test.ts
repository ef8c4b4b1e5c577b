import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeExchange, exchangeOf } from '../../src/store/exchange.ts';
import { FileTranscript } from '../../src/store/file-transcript.ts';
import { placeOf } from '../../src/store/paths.ts';
import type { Exchange } from '../../src/store/port.ts';
import { aTurn } from '../support/turns.ts';
import { diskError, meanwhile } from './meanwhile.ts';
import { openFiles } from './open-files.ts';
import { temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();
const ALL = Number.POSITIVE_INFINITY;
const lineOf = (id: string, reply = 'Noted.') =>
  `${encodeExchange(exchangeOf(aTurn({ id, reply })))}\n`;
const withoutSecret = (exchange: Exchange): Exchange =>
  exchange.reply?.includes('secret') ? { ...exchange, reply: '…' } : exchange;

function arrange(...lines: string[]) {
  const directory = folder();
  const place = placeOf(directory, 'alice');
  const file = place.transcript;
  const put = (text: string) => {
    fs.mkdirSync(place.house, { recursive: true });
    fs.writeFileSync(file, text, { mode: 0o600 });
  };
  if (lines.length > 0) put(lines.join(''));
  const read = () => fs.readFileSync(file, 'utf8');
  const names = () => fs.readdirSync(place.house).sort();
  const transcript = new FileTranscript({ directory });
  const turns = async () => (await transcript.recent('alice', ALL)).map(({ turn }) => turn);
  return { directory, place, file, put, read, names, transcript, turns };
}
type Arranged = ReturnType<typeof arrange>;

/** As another process rewrites it: under a new inode, without these words. */
function replace({ file, read }: Arranged, change: (text: string) => string): void {
  fs.writeFileSync(`${file}.other`, change(read()));
  fs.renameSync(`${file}.other`, file);
}

function deleteDrafts({ place, names }: Arranged): void {
  for (const name of names()) if (name.startsWith('.tmp-')) fs.rmSync(path.join(place.house, name));
}

describe('the rewriting of a transcript', () => {
  it('leaves every byte and the file itself where nothing changes', async () => {
    const old = lineOf('t-1').replace('}\n', '}\n\n');
    const { transcript, file, read } = arrange(old, lineOf('t-2').trimEnd());
    const look = () => {
      const { ino, mtimeMs } = fs.statSync(file);
      return { text: read(), ino, mtimeMs };
    };
    const before = look();
    expect(await transcript.rewrite('alice', withoutSecret)).toBe(0);
    expect(look()).toEqual(before);
  });

  it('changes no other line, and makes the file for the user alone', async () => {
    const lines = [lineOf('t-1'), lineOf('t-2', 'a secret'), lineOf('t-3')];
    const { transcript, file, read, names } = arrange(...lines);
    fs.chmodSync(file, 0o644);
    expect(await transcript.rewrite('alice', withoutSecret)).toBe(1);
    expect(read()).toBe([lineOf('t-1'), lineOf('t-2', '…'), lineOf('t-3')].join(''));
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(names()).toEqual(['transcript.jsonl']);
  });

  it('drops what cannot be read, and does not count it', async () => {
    const torn = lineOf('t-2', 'a secret').slice(0, 40);
    const junk = ['{"turn":"t-2"}', '[]', 'secret', '{"reply":5}'].map((line) => `${line}\n`);
    const { transcript, read, turns } = arrange(lineOf('t-1'), ...junk, lineOf('t-3'), torn);
    expect(await transcript.rewrite('alice', withoutSecret)).toBe(0);
    expect(read()).toBe(lineOf('t-1') + lineOf('t-3'));
    expect(await turns()).toEqual(['t-1', 't-3']);
  });

  it('drops what a line has more than an exchange, wherever it stands', async () => {
    const extended = lineOf('t-1').replace('}\n', ',"note":"secret"}\n');
    const twice = lineOf('t-2').replace('"reply":', '"reply":"secret","reply":');
    const { transcript, read } = arrange(extended, twice);
    expect(await transcript.rewrite('alice', withoutSecret)).toBe(0);
    expect(read()).toBe(lineOf('t-1') + lineOf('t-2'));
  });

  it('reads lines of before, which do not say what was typed', async () => {
    const pasted = aTurn({ message: [{ origin: 'third-party', text: 'pasted' }] });
    const old = JSON.parse(encodeExchange(exchangeOf(pasted)));
    const { typed, ...before } = old;
    expect(typed).toBe('');
    const { transcript, read } = arrange(`${JSON.stringify(before)}\n`);
    expect(await transcript.recent('alice', 1)).toMatchObject([
      { user: 'pasted', typed: 'pasted' },
    ]);
    expect(await transcript.rewrite('alice', withoutSecret)).toBe(0);
    expect(read()).not.toContain('typed');
  });

  it('deletes the file with its last exchange', async () => {
    const { transcript, names } = arrange(lineOf('t-1'), lineOf('t-2'));
    expect(await transcript.rewrite('alice', () => null)).toBe(2);
    expect(names()).toEqual([]);
    expect(await transcript.rewrite('alice', () => null)).toBe(0);
  });

  it('makes nothing for a user who has none', async () => {
    const { transcript, directory } = arrange();
    expect(await transcript.rewrite('alice', () => null)).toBe(0);
    expect(fs.readdirSync(directory)).toEqual([]);
  });

  it('deletes what a stopped one has left', async () => {
    const world = arrange(lineOf('t-1'));
    fs.writeFileSync(path.join(world.place.house, '.tmp-left'), 'half of a secret');
    await world.transcript.rewrite('alice', withoutSecret);
    expect(world.names()).toEqual(['transcript.jsonl']);
  });

  it('keeps files of hundreds of chunks, whatever the length of their lines', async () => {
    const lines = Array.from({ length: 400 }, (_, n) =>
      lineOf(`t-${n}`, `${n % 7 === 0 ? 'secret ' : ''}${'é'.repeat((n * 997) % 70_000)}`),
    );
    const { transcript, read } = arrange(...lines);
    expect(await transcript.rewrite('alice', withoutSecret)).toBe(58);
    const expected = lines.map((line, n) => (n % 7 === 0 ? lineOf(`t-${n}`, '…') : line));
    expect(read() === expected.join('')).toBe(true);
  });

  it.each([
    ['transcript', 'symbolic link'],
    ['house', 'symbolic link'],
  ] as const)('refuses a link in the place of the %s', async (part, words) => {
    const { place, transcript } = arrange(lineOf('t-1', 'secret'));
    const moved = path.join(folder(), 'moved');
    fs.renameSync(place[part], moved);
    fs.symlinkSync(moved, place[part]);
    await expect(transcript.rewrite('alice', withoutSecret)).rejects.toThrow(words);
    await expect(transcript.recent('alice', 1)).rejects.toThrow(words);
    const text = part === 'house' ? path.join(moved, 'transcript.jsonl') : moved;
    expect(fs.readFileSync(text, 'utf8')).toContain('secret');
  });

  it.each(['writeSync', 'renameSync', 'openSync'] as const)(
    'leaves the file as it was when the disk refuses: %s',
    async (call) => {
      const world = arrange(lineOf('t-1', 'secret'));
      const before = openFiles();
      const refuses = () => {
        throw diskError('ENOSPC');
      };
      const work = () => world.transcript.rewrite('alice', withoutSecret);
      await expect(meanwhile(call, () => true, refuses, work)).rejects.toMatchObject({
        code: 'store-unwritable',
        message: expect.stringContaining('the disk is full'),
      });
      expect(world.read()).toBe(lineOf('t-1', 'secret'));
      expect(world.names()).toEqual(['transcript.jsonl']);
      expect(openFiles()).toBe(before);
    },
  );
});

describe('while a transcript is rewritten', () => {
  const rewriting = (world: Arranged, others: () => void) =>
    meanwhile(
      'renameSync',
      ([, to]) => to === world.file,
      others,
      () => world.transcript.rewrite('alice', withoutSecret),
    );

  it('a line that another process appends is kept', async () => {
    const world = arrange(lineOf('t-1', 'secret'));
    // As the one who appends does it: the line, then the draft of whoever may not have read it.
    const changed = await rewriting(world, () => {
      fs.appendFileSync(world.file, lineOf('t-2', 'another secret'));
      deleteDrafts(world);
    });
    expect(changed).toBe(2);
    expect(world.read()).toBe(lineOf('t-1', '…') + lineOf('t-2', '…'));
  });

  it('another who rewrites at the same time is not undone', async () => {
    const world = arrange(lineOf('t-1', 'secret'), lineOf('t-2'));
    const changed = await rewriting(world, () => {
      deleteDrafts(world);
      replace(world, (text) => text.replace(lineOf('t-2'), ''));
    });
    expect(changed).toBe(1);
    expect(world.read()).toBe(lineOf('t-1', '…'));
  });

  it('a removal of the user stands', async () => {
    const world = arrange(lineOf('t-1', 'secret'));
    const changed = await rewriting(world, () => fs.rmSync(world.place.house, { recursive: true }));
    expect(changed).toBe(0);
    expect(fs.existsSync(world.place.house)).toBe(false);
  });

  it('an empty file that another process appends to stays', async () => {
    const world = arrange(lineOf('t-1', 'secret'));
    const isLook = ([name]: unknown[]) => name === world.file && fs.statSync(world.file).size === 0;
    await meanwhile(
      'lstatSync',
      isLook,
      () => fs.appendFileSync(world.file, lineOf('t-2')),
      () => world.transcript.rewrite('alice', () => null),
    );
    expect(world.read()).toBe(lineOf('t-2'));
  });
});

describe('a turn that is appended', () => {
  /** What others do when the line is written, before its writer looks again. */
  const appending = (world: Arranged, others: () => void) =>
    meanwhile(
      'readdirSync',
      ([name]) => name === world.place.house,
      others,
      () => world.transcript.append(aTurn({ id: 't-2' })),
    );

  it('is appended again when the file was replaced by one without it', async () => {
    const world = arrange(lineOf('t-1', 'secret'));
    await appending(world, () => replace(world, () => lineOf('t-1', '…')));
    expect(world.read()).toBe(lineOf('t-1', '…') + lineOf('t-2'));
  });

  it('is not appended again when the new file has it', async () => {
    const world = arrange(lineOf('t-1', 'secret'));
    await appending(world, () => replace(world, (text) => text.replace('secret', '…')));
    expect(world.read()).toBe(lineOf('t-1', '…') + lineOf('t-2'));
  });

  it('begins a new file when the old one was emptied and deleted', async () => {
    const world = arrange(lineOf('t-1', 'secret'));
    await appending(world, () => fs.rmSync(world.file));
    expect(world.read()).toBe(lineOf('t-2'));
    expect(fs.statSync(world.file).mode & 0o777).toBe(0o600);
  });

  it('is gone with everything else when the user is removed', async () => {
    const world = arrange(lineOf('t-1', 'secret'));
    await appending(world, () => fs.rmSync(world.place.house, { recursive: true }));
    expect(fs.readdirSync(world.directory)).toEqual([]);
  });

  it('waits for one who is rewriting, and then looks whether the line is there', async () => {
    const world = arrange(lineOf('t-1', 'secret'));
    const draft = path.join(world.place.house, '.tmp-of-another');
    fs.writeFileSync(draft, lineOf('t-1', '…'));
    const appended = world.transcript.append(aTurn({ id: 't-2' }));
    await new Promise((resolve) => setTimeout(resolve, 5));
    fs.renameSync(draft, world.file);
    await appended;
    expect(world.read()).toBe(lineOf('t-1', '…') + lineOf('t-2'));
    expect(world.names()).toEqual(['transcript.jsonl']);
  });

  it('does not wait for one who was stopped', async () => {
    const world = arrange(lineOf('t-1'));
    fs.writeFileSync(path.join(world.place.house, '.tmp-left'), 'half');
    await world.transcript.append(aTurn({ id: 't-2' }));
    expect(world.read()).toBe(lineOf('t-1') + lineOf('t-2'));
    expect(world.names()).toEqual(['transcript.jsonl']);
  });

  it('is there once however many append and rewrite in one process', async () => {
    const world = arrange(lineOf('t-old', 'secret'));
    const ids = Array.from({ length: 60 }, (_, n) => `t-${n}`);
    let isOver = false;
    const appending = Promise.all(
      [0, 1, 2].map(async (each) => {
        const transcript = new FileTranscript(world);
        for (const id of ids.slice(each * 20, each * 20 + 20)) {
          await transcript.append(aTurn({ id, reply: 'secret' }));
        }
      }),
    ).then(() => {
      isOver = true;
    });
    const rewriting = [1, 2].map(async () => {
      for (let rounds = 0; !isOver && rounds < 1000; rounds++) {
        await new FileTranscript(world).rewrite('alice', withoutSecret);
      }
    });
    await Promise.all([appending, ...rewriting]);
    await world.transcript.rewrite('alice', withoutSecret);
    expect((await world.turns()).sort()).toEqual(['t-old', ...ids].sort());
    expect(world.read()).not.toContain('secret');
    expect(world.names()).toEqual(['transcript.jsonl']);
  });
});
