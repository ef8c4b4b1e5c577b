import fs from 'node:fs';
import os from 'node:os';
import { describe, expect, it } from 'vitest';
import { examineFileSystem, roomFinding } from '../../src/store/examine/file-system.ts';

const roomy = { bavail: 1e6, bsize: 4096, files: 1e6, ffree: 1e6 };

describe('the examination of the disk', () => {
  it.each([
    ['has room', {}, 'ok', 'Space on the disk: 4.1 GB free (ext4).'],
    ['is nearly full', { bavail: 5000 }, 'warning', 'nearly full: 20 MB free'],
    ['is full', { bavail: 10 }, 'problem', 'The disk is full: 41 kB free'],
    ['has few inodes', { ffree: 7 }, 'warning', 'Only 7 more files'],
    ['has no inodes', { ffree: 0 }, 'problem', 'all inodes are in use'],
    ['counts no inodes', { files: 0, ffree: 0 }, 'ok', 'Space on the disk'],
  ] as const)('tells one that %s', (_, over, status, words) => {
    const found = roomFinding('/store', { ...roomy, ...over }, 'ext4');
    expect(found).toMatchObject({ status, message: expect.stringContaining(words) });
    expect(found.mend === null).toBe(status === 'ok');
  });

  it('asks the system, and takes no answer for no harm', () => {
    expect(examineFileSystem(os.tmpdir()).findings[0]?.message).toMatch(/free|disk/);
    expect(examineFileSystem('/nowhere/at/all').findings).toMatchObject([{ status: 'note' }]);
  });

  it.runIf(process.platform === 'linux' && fs.existsSync('/dev/shm'))(
    'says what a file system does not keep',
    () => {
      const { findings } = examineFileSystem('/dev/shm');
      const weakness = findings.find(({ message }) => message.includes('lies in memory'));
      expect(weakness?.status).toBe('warning');
    },
  );
});
