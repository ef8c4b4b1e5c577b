import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'vitest';
import { PGBOUNCER } from '../support/pgbouncer.ts';
import { NO_POSTGRES } from '../support/postgres.ts';
import { recordSkipped } from './figures.ts';

/**
 * What a fault needs of the machine. `strace`: system calls can be made to fail or to kill;
 * `faketime`: a program can be given another clock; `tmux`: there are terminals; `tmpfs`: small file
 * systems can be mounted; `loop-ext4`, `loop-xfs`: such file systems can be mounted from an image,
 * and their power cut (with perl). `postgres`: a server can be started and killed; `pgbouncer`: there
 * is a pooler to put in front of it.
 */
type Capability =
  | 'strace'
  | 'faketime'
  | 'tmux'
  | 'root'
  | 'tmpfs'
  | 'loop-ext4'
  | 'loop-xfs'
  | 'postgres'
  | 'pgbouncer';

/** `reason` in words; `isOwed`: a machine under CI must have it, so its tests fail instead. */
interface Lack {
  reason: string;
  isOwed: boolean;
}

const PROBES: Record<Capability, () => Lack | null> = {
  strace: once(() =>
    tool('strace', 'strace', ['-f', '-qq', '-e', 'inject=fsync:error=EIO', 'true']),
  ),
  faketime: once(() => tool('faketime', 'faketime', ['-f', '+15s', 'true'])),
  tmux: once(() => tool('tmux', 'tmux', ['-V'])),
  root: once(lackOfRoot),
  tmpfs: once(() => lackOfRoot() ?? mounted(() => ['-t', 'tmpfs', '-o', 'size=64k', 'none'])),
  'loop-ext4': once(() => lackOfLoop('mkfs.ext4', 'e2fsprogs', ['-q', '-F'], 8)),
  'loop-xfs': once(() => lackOfLoop('mkfs.xfs', 'xfsprogs', ['-q', '-f'], 320)),
  postgres: () => (NO_POSTGRES === null ? null : { reason: NO_POSTGRES, isOwed: true }),
  pgbouncer: once(() => tool(PGBOUNCER, 'pgbouncer', ['--version'])),
};

/**
 * A `describe` for what needs something of the machine. Without it the tests are left out, and the
 * report of the rig says why; under CI they fail where CI ought to have it.
 */
export function describeWith(wanted: Capability[], name: string, body: () => void): void {
  const lack = lackOf(wanted);
  if (lack === null) {
    describe(name, body);
  } else if (process.env.CI && lack.isOwed) {
    describe(name, () => {
      it('can be run here', () => {
        throw new Error(lack.reason);
      });
    });
  } else {
    recordSkipped(name, lack.reason);
    describe.skip(`${name} (${lack.reason})`, body);
  }
}

/** Null when all are there. Each is really tried, once in a process. */
function lackOf(wanted: readonly Capability[]): Lack | null {
  const lacks = wanted.map((capability) => PROBES[capability]()).filter((lack) => lack !== null);
  return lacks.find(({ isOwed }) => isOwed) ?? lacks[0] ?? null;
}

function once<T>(probe: () => T): () => T {
  let found: { value: T } | null = null;
  return () => {
    found ??= { value: probe() };
    return found.value;
  };
}

function tool(name: string, from: string, args: string[]): Lack | null {
  const result = spawnSync(name, args, { encoding: 'utf8', timeout: 10_000 });
  if (result.status === 0) return null;
  const isThere = result.error === undefined;
  const reason = isThere
    ? `${name} does not work here${said(result)}`
    : `${name} is not installed: apt-get install ${from}`;
  return { reason, isOwed: true };
}

function said({ stderr }: SpawnSyncReturns<string>): string {
  const line = stderr.trim().split('\n').at(-1) ?? '';
  return line === '' ? '' : `: ${line}`;
}

function lackOfRoot(): Lack | null {
  if (process.getuid?.() === 0) return null;
  return { reason: 'mounting needs root', isOwed: false };
}

/** Whether this root may do what a whole machine's can: a container's often may not. */
const isWholeMachine = () => process.getuid?.() === 0 && fs.existsSync('/dev/loop-control');

function lackOfLoop(mkfs: string, from: string, options: string[], megabytes: number): Lack | null {
  const lack = tool(mkfs, from, ['-V']) ?? tool('perl', 'perl', ['-v']) ?? lackOfRoot();
  if (lack !== null) return lack;
  if (!fs.existsSync('/dev/loop-control')) {
    return { reason: 'there are no loop devices', isOwed: false };
  }
  return mounted((folder) => {
    const image = path.join(folder, 'image');
    fs.writeFileSync(image, '');
    fs.truncateSync(image, megabytes * 1024 * 1024);
    spawnSync(mkfs, [...options, image], { stdio: 'ignore', timeout: 30_000 });
    return ['-o', 'loop', image];
  });
}

/** Tries a mount, and takes it away again. */
function mounted(prepare: (folder: string) => string[]): Lack | null {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'memchat-probe-'));
  const target = path.join(folder, 'mounted');
  try {
    fs.mkdirSync(target);
    const options = { encoding: 'utf8', timeout: 30_000 } as const;
    const result = spawnSync('mount', [...prepare(folder), target], options);
    if (result.status !== 0) {
      return { reason: `mounting is not possible${said(result)}`, isOwed: isWholeMachine() };
    }
    spawnSync('umount', [target], options);
    return null;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
