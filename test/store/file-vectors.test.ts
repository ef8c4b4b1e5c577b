import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileVectors } from '../../src/store/file-vectors.ts';
import { InMemoryVectors } from '../../src/store/in-memory-vectors.ts';
import { placeOf } from '../../src/store/paths.ts';
import type { Notice } from '../../src/store/port.ts';
import { examine, wrong } from './examination.ts';
import { Answer, diskError, meanwhile } from './meanwhile.ts';
import { openFiles } from './open-files.ts';
import { buildWorker, startWorker } from './processes.ts';
import { filesBelow, temporaryFolders } from './temporary.ts';
import { keyOf, vectorOf, vectorsOf } from './vector-fixtures.ts';
import { vectorsContract } from './vectors-contract.ts';

const folder = temporaryFolders();
const MODEL = 'local nomic';

function arrange(directory = folder()) {
  const notices: Notice[] = [];
  const another = (writes = true) =>
    new FileVectors({ directory, onNotice: (notice) => notices.push(notice), writes });
  const { vectors, house } = placeOf(directory, 'alice');
  /** The one file of alice. */
  const file = () => path.join(vectors, fs.readdirSync(vectors).join(' and '));
  return { directory, cache: another(), another, notices, file, vectors, house };
}

/** A file with a frame for each of the vectors. */
async function withFrames(...numbers: number[]) {
  const world = arrange();
  await world.cache.get('alice', MODEL);
  const ends: number[] = [fs.statSync(world.file()).size];
  for (const n of numbers) {
    await world.cache.put('alice', MODEL, vectorsOf(n));
    ends.push(fs.statSync(world.file()).size);
  }
  return { ...world, ends, bytes: fs.readFileSync(world.file()) };
}

vectorsContract('InMemoryVectors', () => new InMemoryVectors());
vectorsContract('FileVectors', () => arrange().cache);

