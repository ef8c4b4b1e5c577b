import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';

/** Small file systems that are gone after the test, also when it failed. */
export interface FileSystems {
  /** A file system in memory of so many kibibytes; the folder that it is mounted on. */
  memory(kibibytes: number): string;
  /** A journaling file system in an image file, mounted. */
  image(kind: Kind): Image;
}

export type Kind = 'ext4' | 'xfs';

/** How the power goes: with the journal of the file system written out first, or not. */
export type Cut = 'log flushed' | 'log lost';

/** A file system that can lose its power. */
export interface Image {
  /** Where it is mounted. */
  folder: string;
  /**
   * What is not on the disk by now never will be. Returns when it was, in milliseconds of the
   * monotonic clock: a call may still tell a program that it succeeded after that, which would not
   * live to hear it if the power were really gone.
   */
  cutPower(cut: Cut): number;
  /** Takes it away and mounts it again, which replays its journal. All its files must be closed. */
  mountAgain(): void;
}

// The least that mkfs.xfs takes is 300 MB; the images are sparse.
const MAKE: Record<Kind, { megabytes: number; command: string[] }> = {
  ext4: { megabytes: 64, command: ['mkfs.ext4', '-q', '-F', '-N', '32768'] },
  xfs: { megabytes: 320, command: ['mkfs.xfs', '-q', '-f'] },
};

// XFS_IOC_GOINGDOWN and EXT4_IOC_SHUTDOWN are one number, _IOR('X', 125, __u32), and so are their
// flags (Linux: fs/xfs/libxfs/xfs_fs.h, fs/ext4/ext4.h). Perl because Node.js has no ioctl.
const SHUTDOWN = `
  use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);
  open(F, "<", $ARGV[0]) or die "$!";
  my $flags = pack("L", $ARGV[1]);
  printf("%.6f", 1000 * clock_gettime(CLOCK_MONOTONIC));
  defined ioctl(F, 0x8004587d, $flags) or die "$!";
`;
const FLAGS: Record<Cut, string> = { 'log flushed': '1', 'log lost': '2' };

export function fileSystems(): FileSystems {
  const mounted: string[] = [];
  afterEach(() => {
    for (const folder of mounted.splice(0).reverse()) {
      unmount(folder);
      fs.rmSync(path.dirname(folder), { recursive: true });
    }
  });
  const mountPoint = (): string => {
    const folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'memchat-mount-')), 'mounted');
    fs.mkdirSync(folder);
    mounted.push(folder);
    return folder;
  };
  return {
    memory: (kibibytes) => {
      const folder = mountPoint();
      run('mount', '-t', 'tmpfs', '-o', `size=${kibibytes}k,mode=0700`, 'memchat-test', folder);
      return folder;
    },
    image: (kind) => {
      const folder = mountPoint();
      const file = path.join(path.dirname(folder), 'image');
      const { megabytes, command } = MAKE[kind];
      fs.closeSync(fs.openSync(file, 'w'));
      fs.truncateSync(file, megabytes * 1024 * 1024);
      const [mkfs = '', ...options] = command;
      run(mkfs, ...options, file);
      const mount = () => run('mount', '-o', 'loop', file, folder);
      mount();
      return {
        folder,
        cutPower: (cut) => Number(run('perl', '-e', SHUTDOWN, folder, FLAGS[cut])),
        mountAgain: () => {
          run('umount', folder);
          mount();
        },
      };
    },
  };
}

/** Mounts the file system again where it is, readable only or writable. */
export function remount(folder: string, how: 'ro' | 'rw'): void {
  run('mount', '-o', `remount,${how}`, folder);
}

function unmount(folder: string): void {
  if (spawnSync('mountpoint', ['-q', folder]).status !== 0) return;
  // Lazily when something still holds it: it goes, with its loop device, when that ends.
  if (spawnSync('umount', [folder], { stdio: 'ignore' }).status !== 0) run('umount', '-l', folder);
}

function run(command: string, ...args: string[]): string {
  return execFileSync(command, args, { stdio: 'pipe', encoding: 'utf8', timeout: 60_000 });
}
