import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLimited } from '../../src/cli/limited-input.ts';
import { writeOwnFile } from '../../src/cli/own-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'memchat-file-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a file of its owner', () => {
  it('is written for its owner only', () => {
    const path = join(folder, 'new');
    writeOwnFile(path, 'text', { force: false });
    expect(readFileSync(path, 'utf8')).toBe('text');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is not written over another, but by force, and then is closed to others as well', () => {
    const path = join(folder, 'old');
    writeFileSync(path, 'something longer');
    chmodSync(path, 0o644);
    expect(() => writeOwnFile(path, 'text', { force: false })).toThrow('add --force');
    expect(readFileSync(path, 'utf8')).toBe('something longer');
    writeOwnFile(path, 'text', { force: true });
    expect(readFileSync(path, 'utf8')).toBe('text');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is not left behind where it could not be written', () => {
    for (const force of [false, true]) {
      expect(() => writeOwnFile(folder, 'text', { force })).toThrow(/there already|EISDIR/);
      expect(() => writeOwnFile(join(folder, 'no/x'), 'text', { force })).toThrow('ENOENT');
    }
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('input with a limit', () => {
  const of = (...chunks: (string | Buffer)[]) => Readable.from(chunks);

  it('is read to its end, however it is cut, without its byte order mark', async () => {
    const bytes = Buffer.from('\ufeffZoë 🙂');
    const single = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
    expect(await readLimited(of(...single), bytes.length)).toBe('Zoë 🙂');
    expect(await readLimited(of('a', 'b'), 2)).toBe('ab');
    expect(await readLimited(of(), 0)).toBe('');
  });

  it('is refused one byte over the limit', async () => {
    await expect(readLimited(of('abc'), 2)).rejects.toMatchObject({ code: 'usage' });
    await expect(readLimited(of('é'), 1)).rejects.toThrow('1 bytes');
  });

  it('is refused when it is no UTF-8, also at its end', async () => {
    const unreadable = { code: 'memory-unreadable' };
    await expect(readLimited(of(Buffer.from([0xff])), 9)).rejects.toMatchObject(unreadable);
    await expect(readLimited(of(Buffer.from([0x61, 0xc3])), 9)).rejects.toMatchObject(unreadable);
  });
});