describe('the file of the vectors', () => {
  it('is made with all the folders above it, for the user alone', async () => {
    const before = process.umask(0);
    const root = path.join(folder(), 'new', 'sessions');
    const { cache, file, vectors } = arrange(root);
    try {
      await cache.get('alice', MODEL);
      await cache.put('alice', MODEL, vectorsOf(1));
    } finally {
      process.umask(before);
    }
    const modes = [root, path.dirname(vectors), vectors, file()].map(
      (name) => fs.statSync(name).mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o700, 0o700, 0o600]);
    expect(wrong(await examine(root), 'foreign-files')).toEqual([]);
  });

  it('is closed to others again when it was opened to them', async () => {
    const { cache, file } = await withFrames(1);
    fs.chmodSync(file(), 0o666);
    await cache.put('alice', MODEL, vectorsOf(2));
    expect(fs.statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('names neither the model nor a text, and is the only one that is made', async () => {
    const { directory, bytes } = await withFrames(1, 2);
    expect(filesBelow(directory)).toEqual([
      expect.stringMatching(/^\.alice\/vectors\/[0-9a-f]{16}\.bin$/),
    ]);
    expect(bytes.includes('nomic')).toBe(false);
  });

  it('is read by another process', async () => {
    const { another } = await withFrames(1, 2, 3);
    expect(await another().get('alice', MODEL)).toEqual(vectorsOf(1, 2, 3));
  });

  it('gives what is whole of it, wherever a stop has cut it off, and takes more', async () => {
    const { another, bytes, ends, file, notices } = await withFrames(1, 2, 3);
    const head = ends[0] ?? 0;
    for (let length = head; length <= bytes.length; length++) {
      fs.writeFileSync(file(), bytes.subarray(0, length));
      const whole = [1, 2, 3].filter((n) => (ends[n] ?? 0) <= length);
      const cache = another();
      expect(await cache.get('alice', MODEL)).toEqual(vectorsOf(...whole));
      expect(await cache.put('alice', MODEL, vectorsOf(9))).toBe('kept');
      expect(await another().get('alice', MODEL)).toEqual(vectorsOf(...whole, 9));
    }
    expect(notices).toEqual([]);
  });

  it('is let go without its head, and told once', async () => {
    const { another, bytes, ends, file, notices } = await withFrames(1);
    for (const length of [0, 1, (ends[0] ?? 0) - 1]) {
      fs.writeFileSync(file(), bytes.subarray(0, length));
      const cache = another();
      expect(await cache.get('alice', MODEL)).toEqual(new Map());
      expect(await cache.put('alice', MODEL, vectorsOf(2))).toBe('kept');
      expect(await another().get('alice', MODEL)).toEqual(vectorsOf(2));
      expect(notices.splice(0)).toEqual([
        { code: 'vectors-lost', message: expect.stringContaining(`${file()} was damaged`) },
      ]);
    }
  });

  it('never gives a wrong number, whatever bit is flipped', async () => {
    const { another, bytes, file, notices } = await withFrames(1, 2, 3);
    const all = vectorsOf(1, 2, 3);
    let lost = 0;
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      fs.writeFileSync(file(), flipped);
      const found = await another().get('alice', MODEL);
      for (const [key, vector] of found) expect([key, vector]).toEqual([key, all.get(key)]);
      expect(found.size).toBeLessThan(3);
      if (notices.splice(0).length > 0) lost++;
      // Let go or not: what is told of now is not told of again.
      await another().get('alice', MODEL);
      expect(notices).toEqual([]);
    }
    expect(lost).toBeGreaterThan(bytes.length);
  });

  it('never fails on bytes of any kind, and never takes them for more than they are', async () => {
    const { another, bytes, file } = await withFrames(1, 2);
    const all = vectorsOf(1, 2);
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.tuple(fc.nat(bytes.length), fc.nat(bytes.length)).map(([a, b]) => bytes.subarray(a, b)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 5 }), fc.boolean(), async (pieces, headed) => {
        const head = headed ? [bytes.subarray(0, 40)] : [];
        fs.writeFileSync(file(), Buffer.concat([...head, ...pieces]));
        const found = await another().get('alice', MODEL);
        for (const [key, vector] of found) expect([key, vector]).toEqual([key, all.get(key)]);
      }),
    );
  });

  it('is refused as a link, as a folder, and behind a link', async () => {
    const { cache, another, file, vectors } = await withFrames(1);
    const outside = path.join(folder(), 'outside');
    const name = file();
    fs.renameSync(name, outside);
    const before = fs.readFileSync(outside);
    const refused = (what: string) => ({
      code: 'memory-unreadable',
      message: expect.stringContaining(what),
    });
    fs.symlinkSync(outside, name);
    await expect(another().get('alice', MODEL)).rejects.toMatchObject(refused('symbolic link'));
    const putting = cache.put('alice', MODEL, vectorsOf(2));
    await expect(putting).rejects.toMatchObject(refused('symbolic link'));
    fs.rmSync(name);
    fs.mkdirSync(name);
    await expect(another().get('alice', MODEL)).rejects.toMatchObject(refused('plain file'));
    fs.rmSync(vectors, { recursive: true });
    fs.symlinkSync(path.dirname(outside), vectors);
    await expect(another().get('alice', MODEL)).rejects.toMatchObject(refused('symbolic link'));
    // Only the link goes, not what it leads to.
    await another().clear('alice');
    expect(fs.existsSync(vectors)).toBe(false);
    expect(fs.readFileSync(outside)).toEqual(before);
  });

  it('is not followed when it becomes a link at the last moment', async () => {
    const { cache, file } = await withFrames(1);
    const outside = path.join(folder(), 'outside');
    fs.copyFileSync(file(), outside);
    const name = file();
    const before = fs.readFileSync(outside);
    const putting = meanwhile(
      'openSync',
      ([opened]) => opened === name,
      () => {
        fs.rmSync(name);
        fs.symlinkSync(outside, name);
      },
      () => cache.put('alice', MODEL, vectorsOf(2)),
    );
    await expect(putting).rejects.toMatchObject({ code: 'store-unwritable' });
    expect(fs.readFileSync(outside)).toEqual(before);
  });

  it('on a full disk is said to be so, and keeps what it had', async () => {
    const { cache, another, notices } = await withFrames(1);
    const before = openFiles();
    const full = (instead: (args: unknown[]) => unknown) =>
      meanwhile(
        'writeSync',
        () => true,
        instead,
        () => cache.put('alice', MODEL, vectorsOf(2)),
      );
    const refuse = () => {
      throw diskError('ENOSPC');
    };
    await expect(full(refuse)).rejects.toMatchObject({
      code: 'store-unwritable',
      message: expect.stringContaining('the disk is full'),
    });
    const half = ([fd, bytes]: unknown[]) => {
      if (typeof fd !== 'number' || !Buffer.isBuffer(bytes)) throw new Error('not arranged');
      return new Answer(fs.writeSync(fd, bytes, 0, 50));
    };
    await expect(full(half)).rejects.toMatchObject({
      code: 'store-unwritable',
      message: expect.stringContaining('Only a part'),
    });
    expect(openFiles()).toBe(before);
    expect(await cache.put('alice', MODEL, vectorsOf(3))).toBe('kept');
    expect(await another().get('alice', MODEL)).toEqual(vectorsOf(1, 3));
    expect(notices).toEqual([]);
  });

  it('that cannot be begun is said to be so, and leaves nothing behind', async () => {
    const { cache, directory } = arrange();
    const beginning = meanwhile(
      'writeSync',
      () => true,
      () => {
        throw diskError('ENOSPC');
      },
      () => cache.get('alice', MODEL),
    );
    await expect(beginning).rejects.toMatchObject({ code: 'store-unwritable' });
    expect(filesBelow(directory)).toEqual([]);
  });

  it('is begun anew when it would grow too large, and one that is too large is not read', async () => {
    const { cache, another, file, notices } = await withFrames(1);
    fs.truncateSync(file(), 256 * 1024 * 1024 - 50);
    expect(await cache.put('alice', MODEL, vectorsOf(2))).toBe('cleared');
    expect(await cache.get('alice', MODEL)).toEqual(new Map());
    expect(await cache.put('alice', MODEL, vectorsOf(3))).toBe('kept');
    expect(notices).toEqual([]);
    fs.truncateSync(file(), 256 * 1024 * 1024 + 1);
    expect(await another().get('alice', MODEL)).toEqual(new Map());
    expect(notices).toMatchObject([{ code: 'vectors-lost' }]);
  });

  it('of the longest unused model goes when there are more than three', async () => {
    const { cache, another, vectors } = arrange();
    for (const [n, model] of ['a', 'b', 'c', 'd', 'e'].entries()) {
      await cache.get('alice', model);
      await cache.put('alice', model, vectorsOf(n));
      for (const name of fs.readdirSync(vectors)) {
        const { mtimeMs } = fs.statSync(path.join(vectors, name));
        fs.utimesSync(path.join(vectors, name), 0, mtimeMs / 1000 - 60);
      }
    }
    expect(fs.readdirSync(vectors)).toHaveLength(3);
    expect(await another(false).get('alice', 'b')).toEqual(new Map());
    expect(await another(false).get('alice', 'c')).toEqual(vectorsOf(2));
    expect(await another(false).get('alice', 'e')).toEqual(vectorsOf(4));
  });

  it('is read and cleared, and never written to, where nothing is to be written', async () => {
    const none = arrange();
    const reader = none.another(false);
    expect(await reader.get('alice', MODEL)).toEqual(new Map());
    expect(await reader.put('alice', MODEL, vectorsOf(1))).toBe('kept');
    expect(filesBelow(none.directory)).toEqual([]);
    const { another, bytes, file, directory } = await withFrames(1);
    const second = another(false);
    expect(await second.get('alice', MODEL)).toEqual(vectorsOf(1));
    await second.put('alice', MODEL, vectorsOf(2));
    expect(fs.readFileSync(file())).toEqual(bytes);
    await second.clear('alice');
    expect(filesBelow(directory)).toEqual([]);
  });
});

