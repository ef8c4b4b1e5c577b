import fs from 'node:fs';
import { errnoOf } from '../errors.ts';
import { decodeExchange } from './exchange.ts';
import { fsync, syncDirectory, withPlain } from './files.ts';
import { LineWriter } from './line-writer.ts';
import { close, type Draft, discard, writeDraft } from './new-file.ts';
import type { Place } from './paths.ts';
import { draftsIn } from './transcript-drafts.ts';
import { yearFile, yearOfLine } from './transcript-files.ts';
import { linesOf } from './transcript-lines.ts';

/**
 * Moves the exchanges of the years before `year` from the current file into those of their years. A
 * line is in the other file for good before it leaves this one; a stop in between leaves it in both,
 * and the next move takes it out. Gives way to whoever else rewrites: then it is still to be done.
 */
export async function rotate(place: Place, year: string): Promise<void> {
  const years = withPlain(place.transcript, (fd) => yearsBefore(fd, year)) ?? [];
  for (const past of years) if (!(await moveYear(place, past))) return;
}

function yearsBefore(fd: number, year: string): string[] {
  const years = new Set<string>();
  for (const line of linesOf(fd)) {
    const past = line && yearOfLine(line);
    if (line && past && past < year && decodeExchange(line.toString())) years.add(past);
  }
  return [...years].sort();
}

/** False: somebody else rewrites. */
async function moveYear(place: Place, year: string): Promise<boolean> {
  const file = yearFile(place, year);
  const drafts: Draft[] = [];
  const begin = () => {
    const draft = writeDraft(place.house, Buffer.alloc(0));
    drafts.push(draft);
    return draft;
  };
  try {
    const moved = begin();
    const rest = begin();
    if (draftsIn(place).some((name) => !drafts.some((draft) => draft.path === name))) return false;
    if (!divide(place, year, moved, rest)) return false;
    await fsync(moved.fd);
    await fsync(rest.fd);
    fs.renameSync(moved.path, file);
    await syncDirectory(place.house);
    fs.renameSync(rest.path, place.transcript);
    await syncDirectory(place.house);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  } finally {
    for (const draft of drafts) {
      close(draft.fd);
      discard(draft.path);
    }
  }
}

/**
 * Writes what the year's file is to be, and what is left of the current one. Where both have a turn,
 * the current one is right: who rewrites begins with it. Lines stay as they are, also unreadable
 * ones, but for those that no exchange is as long as. False: there is no current file.
 */
function divide(place: Place, year: string, moved: Draft, rest: Draft): boolean {
  const turnIn = (line: Buffer) =>
    yearOfLine(line) === year ? (decodeExchange(line.toString())?.turn ?? null) : null;
  const [past, current] = [new LineWriter(moved.fd), new LineWriter(rest.fd)];
  const divided = withPlain(place.transcript, (fd) => {
    const moving = new Set<string>();
    for (const line of linesOf(fd)) {
      const turn = line && turnIn(line);
      if (turn !== null) moving.add(turn);
    }
    const there = new Set<string>();
    withPlain(yearFile(place, year), (before) => {
      for (const line of linesOf(before)) {
        const turn = line && (decodeExchange(line.toString())?.turn ?? null);
        if (line === null || line.length === 0) continue;
        if (turn !== null && (moving.has(turn) || there.has(turn))) continue;
        if (turn !== null) there.add(turn);
        past.add(line);
      }
    });
    for (const line of linesOf(fd)) {
      if (line === null || line.length === 0) continue;
      const turn = turnIn(line);
      if (turn === null) current.add(line);
      else if (!there.has(turn)) past.add(line);
      if (turn !== null) there.add(turn);
    }
    past.flush();
    current.flush();
    return true;
  });
  return divided ?? false;
}
