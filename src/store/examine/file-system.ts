import fs from 'node:fs';
import { type Finding, finding, shellCommand } from '../../finding.ts';
import { reasonOf } from '../failures.ts';
import { sized } from './scope.ts';

interface Kind {
  name: string;
  /** What is weaker there than on a local disk; null for nothing. */
  weakness: string | null;
  status: 'ok' | 'note' | 'warning';
  /** Whether files have permissions of their own there. */
  modes: boolean;
}

const local = (name: string): Kind => ({ name, weakness: null, status: 'ok', modes: true });
const simple = (name: string): Kind => ({
  name,
  weakness:
    'it has no hard links and no permissions: a stop in the middle of a write may cost up to two seconds, and who may read the memories is decided by how it is mounted',
  status: 'warning',
  modes: false,
});
const network = (name: string): Kind => ({
  name,
  weakness:
    'it is a network file system: what survives a power cut is up to the server, so use the store from one machine at a time',
  status: 'note',
  modes: true,
});
const volatile = (name: string): Kind => ({
  name,
  weakness: 'it lies in memory: a restart of the machine deletes everything',
  status: 'warning',
  modes: true,
});

/** By the magic number of statfs(2), as in linux/magic.h and the headers of the file systems. */
const KINDS: ReadonlyMap<number, Kind> = new Map([
  [0xef53, local('ext4')],
  [0x58465342, local('xfs')],
  [0x9123683e, local('btrfs')],
  [0x2fc12fc1, local('zfs')],
  [0xf2f52010, local('f2fs')],
  [0xca451a4e, local('bcachefs')],
  [0x4d44, simple('FAT')],
  [0x2011bab0, simple('exFAT')],
  [0x6969, network('NFS')],
  [0x517b, network('SMB')],
  [0xff534d42, network('SMB')],
  [0xfe534d42, network('SMB')],
  [0x5346414f, network('AFS')],
  [0x00c36400, network('Ceph')],
  [
    0x65735546,
    {
      name: 'FUSE',
      weakness: 'what it promises depends on the program behind it',
      status: 'note',
      modes: true,
    },
  ],
  [
    0x01021997,
    {
      name: '9p',
      weakness: 'it is shared with another system, whose promises hold',
      status: 'note',
      modes: false,
    },
  ],
  [
    0x794c7630,
    {
      name: 'overlay',
      weakness: 'it may go with its container: keep the store on a volume',
      status: 'note',
      modes: true,
    },
  ],
  [0x01021994, volatile('tmpfs')],
  [0x858458f6, volatile('ramfs')],
]);

/** Less is a problem: a commit writes the memory twice (bytes). */
const FULL = 1_000_000;
/** Less is worth a warning (bytes). */
const SCARCE = 50_000_000;
/** Files that can still be made; a commit needs two. */
const FEW_INODES = 100;

/** Whether the file system has room for what is written, and keeps it. `folder` must exist. */
export function examineFileSystem(folder: string): { findings: Finding[]; modes: boolean } {
  let stats: fs.StatsFs;
  try {
    stats = fs.statfsSync(folder);
  } catch (error) {
    const message = `The file system of ${folder} does not tell its free space: ${reasonOf(error)}.`;
    return { findings: [finding('file-system', 'note', message)], modes: true };
  }
  const kind = process.platform === 'linux' ? KINDS.get(stats.type) : undefined;
  const findings = [roomFinding(folder, stats, kind?.name ?? null)];
  if (kind !== undefined && kind.weakness !== null) {
    const message = `The store lies on ${kind.name}: ${kind.weakness}.`;
    findings.push(finding('file-system', kind.status, message));
  }
  return { findings, modes: kind?.modes ?? process.platform !== 'win32' };
}

/** Whether there is room for the next commits; `name` is the kind of file system, if it is known. */
export function roomFinding(
  folder: string,
  stats: Pick<fs.StatsFs, 'bavail' | 'bsize' | 'files' | 'ffree'>,
  name: string | null,
): Finding {
  const free = stats.bavail * stats.bsize;
  const room = `${sized(free)} free${name === null ? '' : ` (${name})`}`;
  // Some file systems make inodes as they need them, and say that they have none.
  const countsInodes = stats.files > 0;
  const mend = shellCommand(['df', free < SCARCE ? '-h' : '-i', folder]);
  if (free < FULL || (countsInodes && stats.ffree === 0)) {
    const what = free < FULL ? room : 'no room for another file: all inodes are in use';
    return finding('file-system', 'problem', `The disk is full: ${what}. Free some space.`, mend);
  }
  if (free < SCARCE) {
    return finding('file-system', 'warning', `The disk is nearly full: ${room}.`, mend);
  }
  if (countsInodes && stats.ffree < FEW_INODES) {
    const message = `Only ${stats.ffree} more files can be made on this disk.`;
    return finding('file-system', 'warning', message, mend);
  }
  return finding('file-system', 'ok', `Space on the disk: ${room}.`);
}
