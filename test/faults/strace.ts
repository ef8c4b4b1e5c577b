import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A program with its arguments, and what it is given. */
export interface Program {
  command: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** What is piped in; null for nothing. By default a line, for those that wait for one. */
  input?: string | null;
}

/** How a run of a program ended. */
export interface Ending {
  stdout: string;
  stderr: string;
  code: number | null;
}

/**
 * One system call of a program. Where its path is the same in every run, it is the n-th of this name
 * on this path, so `k` is `n`; else the n-th of this name, and of these the k-th below the folder.
 */
export interface Call {
  name: string;
  /** From the folder on. */
  path: string | null;
  n: number;
  k: number;
  /** Whether it may change what is on the disk, or make that durable. */
  isChange: boolean;
}

const CHANGING = new Set([
  ...['mkdir', 'chmod', 'fchmod', 'utimensat', 'link', 'unlink', 'unlinkat', 'rename', 'rmdir'],
  ...['write', 'writev', 'pwrite64', 'ftruncate', 'fsync', 'fdatasync', 'copy_file_range'],
]);

/** A program that runs. */
export interface Running {
  pid: number;
  ended: Promise<Ending>;
}

/** Runs a program to its end. */
export function run(program: Program): Promise<Ending> {
  return start(program).ended;
}

/** Starts a program; it is killed after 30 seconds. */
export function start({ command, env, cwd, input = 'go\n' }: Program): Running {
  const [program = '', ...args] = command;
  // With one thread for them all calls of one name are made in one order, so that they are counted.
  const oneThread = { ...(env ?? process.env), UV_THREADPOOL_SIZE: '1' };
  const child = spawn(program, args, {
    env: oneThread,
    ...(cwd !== undefined && { cwd }),
    stdio: 'pipe',
    timeout: 30_000,
    killSignal: 'SIGKILL',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  // A killed process reads nothing more.
  child.stdin.on('error', () => {});
  child.stdin.end(input ?? '');
  const ended = new Promise<Ending>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ stdout, stderr, code }));
  });
  return { pid: child.pid ?? 0, ended };
}

/** What a program said, line by line. */
export function linesOf({ stdout }: Pick<Ending, 'stdout'>): string[] {
  return stdout.split('\n').filter(Boolean);
}

/** Names that are made anew in each run: of unfinished files, of turns, of what is deleted. */
const RANDOM = /\.tmp-|\.~deleted-|pending\/t-|quarantine\/./;

