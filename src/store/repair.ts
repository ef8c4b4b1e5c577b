import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { MemchatError } from '../errors.ts';
import type { Clock } from '../memory/clock.ts';
import type { Memory } from '../memory/types.ts';
import { addBase, commitRevision } from './commit.ts';
import { reasonOf } from './failures.ts';
import type { CommitEvents } from './fence.ts';
import { type PlainFile, readPlain } from './files.ts';
import { claimName, removeFile } from './new-file.ts';
import type { Place } from './paths.ts';
import type { Notice } from './port.ts';
import { publish } from './publish.ts';
import { moveAside, setAside } from './quarantine.ts';
import { type Survey, survey } from './read.ts';
import { removeHousekeeping, sweepHousekeeping } from './removal.ts';
import { decodeRevision, followsOn, type Revision, revisionPath, sha256 } from './revision.ts';

/** The newest memory, with the files that it was read from; `newest` only for reading null. */
export interface Settled {
  memory: Memory;
  newest: Revision | null;
  main: PlainFile;
}

export interface RepairOptions {
  clock: Clock;
  notify: (notice: Notice) => void;
  events: CommitEvents;
}

/** Editors replace a file in steps; what looks missing or broken is looked at again after (ms). */
const SECOND_LOOK = 100;
/** Without hard links a revision may be seen unfinished; its writer takes no longer than (ms). */
const UNFINISHED = 2000;
/** Looks before giving up, some milliseconds apart: far longer than `UNFINISHED`. */
const MOST_LOOKS = 1000;

/**
 * Brings what is kept of a user in order, and returns the newest memory or null: the owner's edit
 * becomes a revision, unreadable files are set aside, the housekeeping of a deleted memory goes.
 * To `read`, a disk that cannot be written is no reason to fail; to `write`, it is.
 */
export async function settle(
  place: Place,
  purpose: 'read' | 'write',
  options: RepairOptions,
): Promise<Settled | null> {
  let before = '';
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const seen = await lookTwice(place);
    try {
      if (await moveBroken(place, seen, options)) continue;
      if (isSuspect(seen)) {
        const now = fingerprint(seen);
        if (before !== now) {
          before = now;
          await wait(SECOND_LOOK);
          continue;
        }
      }
      const settled = await act(place, seen, purpose, options);
      if (settled !== 'again') return settled;
    } catch (error) {
      if (purpose === 'write' || error instanceof MemchatError) throw error;
      return asItIs(place, seen, reasonOf(error), options);
    }
    if (looks > 2) await wait(looks % 10);
  }
  throw new MemchatError(
    `${place.main} keeps changing. Stop what keeps writing it, and try again.`,
    'lock-busy',
  );
}

/** What `settle` would return, for a store in which nothing may be changed. */
export async function look(place: Place, options: RepairOptions): Promise<Settled | null> {
  let seen = await lookTwice(place);
  if (isSuspect(seen)) {
    await wait(SECOND_LOOK);
    seen = await lookTwice(place);
  }
  return asItIs(place, seen, 'the memory is read-only', options);
}

async function act(
  place: Place,
  seen: Survey,
  purpose: 'read' | 'write',
  options: RepairOptions,
): Promise<Settled | null | 'again'> {
  switch (seen.state) {
    case 'none':
      sweepHousekeeping(place);
      return null;
    case 'deleted':
      await removeHousekeeping(place, seen.top, Date.parse(options.clock()));
      return 'again';
    case 'current': {
      const { memory, newest, main, migratedFrom } = seen;
      if (newest !== null || purpose === 'read') return { memory, newest, main };
      const how = { at: options.clock(), reason: 'imported' } as const;
      const added = await addBase(place, main, memory, how, options.events);
      if (added === 'committed' && migratedFrom !== null) sayImported(place, memory, options);
      return 'again';
    }
    case 'stale':
      if (purpose === 'read') await heal(place, seen, options);
      return { memory: seen.memory, newest: seen.newest, main: seen.main };
    case 'edited':
      await takeOver(place, seen, options);
      return 'again';
    case 'invalid':
      await replace(place, seen, options);
      return 'again';
  }
}

