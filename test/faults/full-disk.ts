import fs from 'node:fs';
import path from 'node:path';
import { errnoOf } from '../../src/errors.ts';

/** What a file system in memory hands out at a time, in bytes. */
export const PAGE = 4096;

/** Fills a file system in memory but for so many pages; what fills it is in its own folder. */
export function fill(folder: string, freePages = 0): void {
  const fd = fs.openSync(filler(folder), 'a');
  try {
    for (let pages = 0; pages < 100_000; pages++) fs.writeSync(fd, Buffer.alloc(PAGE));
    throw new Error(`${folder} takes more than this fills`);
  } catch (error) {
    if (errnoOf(error) !== 'ENOSPC') throw error;
    fs.ftruncateSync(fd, fs.fstatSync(fd).size - freePages * PAGE);
  } finally {
    fs.closeSync(fd);
  }
}

/** Gives back what `fill` took. */
export function freeAgain(folder: string): void {
  fs.rmSync(filler(folder));
}

function filler(folder: string): string {
  return path.join(folder, 'filler');
}