/** Every system call by which a program touches `folder`, in order, found by running it once. */
export async function callsBelow(folder: string, program: Program): Promise<Call[]> {
  const trace = await traced(['-e', 'trace=%file,%desc'], program);
  const counts = new Map<string, number>();
  const count = (...key: string[]) => {
    const next = (counts.get(key.join()) ?? 0) + 1;
    counts.set(key.join(), next);
    return next;
  };
  const calls: Call[] = [];
  for (const line of trace.lines) {
    const [, thread = '', name] = /^(\d+)\s+([a-z0-9_]+)\(/.exec(line) ?? [];
    if (name === undefined || name === 'execve') continue;
    // strace counts in each thread by itself.
    const n = count(thread, name);
    const paths = pathsIn(line, folder);
    if (paths.length === 0) continue;
    const k = count('below', name);
    const isChange = CHANGING.has(name) || (name === 'openat' && line.includes('O_CREAT'));
    const [path = '', ...others] = paths;
    // Of two paths strace looks, by the call, at one or at both.
    if (others.length > 0 || RANDOM.test(path)) calls.push({ name, path: null, n, k, isChange });
    else {
      const nth = count(thread, name, path);
      calls.push({ name, path, n: nth, k: nth, isChange });
    }
  }
  return calls;
}

/** The different paths in a line that lie below a folder, the folder being the empty path. */
function pathsIn(line: string, folder: string): string[] {
  // They stand in quotes, those of open files in angle brackets.
  const found = [...line.matchAll(/["<](\/[^">]*)[">]/g)].map(([, path = '']) => path);
  const below = found.filter((path) => path === folder || path.startsWith(`${folder}/`));
  return [...new Set(below)].map((file) => path.relative(folder, file));
}

/** What is to happen to a program at some of its system calls. */
export interface Injection {
  name: string;
  /** Only calls on this path are meant, and counted. */
  file?: string;
  /** As strace says it: `error=EIO`, `signal=KILL`, `delay_enter=1000` (microseconds). */
  fault: string;
  /** The number of the call, or as strace says it: `1+` for all. */
  when: number | string;
}

/** A fault at one call of a program that works on `folder`. */
export function injectionAt({ name, path: file, n }: Place, fault: string, folder: string) {
  const on = file === null ? {} : { file: path.join(folder, file) };
  return { name, ...on, fault, when: n } satisfies Injection;
}

type Place = Pick<Call, 'name' | 'path' | 'n'>;

/** A command that runs a program and lets something happen to it. */
export function injecting(injection: Injection, command: string[], trace = '/dev/null'): string[] {
  return ['strace', '-f', '-qq', '-o', trace, ...events(injection), ...command];
}

function events({ name, file, fault, when }: Injection): string[] {
  const on = file === undefined ? [] : ['-P', file];
  return [...on, '-e', `trace=${name}`, '-e', `inject=${name}:${fault}:when=${when}`];
}

/**
 * Runs a program with a fault at a call. `touched`: how many calls of that name (on that path) had
 * touched `folder` by then. `isHit`: the last of these had the fault, and no other call.
 */
export async function struckAt(
  call: Place,
  fault: string,
  folder: string,
  program: Program,
): Promise<Ending & { isHit: boolean; touched: number }> {
  const { lines, ending } = await traced(events(injectionAt(call, fault, folder)), program);
  const isKilled = lines.some((line) => line.includes('killed by SIGKILL'));
  const calls = lines.filter((line) => line.includes(` ${call.name}(`));
  const struck = isKilled ? calls.slice(-1) : calls.filter((line) => line.endsWith('(INJECTED)'));
  const [first = ''] = struck;
  const until = struck.length === 0 ? calls : calls.slice(0, calls.indexOf(first) + 1);
  const touched = until.filter((line) => pathsIn(line, folder).length > 0).length;
  return { ...ending, isHit: struck.length === 1 && pathsIn(first, folder).length > 0, touched };
}

/** How often strace is started that does not come up: seen once in some ten thousand. */
const MOST_STARTS = 3;

async function traced(
  events: string[],
  program: Program,
): Promise<{ lines: string[]; ending: Ending }> {
  const own = fs.mkdtempSync(path.join(os.tmpdir(), 'memchat-trace-'));
  try {
    const trace = path.join(own, 'trace');
    const command = ['strace', '-f', '-y', '-s', '0', '-o', trace, ...events, ...program.command];
    for (let starts = 1; ; starts++) {
      const ending = await run({ ...program, command });
      if (fs.existsSync(trace)) return { lines: joined(fs.readFileSync(trace, 'utf8')), ending };
      // strace opens it before it starts the program: where it is not there, nothing has run.
      const problem = `strace did not come up (${ending.code}): ${ending.stderr}`;
      if (starts === MOST_STARTS) throw new Error(problem);
      process.stderr.write(`${problem}\n`);
    }
  } finally {
    fs.rmSync(own, { recursive: true, force: true });
  }
}

/** The lines of a trace; a call that another thread interrupts is written in two parts. */
function joined(trace: string): string[] {
  const lines: string[] = [];
  const unfinished = new Map<string, number>();
  for (const line of trace.split('\n')) {
    const [thread = ''] = line.split(' ', 1);
    const [, rest] = /<\.\.\. \w+ resumed>(.*)$/.exec(line) ?? [];
    const begun = unfinished.get(thread);
    if (rest !== undefined && begun !== undefined) lines[begun] += rest;
    else lines.push(line);
    if (line.endsWith('<unfinished ...>')) unfinished.set(thread, lines.length - 1);
  }
  return lines;
}
