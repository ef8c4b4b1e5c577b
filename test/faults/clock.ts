import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { filesBelow } from '../store/temporary.ts';

// The monotonic clock stays as it is, as it does when somebody sets the clock of a machine.
const SETTINGS = ['FAKETIME_DONT_FAKE_MONOTONIC=1', 'FAKETIME_NO_CACHE=1'];

/** Node.js with another clock, as a command; `shift` as faketime says it: `+15s`, `-1d`. */
export function withClock(shift: string): string[] {
  return ['env', ...preload(), `FAKETIME=${shift}`, process.execPath];
}

/** Node.js with a clock that follows the shift in a file while it runs. */
export function withClockFrom(file: string): string[] {
  return ['env', ...preload(), `FAKETIME_TIMESTAMP_FILE=${file}`, process.execPath];
}

// The program of that name stays as the parent of what it runs: a signal would not get through.
function preload(): string[] {
  const variables = execFileSync('faketime', ['-f', '+0s', 'env'], { encoding: 'utf8' });
  const found = variables.split('\n').find((line) => line.startsWith('LD_PRELOAD='));
  if (found === undefined) throw new Error('faketime does not say which library it loads');
  return [found, ...SETTINGS];
}

/** Takes away the shared memory that libfaketime leaves behind in a program that is killed. */
export function tidyAfter(pids: readonly (number | undefined)[]): void {
  for (const pid of pids) {
    fs.rmSync(`/dev/shm/faketime_shm_${pid}`, { force: true });
    fs.rmSync(`/dev/shm/sem.faketime_sem_${pid}`, { force: true });
  }
}

/** How many seconds the clock of a command is ahead of this process's. */
export function secondsAhead(command: string[]): number {
  const [program = '', ...args] = command;
  const printed = execFileSync(program, [...args, '-p', 'Date.now()'], { encoding: 'utf8' });
  return Math.round((Number(printed) - Date.now()) / 1000);
}

/** Moves the times of all files below a folder by so many seconds: positive ones into the future. */
export function moveTimes(folder: string, seconds: number): void {
  for (const file of filesBelow(folder)) {
    const name = path.join(folder, file);
    const time = fs.lstatSync(name).mtimeMs / 1000 + seconds;
    fs.utimesSync(name, time, time);
  }
}