describe('vectors that are cleared', () => {
  it('leave no file behind, nor what a stopped clearing left', async () => {
    const { cache, directory, house } = await withFrames(1, 2);
    fs.mkdirSync(path.join(house, '.~deleted-left'));
    fs.writeFileSync(path.join(house, '.~deleted-left', 'x.bin'), 'x');
    await cache.clear('alice');
    expect(fs.readdirSync(house)).toEqual([]);
    expect(filesBelow(directory)).toEqual([]);
  });

  it('do not come back by another process that was about to put some', async () => {
    const { another, directory, file } = await withFrames(1);
    const late = another();
    const later = another();
    for (const one of [late, later]) await one.get('alice', MODEL);
    await another().clear('alice');
    expect(await late.put('alice', MODEL, vectorsOf(2))).toBe('cleared');
    expect(filesBelow(directory)).toEqual([]);
    // Nor into the file that a third one has begun since.
    const third = another();
    await third.get('alice', MODEL);
    await third.put('alice', MODEL, vectorsOf(3));
    const bytes = fs.readFileSync(file());
    for (const one of [late, later]) {
      expect(await one.put('alice', MODEL, vectorsOf(2))).toBe('cleared');
    }
    expect(fs.readFileSync(file())).toEqual(bytes);
  });

  it.each(['openSync', 'writeSync'] as const)(
    'do not come back by one that is at it: right before its %s',
    async (call) => {
      const { cache, another, directory, file } = await withFrames(1);
      const name = file();
      await meanwhile(
        call,
        ([first]) => first === name || typeof first === 'number',
        () => fs.rmSync(path.dirname(name), { recursive: true }),
        () => cache.put('alice', MODEL, vectorsOf(2)),
      );
      expect(filesBelow(directory)).toEqual([]);
      expect(await another(false).get('alice', MODEL)).toEqual(new Map());
    },
  );

  it('do not hinder one that begins at the same moment', async () => {
    const { cache, another, vectors } = arrange();
    const found = await meanwhile(
      'linkSync',
      () => true,
      () => fs.rmSync(vectors, { recursive: true }),
      () => cache.get('alice', MODEL),
    );
    expect(found).toEqual(new Map());
    expect(await cache.put('alice', MODEL, vectorsOf(1))).toBe('kept');
    expect(await another().get('alice', MODEL)).toEqual(vectorsOf(1));
  });
});

describe('several processes at the vectors of one user', () => {
  let worker: string;
  const built = fs.mkdtempSync(path.join(os.tmpdir(), 'memchat-worker-'));
  beforeAll(async () => {
    worker = await buildWorker(built);
  });
  afterAll(() => fs.rmSync(built, { recursive: true, force: true }));

  it('lose none of what they put at the same time', { timeout: 60_000 }, async () => {
    const directory = folder();
    const processes = [0, 1, 2].map((n) =>
      startWorker(worker, ['embed', directory, String(n), '60']),
    );
    for (const one of processes) await one.said('ready');
    for (const one of processes) one.go();
    const said = (await Promise.all(processes.map(({ ended }) => ended))).flat();
    expect(said.filter((line) => line === 'kept')).toHaveLength(180);
    const { another, notices } = arrange(directory);
    const found = await another().get('alice', 'model');
    expect(found.size).toBe(180 * 20);
    for (let n = 0; n < 3; n++) {
      for (let at = 0; at < 60 * 20; at++) {
        const number = n * 10_000 + at;
        expect(found.get(keyOf(number))).toEqual(vectorOf(number, 700));
      }
    }
    expect(notices).toEqual([]);
  });
});
