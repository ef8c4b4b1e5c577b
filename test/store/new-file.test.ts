import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  claimName,
  discard,
  removeFile,
  TEMPORARY,
  writeDraft,
  writeTemporary,
} from '../../src/store/new-file.ts';
import { Answer, diskError, meanwhile } from './meanwhile.ts';
import { openFiles } from './open-files.ts';
import { temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();
const read = (file: string) => fs.readFileSync(file, 'utf8');
const modeOf = (file: string) => fs.statSync(file).mode & 0o777;
const BYTES = Buffer.from('content');

/** The disk takes no more than three bytes of the next write. */
const takesThree = ([fd, bytes, offset]: unknown[]) => {
  if (typeof fd !== 'number' || !Buffer.isBuffer(bytes)) throw new Error('not arranged');
  return new Answer(fs.writeSync(fd, bytes, Number(offset), 3));
};

function fails(code: string) {
  return () => {
    throw diskError(code);
  };
}

describe('an unfinished file', () => {
  it('has a name of its own, that no other file of the store has', async () => {
    const directory = folder();
    const files = [
      await writeTemporary(directory, BYTES, { durable: true }),
      await writeTemporary(directory, BYTES, { durable: false }),
    ];
    expect(new Set(files).size).toBe(2);
    for (const file of files) {
      expect(path.dirname(file)).toBe(directory);
      expect(path.basename(file)).toMatch(/^\.tmp-[0-9a-f-]{36}$/);
      expect(read(file)).toBe('content');
    }
    expect(TEMPORARY).toBe('.tmp-');
  });

  it.each([0o000, 0o777])('is for the user alone under umask %o', async (umask) => {
    const before = process.umask(umask);
    const directory = folder();
    try {
      expect(modeOf(await writeTemporary(directory, BYTES, { durable: false }))).toBe(0o600);
    } finally {
      process.umask(before);
    }
  });

  it('has the time that it is given', async () => {
    const file = await writeTemporary(folder(), BYTES, { durable: true, time: 1500 });
    expect(fs.statSync(file).mtimeMs).toBe(1500);
    const draft = writeDraft(folder(), BYTES, 2500);
    expect(fs.fstatSync(draft.fd).mtimeMs).toBe(2500);
    fs.closeSync(draft.fd);
  });

  it('is written whole, though the disk takes it in parts', async () => {
    const write = () => writeTemporary(folder(), BYTES, { durable: false });
    const file = await meanwhile('writeSync', () => true, takesThree, write);
    expect(read(file)).toBe('content');
  });

  it('may be empty', async () => {
    expect(read(await writeTemporary(folder(), Buffer.alloc(0), { durable: true }))).toBe('');
  });

  it('is gone when the disk is full, and no file stays open', async () => {
    const directory = folder();
    const before = openFiles();
    const write = () => writeTemporary(directory, BYTES, { durable: true });
    const failing = meanwhile('writeSync', () => true, fails('ENOSPC'), write);
    await expect(failing).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(fs.readdirSync(directory)).toEqual([]);
    await write();
    expect(openFiles()).toBe(before);
  });

  it('stays open as a draft until it is synced', () => {
    const directory = folder();
    const draft = writeDraft(directory, BYTES);
    expect(read(draft.path)).toBe('content');
    expect(fs.fstatSync(draft.fd).ino).toBe(fs.statSync(draft.path).ino);
    expect(path.basename(draft.path)).toMatch(/^\.tmp-[0-9a-f-]{36}$/);
    expect(path.dirname(draft.path)).toBe(directory);
    fs.closeSync(draft.fd);
  });

  it('is discarded without complaint, whatever has its name', () => {
    const directory = folder();
    const file = path.join(directory, 'file');
    fs.writeFileSync(file, '');
    discard(file);
    discard(file);
    expect(() => discard(directory)).not.toThrow();
    expect(fs.readdirSync(directory)).toEqual([]);
  });
});

describe('the removal of a file', () => {
  it('tells whether it was there, and what the system says', () => {
    const file = path.join(folder(), 'file');
    fs.writeFileSync(file, '');
    expect(removeFile(file)).toBe(true);
    expect(removeFile(file)).toBe(false);
    expect(() => removeFile(path.dirname(file))).toThrow(/EISDIR|EPERM/);
  });
});

describe('a name', () => {
  function arrange() {
    const directory = folder();
    const [temporary, name] = [path.join(directory, '.tmp-1'), path.join(directory, 'name')];
    fs.writeFileSync(temporary, 'ours');
    fs.utimesSync(temporary, 5, 5);
    const withoutLinks = (code = 'EPERM', others = () => {}) =>
      meanwhile(
        'linkSync',
        () => true,
        () => {
          others();
          throw diskError(code);
        },
        () => claimName(temporary, name),
      );
    return { directory, temporary, name, withoutLinks };
  }

  it('is given to a file as a second one', async () => {
    const { temporary, name } = arrange();
    expect(await claimName(temporary, name)).toBe('linked');
    expect(fs.statSync(name).ino).toBe(fs.statSync(temporary).ino);
  });

  it('that somebody has is taken, and stays theirs', async () => {
    const { temporary, name } = arrange();
    fs.writeFileSync(name, 'theirs');
    expect(await claimName(temporary, name)).toBe('taken');
    expect(read(name)).toBe('theirs');
  });

  it.each(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'ENOSYS'])(
    'is given to a copy with the same time where there are no hard links: %s',
    async (code) => {
      const { temporary, name, withoutLinks } = arrange();
      const before = openFiles();
      expect(await withoutLinks(code)).toBe('copied');
      expect([read(name), modeOf(name), fs.statSync(name).mtimeMs]).toEqual(['ours', 0o600, 5000]);
      expect(fs.statSync(name).ino).not.toBe(fs.statSync(temporary).ino);
      expect(openFiles()).toBe(before);
    },
  );

  it('is taken there as well when somebody has it', async () => {
    const { name, withoutLinks } = arrange();
    fs.writeFileSync(name, 'theirs');
    expect(await withoutLinks()).toBe('taken');
    expect(read(name)).toBe('theirs');
  });

  it('is not given to a link that leads outside, not even there', async () => {
    const { directory, name, withoutLinks } = arrange();
    fs.symlinkSync(path.join(directory, 'outside'), name);
    expect(await withoutLinks()).toBe('taken');
    expect(fs.existsSync(path.join(directory, 'outside'))).toBe(false);
  });

  it('is not given to what somebody took away meanwhile', async () => {
    const { temporary, name, withoutLinks } = arrange();
    expect(await withoutLinks('EPERM', () => fs.rmSync(temporary))).toBe('taken');
    expect(fs.existsSync(name)).toBe(false);
  });

  it('is given to nothing when the copy cannot be written', async () => {
    const { name, temporary, withoutLinks } = arrange();
    const failing = meanwhile(
      'writeSync',
      () => true,
      fails('ENOSPC'),
      () => withoutLinks(),
    );
    await expect(failing).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(fs.existsSync(name)).toBe(false);
    expect(read(temporary)).toBe('ours');
  });

  it.each(['EIO', 'ENOENT', 'EXDEV'])(
    'is refused with the error of the system: %s',
    async (code) => {
      const { name, withoutLinks } = arrange();
      await expect(withoutLinks(code)).rejects.toMatchObject({ code });
      expect(fs.existsSync(name)).toBe(false);
    },
  );
});
