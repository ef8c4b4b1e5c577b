import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';

/**
 * Whether system calls can be made to fail here: strace that injects, and the right to trace. Under
 * CI they must: then this is true all the same, and the tests fail where they cannot.
 */
export function canInject(): boolean {
  if (process.env.CI) return true;
  const probe = spawnSync('strace', ['-f', '-e', 'inject=fsync:error=EIO', 'true'], {
    stdio: 'ignore',
  });
  if (probe.status === 0) return true;
  process.stderr.write('strace cannot inject faults here: its tests are skipped\n');
  return false;
}

/** The environment in which all calls of one name are made by one thread, so that they are counted. */
export const ONE_THREAD = { ...process.env, UV_THREADPOOL_SIZE: '1' };

/** One system call of a program: the n-th with its name. */
export interface Call {
  name: string;
  n: number;
}

const CHANGING = 'mkdir,chmod,openat,fchmod,pwrite64,utimensat,fsync,link,unlink,rename,rmdir';

/**
 * The calls with which a program changes what is below `folder`, in order, found by running it
 * once: its n-th `fsync` is its n-th in every run. (Not so `write`: threads wake each other with it.)
 */
export function changesBelow(folder: string, trace: string, command: string[]): Call[] {
  execFileSync('strace', ['-f', '-y', '-e', `trace=${CHANGING}`, '-o', trace, ...command], {
    input: 'go\n',
    timeout: 30_000,
    env: ONE_THREAD,
  });
  const counts = new Map<string, number>();
  const calls: Call[] = [];
  for (const line of fs.readFileSync(trace, 'utf8').split('\n')) {
    const [, thread = '', name] = /^(\d+)\s+([a-z0-9_]+)\(/.exec(line) ?? [];
    if (name === undefined) continue;
    // strace counts in each thread by itself.
    const n = (counts.get(thread + name) ?? 0) + 1;
    counts.set(thread + name, n);
    const isChange = name !== 'openat' || line.includes('O_CREAT');
    if (isChange && line.includes(`${folder}/`)) calls.push({ name, n });
    else if (name === 'fsync' && line.includes(folder)) calls.push({ name, n });
  }
  return calls;
}

/** A command that runs a program and lets something happen at a call; `when` as strace says it. */
export function injecting(name: string, fault: string, when: string): string[] {
  return ['strace', '-f', '-qq', '-o', '/dev/null', '-e', `inject=${name}:${fault}:when=${when}`];
}