/** Brings a file up to date that a stopped writer left behind; a living one does it by itself. */
async function heal(
  place: Place,
  { newest, main }: { newest: Revision; main: PlainFile },
  options: RepairOptions,
): Promise<void> {
  const age = Math.abs(Date.parse(options.clock()) - newest.time);
  if (age > UNFINISHED) await publish(place, newest, main);
}

async function takeOver(
  place: Place,
  seen: Survey & { state: 'edited' },
  { clock, events, notify }: RepairOptions,
): Promise<void> {
  const { newest, main } = seen;
  const memory = afterEdit(seen);
  const edit = sha256(main.bytes);
  const next = { memory, at: clock(), reason: 'edited', of: null, turn: null, edit } as const;
  if ((await commitRevision(place, next, newest, main, events)) === 'conflict') return;
  notify({
    code: 'edited',
    message: `Your change to ${place.main} was taken over as revision ${memory.revision}.`,
  });
}

function afterEdit({ memory, newest }: Survey & { state: 'edited' }): Memory {
  return { ...memory, revision: newest.header.revision + 1 };
}

async function replace(
  place: Place,
  { main, newest, problem }: Survey & { state: 'invalid' },
  { clock, notify }: RepairOptions,
): Promise<void> {
  const copy = await setAside(place, main.bytes, path.basename(place.main), clock());
  await publish(place, newest, main);
  notify({
    code: 'quarantined',
    message: `${place.main} cannot be read: ${problem}. It was set aside as ${copy}, and revision ${newest.header.revision} was put in its place.`,
  });
}

/** Sets broken revisions aside that would block the numbers to come; true if there was one. */
async function moveBroken(
  place: Place,
  seen: Survey,
  { clock, notify }: RepairOptions,
): Promise<boolean> {
  let isMoved = false;
  for (const number of seen.broken) {
    const file = revisionPath(place, number);
    const stat = fs.lstatSync(file, { throwIfNoEntry: false });
    const age = stat && Math.abs(Date.parse(clock()) - stat.mtimeMs);
    if (age === undefined || age < UNFINISHED) continue;
    const moved = await moveAside(place, file, clock());
    if (moved === null) continue;
    isMoved = true;
    // Another process may have moved the broken one and written a good one at this moment.
    const content = readPlain(moved);
    const whole = content && decodeRevision(content.bytes, content.time, number);
    if (whole !== null && followsOn(place, whole.header)) {
      if ((await claimName(moved, file)) !== 'taken') removeFile(moved);
      continue;
    }
    // A power cut came before its bytes: nobody was told of it, and there is nothing to keep.
    if (content?.bytes.every((byte) => byte === 0)) {
      removeFile(moved);
      continue;
    }
    notify({
      code: 'quarantined',
      message: `Revision ${number} of ${place.main} is damaged. It was set aside as ${moved}, and the newest good revision is used.`,
    });
  }
  return isMoved;
}

/** What can be read of a store that cannot be written, for a reason in words. */
function asItIs(
  place: Place,
  seen: Survey,
  reason: string,
  { notify }: RepairOptions,
): Settled | null {
  if (seen.state === 'none' || seen.state === 'deleted') return null;
  const { main, newest } = seen;
  if (seen.state === 'invalid' || seen.broken.length > 0) {
    notify({
      code: 'quarantined',
      message: `${place.main} is damaged and could not be repaired: ${reason}. Nothing was changed, and the newest good revision is used.`,
    });
  }
  return { memory: seen.state === 'edited' ? afterEdit(seen) : seen.memory, newest, main };
}

/** A memory is never written over without its owner knowing that it is read in a new format now. */
function sayImported(place: Place, memory: Memory, { notify }: RepairOptions): void {
  notify({
    code: 'imported',
    message: `${place.main} is in an older format and was imported. The original is kept as revision ${memory.revision}.`,
  });
}

/** An editor may be in the middle of replacing the file. */
function isSuspect(seen: Survey): boolean {
  return seen.state === 'invalid' || seen.state === 'deleted';
}

function fingerprint(seen: Survey): string {
  const main = seen.state === 'invalid' ? `${seen.main.inode} ${sha256(seen.main.bytes)}` : '';
  return `${seen.state} ${seen.top} ${main}`;
}

async function lookTwice(place: Place): Promise<Survey> {
  try {
    return survey(place);
  } catch (error) {
    if (!(error instanceof MemchatError)) throw error;
    await wait(SECOND_LOOK);
    return survey(place);
  }
}
