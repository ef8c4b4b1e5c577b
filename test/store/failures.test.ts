import { describe, expect, it } from 'vitest';
import { MemchatError } from '../../src/errors.ts';
import { notPlain, reading, reasonOf, writing } from '../../src/store/failures.ts';
import { diskError } from './meanwhile.ts';

const KNOWN = [
  ...['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM', 'EIO', 'ENOTDIR', 'EISDIR'],
  ...['EEXIST', 'ENAMETOOLONG', 'ENOENT', 'EMFILE', 'ENFILE'],
];
const throwing = (error: unknown) => async () => {
  throw error;
};

describe('a failure of the system', () => {
  it.each(KNOWN)('is told in words: %s', (code) => {
    const reason = reasonOf(diskError(code));
    expect(reason).toMatch(/^(the|it|a|permission|something|too many) [a-z ,-]+$/);
  });

  it('is told apart from the others, but for the two kinds of open files', () => {
    expect(new Set(KNOWN.map((code) => reasonOf(diskError(code)))).size).toBe(KNOWN.length - 1);
  });

  it('is told by its code where there are no words', () => {
    expect(reasonOf(diskError('EFOO'))).toBe('the system says EFOO');
  });

  it.each([new Error('x'), 'x', null])('that is none of the system is not explained', (error) => {
    expect(reasonOf(error)).toBe('of an unexpected error');
  });

  it('in writing names the place, the reason and the way on, and says what is safe', async () => {
    const cause = diskError('ENOSPC');
    await expect(writing('/store/alice.json', throwing(cause))).rejects.toMatchObject({
      name: 'MemchatError',
      code: 'store-unwritable',
      message: expect.stringMatching(
        /^Cannot write to \/store\/alice\.json: the disk is full\. .*kept before is intact.*--sessions/,
      ),
      cause,
    });
  });

  it('in reading names the place and the reason, and says that nothing was changed', async () => {
    const cause = diskError('EACCES');
    await expect(reading('/store/alice.json', throwing(cause))).rejects.toMatchObject({
      name: 'MemchatError',
      code: 'memory-unreadable',
      message: expect.stringMatching(
        /^Cannot read \/store\/alice\.json: permission is denied\. Nothing was changed/,
      ),
      cause,
    });
  });

  const system = new MemchatError('Told already.', 'usage');
  it.each([
    ['a refusal', system],
    ['a defect', new TypeError('x')],
    ['no error', 'x'],
  ])('is not made of %s', async (_, error) => {
    await expect(writing('/x', throwing(error))).rejects.toBe(error);
    await expect(reading('/x', throwing(error))).rejects.toBe(error);
  });

  it('is none when the work succeeds', async () => {
    expect(await writing('/x', async () => 1)).toBe(1);
    expect(await reading('/x', async () => 2)).toBe(2);
  });
});

describe('what is no plain file', () => {
  it('is named, with the reason and the way on', () => {
    expect(notPlain('/store/alice.json', 'a symbolic link')).toMatchObject({
      code: 'memory-unreadable',
      message: expect.stringMatching(
        /^\/store\/alice\.json is a symbolic link\. .*put the real file.*--sessions\.$/,
      ),
    });
  });
});
