import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  ensureDirectory,
  ensureRoot,
  isDirectory,
  isThere,
  isUnchanged,
  namesIn,
  type PlainFile,
  readHead,
  readPlain,
  syncDirectory,
} from '../../src/store/files.ts';
import { diskError, meanwhile } from './meanwhile.ts';
import { openFiles } from './open-files.ts';
import { temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();
const modeOf = (file: string) => fs.statSync(file).mode & 0o777;

function fileWith(content: string): string {
  const file = path.join(folder(), 'file');
  fs.writeFileSync(file, content);
  return file;
}

async function underUmask<T>(mask: number, work: () => Promise<T>): Promise<T> {
  const before = process.umask(mask);
  try {
    return await work();
  } finally {
    process.umask(before);
  }
}

describe('a plain file', () => {
  it('is read with its time and its inode', () => {
    const file = fileWith('content');
    fs.utimesSync(file, 5, 5.25);
    const { ino } = fs.statSync(file);
    expect(readPlain(file)).toEqual({ bytes: Buffer.from('content'), time: 5250, inode: ino });
  });

  it('is null when it is not there', () => {
    const missing = path.join(folder(), 'missing');
    expect(readPlain(missing)).toBeNull();
    expect(readHead(missing, 4)).toBeNull();
    expect(isThere(missing)).toBe(false);
  });

  it('has a head of so many bytes, or fewer where it ends', () => {
    const file = fileWith('content');
    expect([0, 4, 7, 100].map((length) => readHead(file, length)?.toString())).toEqual([
      ...['', 'cont', 'content', 'content'],
    ]);
  });

  it('is refused when it is a link, wherever that leads', () => {
    const link = path.join(folder(), 'link');
    fs.symlinkSync(fileWith('content'), link);
    expect(() => readPlain(link)).toThrow(`${link} is a symbolic link.`);
    expect(() => readHead(link, 4)).toThrow('a symbolic link');
    fs.rmSync(link);
    fs.symlinkSync('/nowhere/at/all', link);
    expect(() => readPlain(link)).toThrow('a symbolic link');
    expect(isThere(link)).toBe(true);
  });

  it('is refused when it is a folder or a pipe, without waiting for it', () => {
    const directory = folder();
    expect(() => readPlain(directory)).toThrow(`${directory} is not a plain file.`);
    const pipe = path.join(directory, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(() => readPlain(pipe)).toThrow('not a plain file');
  });

  it('is refused when it is larger than anything that memchat writes', () => {
    const file = fileWith('');
    const limit = 256 * 1024 * 1024;
    fs.truncateSync(file, limit + 1);
    expect(() => readPlain(file)).toThrow(
      `${file} is larger than ${limit} bytes, the most that is read.`,
    );
    expect(readHead(file, 2)).toEqual(Buffer.alloc(2));
  });

  it('that cannot be opened is told by the error of the system', () => {
    const below = path.join(fileWith('content'), 'below');
    expect(() => readPlain(below)).toThrow('ENOTDIR');
  });

  it('is closed again, read or refused', () => {
    const [file, directory] = [fileWith('content'), folder()];
    const before = openFiles();
    readPlain(file);
    readHead(file, 2);
    expect(() => readPlain(directory)).toThrow();
    expect(openFiles()).toBe(before);
  });
});

describe('a file is unchanged', () => {
  function known(): { file: string; seen: PlainFile } {
    const file = fileWith('content');
    fs.utimesSync(file, 5, 5);
    const seen = readPlain(file);
    if (seen === null) throw new Error('not arranged');
    return { file, seen };
  }

  it('when nobody touched it', () => {
    const { file, seen } = known();
    expect(isUnchanged(file, seen)).toBe(true);
  });

  it('unless it has another time', () => {
    const { file, seen } = known();
    fs.utimesSync(file, 6, 6);
    expect(isUnchanged(file, seen)).toBe(false);
  });

  it('unless it has another size', () => {
    const { file, seen } = known();
    fs.writeFileSync(file, 'contents');
    fs.utimesSync(file, 5, 5);
    expect(isUnchanged(file, seen)).toBe(false);
  });

  it('unless another file has its name', () => {
    const { file, seen } = known();
    fs.writeFileSync(`${file}2`, 'CONTENT');
    fs.renameSync(`${file}2`, file);
    fs.utimesSync(file, 5, 5);
    expect(isUnchanged(file, seen)).toBe(false);
  });

  it('unless it is gone', () => {
    const { file, seen } = known();
    fs.rmSync(file);
    expect(isUnchanged(file, seen)).toBe(false);
  });
});

describe('a folder', () => {
  it('is one, is not there, or is refused', () => {
    const directory = folder();
    expect(isDirectory(directory)).toBe(true);
    expect(isDirectory(path.join(directory, 'missing'))).toBe(false);
    const file = fileWith('');
    expect(() => isDirectory(file)).toThrow(`${file} is not a folder.`);
    const link = path.join(directory, 'link');
    fs.symlinkSync(directory, link);
    expect(() => isDirectory(link)).toThrow(`${link} is a symbolic link.`);
  });

  it.each([0o000, 0o022, 0o777])('is made for the user alone under umask %o', async (umask) => {
    const directory = path.join(folder(), 'new');
    expect(await underUmask(umask, () => ensureDirectory(directory))).toBe(true);
    expect(modeOf(directory)).toBe(0o700);
    expect(await ensureDirectory(directory)).toBe(false);
  });

  it('is left as it is when it is there', async () => {
    const directory = folder();
    fs.chmodSync(directory, 0o755);
    expect(await ensureDirectory(directory)).toBe(false);
    expect(modeOf(directory)).toBe(0o755);
  });

  it('is not made twice by two who make it at once', async () => {
    const directory = path.join(folder(), 'new');
    const isMade = await meanwhile(
      'mkdirSync',
      () => true,
      () => fs.mkdirSync(directory),
      () => ensureDirectory(directory),
    );
    expect(isMade).toBe(false);
  });

  it('that cannot be made is told by the error of the system', async () => {
    const below = path.join(folder(), 'a', 'b');
    await expect(ensureDirectory(below)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is made with all that lies above it', async () => {
    const directory = path.join(folder(), 'a', 'b', 'c');
    await underUmask(0, () => ensureRoot(directory));
    expect([directory, path.dirname(directory)].map(modeOf)).toEqual([0o700, 0o700]);
    await ensureRoot(directory);
    await ensureRoot(path.parse(directory).root);
  });

  it('may lie behind a link of its owner', async () => {
    const link = path.join(folder(), 'link');
    fs.symlinkSync(folder(), link);
    await ensureRoot(link);
    await ensureRoot(path.join(link, 'store'));
    expect(fs.statSync(path.join(link, 'store')).isDirectory()).toBe(true);
  });

  it('has names, and none where it is not there or goes away at this moment', async () => {
    const directory = folder();
    fs.writeFileSync(path.join(directory, 'a'), '');
    expect(namesIn(directory)).toEqual(['a']);
    expect(namesIn(path.join(directory, 'missing'))).toEqual([]);
    const names = await meanwhile(
      'readdirSync',
      () => true,
      () => fs.rmSync(directory, { recursive: true }),
      async () => namesIn(directory),
    );
    expect(names).toEqual([]);
  });

  it('whose names cannot be read is not taken for empty', async () => {
    const directory = folder();
    const reading = meanwhile(
      'readdirSync',
      () => true,
      () => {
        throw diskError('EIO');
      },
      async () => namesIn(directory),
    );
    await expect(reading).rejects.toMatchObject({ code: 'EIO' });
  });

  it('is synced, closed again, and has to be there', async () => {
    const directory = folder();
    const before = openFiles();
    await syncDirectory(directory);
    expect(openFiles()).toBe(before);
    const missing = syncDirectory(path.join(directory, 'missing'));
    await expect(missing).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
