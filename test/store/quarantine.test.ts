import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { placeOf } from '../../src/store/paths.ts';
import { moveAside, setAside } from '../../src/store/quarantine.ts';
import { filesBelow, NOW, temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();
const at = (second: number) => new Date(Date.parse(NOW) + second * 1000).toISOString();
const bytes = (text: string) => Buffer.from(text);

function arrange() {
  const directory = folder();
  return placeOf(directory, 'alice');
}

describe('the copy of an unreadable file', () => {
  it('has its content, and a name that tells when it was set aside and what it was', async () => {
    const place = arrange();
    const copy = await setAside(place, bytes('broken'), 'alice.json', NOW);
    expect(path.dirname(copy)).toBe(place.quarantine);
    expect(path.basename(copy)).toMatch(/^20260301T100000000Z-[0-9a-f]{12}-alice\.json$/);
    expect(fs.readFileSync(copy, 'utf8')).toBe('broken');
    expect(filesBelow(place.directory)).toEqual([path.relative(place.directory, copy)]);
  });

  it('is for its owner alone', async () => {
    const before = process.umask(0);
    const place = arrange();
    try {
      const copy = await setAside(place, bytes('broken'), 'alice.json', NOW);
      expect(fs.statSync(copy).mode & 0o777).toBe(0o600);
      expect(fs.statSync(place.quarantine).mode & 0o777).toBe(0o700);
      expect(fs.statSync(place.house).mode & 0o777).toBe(0o700);
    } finally {
      process.umask(before);
    }
  });

  it('is kept once, however many find it', async () => {
    const place = arrange();
    const first = await setAside(place, bytes('broken'), 'alice.json', at(0));
    await setAside(place, bytes('other'), 'alice.json', at(1));
    expect(await setAside(place, bytes('broken'), 'alice.json', at(2))).toBe(first);
    expect(fs.readdirSync(place.quarantine)).toHaveLength(2);
  });

  it('takes the place of the oldest when there are 5', async () => {
    const place = arrange();
    for (const second of [3, 1, 2, 5, 4]) {
      await setAside(place, bytes(`${second}`), 'alice.json', at(second));
    }
    expect(fs.readdirSync(place.quarantine)).toHaveLength(5);
    await setAside(place, bytes('6'), 'alice.json', at(6));
    const kept = fs.readdirSync(place.quarantine).sort();
    expect(kept.map((name) => fs.readFileSync(path.join(place.quarantine, name), 'utf8'))).toEqual([
      ...['2', '3', '4', '5', '6'],
    ]);
  });

  it('is refused when a file is where the quarantine should be', async () => {
    const place = arrange();
    fs.mkdirSync(place.house);
    fs.writeFileSync(place.quarantine, 'mine');
    await expect(setAside(place, bytes('x'), 'alice.json', NOW)).rejects.toMatchObject({
      code: 'memory-unreadable',
    });
    expect(fs.readFileSync(place.quarantine, 'utf8')).toBe('mine');
  });
});

describe('an unreadable file of the housekeeping', () => {
  it('is moved away under its own name, whatever else has the same content', async () => {
    const place = arrange();
    fs.mkdirSync(place.pending, { recursive: true });
    const moved: (string | null)[] = [];
    for (const name of ['t-1.json', 't-2.json']) {
      fs.writeFileSync(path.join(place.pending, name), 'broken');
      moved.push(await moveAside(place, path.join(place.pending, name), NOW));
    }
    const names = moved.map((file) => path.basename(file ?? ''));
    expect(names).toEqual([
      expect.stringMatching(/^20260301T100000000Z-[0-9a-f-]{12}-t-1\.json$/),
      expect.stringMatching(/^20260301T100000000Z-[0-9a-f-]{12}-t-2\.json$/),
    ]);
    expect(fs.readdirSync(place.pending)).toEqual([]);
    expect(fs.readdirSync(place.quarantine).sort()).toEqual(names.sort());
  });

  it('that another process moved first is not moved again', async () => {
    const place = arrange();
    expect(await moveAside(place, path.join(place.house, 'gone.json'), NOW)).toBeNull();
    expect(fs.readdirSync(place.quarantine)).toEqual([]);
  });

  it('that cannot be moved is told by an error of the system', async () => {
    const place = arrange();
    await moveAside(place, path.join(place.house, 'gone.json'), NOW);
    // A folder cannot be moved into itself.
    await expect(moveAside(place, place.house, NOW)).rejects.toMatchObject({ code: 'EINVAL' });
  });
});
