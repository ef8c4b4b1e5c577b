import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { currentOwner, isGone, type Owner } from '../../src/store/owner.ts';
import { diskError, meanwhile } from './meanwhile.ts';

/** Two users who are not root, and not each other. */
const [NOBODY, SOMEBODY] = [65534, 65533];

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Starts a shell script and returns the first line that it prints. */
async function started(script: string): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()));
    child.once('error', reject);
  });
  return { child, line };
}

async function somebodyElses(): Promise<number> {
  const child = spawn('sleep', ['60'], { stdio: 'ignore', uid: SOMEBODY });
  children.push(child);
  await new Promise((resolve) => child.once('spawn', resolve));
  return child.pid ?? 0;
}

const owner = (over: Partial<Owner>): Owner => ({ ...currentOwner(), ...over });
const HOUR = 60 * 60 * 1000;
const hasProc = fs.existsSync('/proc/self/stat');

describe('the owner of a turn', () => {
  it('is this process, by its number, its start and its host', () => {
    expect(currentOwner()).toMatchObject({ pid: process.pid, host: os.hostname() });
    expect(isGone(currentOwner(), 0)).toBe(false);
  });

  it('is not gone while its process lives, however long ago it touched the turn', async () => {
    const { child, line } = await started('echo $$; exec sleep 60');
    expect(isGone(owner({ pid: Number(line), startedAt: null }), 1000 * HOUR)).toBe(false);
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await ended;
    expect(isGone(owner({ pid: Number(line), startedAt: null }), 0)).toBe(true);
  });

  it('is not gone when nothing tells when its process was started', () => {
    expect(isGone(owner({ startedAt: null }), 0)).toBe(false);
  });

  it('is known by its number alone where there is no /proc', async () => {
    const isProc = ([name]: unknown[]) => String(name).startsWith('/proc/');
    const missing = () => {
      throw diskError('ENOENT');
    };
    const known = await meanwhile('readFileSync', isProc, missing, async () => currentOwner());
    expect(known).toEqual(owner({ startedAt: null }));
    const other = owner({ startedAt: '1' });
    const gone = async () => isGone(other, 0);
    expect(await meanwhile('readFileSync', isProc, missing, gone)).toBe(false);
  });

  it('on another host counts as gone after more than 24 hours, whatever runs here', () => {
    const foreign = owner({ host: `not-${os.hostname()}` });
    expect(isGone(foreign, 24 * HOUR)).toBe(false);
    expect(isGone(foreign, 24 * HOUR + 1)).toBe(true);
  });

  it.runIf(process.platform !== 'win32')(
    'is not gone when its process belongs to somebody whom we may not signal',
    async () => {
      const isRoot = process.geteuid?.() === 0;
      const pid = isRoot ? await somebodyElses() : 1;
      if (isRoot) process.seteuid?.(NOBODY);
      try {
        expect(() => process.kill(pid, 0)).toThrow('EPERM');
        expect(isGone(owner({ pid, startedAt: null }), 0)).toBe(false);
      } finally {
        if (isRoot) process.seteuid?.(0);
      }
    },
  );
});

describe.runIf(hasProc)('a process number that is used again', () => {
  it('is told from the process that had it before by the time of its start', async () => {
    const { line } = await started('echo $$; exec sleep 60');
    const pid = Number(line);
    // Field 22; the second, the name, is one word here.
    await expect.poll(() => fs.readFileSync(`/proc/${pid}/comm`, 'utf8')).toBe('sleep\n');
    const startedAt = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[21] ?? '';
    expect(startedAt).toMatch(/^\d+$/);
    expect(isGone(owner({ pid, startedAt }), 0)).toBe(false);
    expect(isGone(owner({ pid, startedAt: '1' }), 0)).toBe(true);
  });

  it('is told whatever the name of the program', () => {
    const before = currentOwner();
    const name = fs.readFileSync('/proc/self/comm', 'utf8');
    expect(before.startedAt).toMatch(/^\d+$/);
    for (const odd of ['a b c', 'a) Z (b', ') 1 2 3 4', '((((', 'plain']) {
      fs.writeFileSync('/proc/self/comm', odd);
      expect(currentOwner()).toEqual(before);
    }
    fs.writeFileSync('/proc/self/comm', name.trim());
  });

  it('is gone when it only waits to be collected', async () => {
    const { child, line } = await started('sleep 60 & echo $!; exec sleep 60');
    const pid = Number(line);
    const fields = () => fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ');
    // From then on its parent is one that collects nothing.
    for (const id of [child.pid, pid]) {
      await expect.poll(() => fs.readFileSync(`/proc/${id}/comm`, 'utf8')).toBe('sleep\n');
    }
    const living = owner({ pid, startedAt: fields()[21] ?? '' });
    expect(isGone(living, 0)).toBe(false);
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => fields()[2]).toBe('Z');
    expect(isGone(living, 0)).toBe(true);
  });
});
