import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { errnoOf, MemchatError } from '../errors.ts';
import { decodeExchange, encodeExchange } from './exchange.ts';
import { fsync, isDirectory, isThere, namesIn, syncDirectory, withPlain } from './files.ts';
import {
  close,
  type Draft,
  deleteTree,
  discard,
  removeFile,
  TEMPORARY,
  writeAll,
  writeDraft,
} from './new-file.ts';
import type { Place } from './paths.ts';
import type { Exchange } from './port.ts';
import { linesOf } from './transcript-lines.ts';

// How nothing is lost between one who appends and one who rewrites, with no lock that a stopped
// process could keep: an unfinished file in the housekeeping says that the transcript is being
// rewritten. It is made before the first line is read. Who has appended a line and sees it afterwards
// cannot know whether the line was read: they wait a moment, then delete it, so that it cannot take
// the transcript's name any more, and append again if it has taken that already.

/** Tries before giving up on others who keep writing: never seen in practice. */
export const MOST_TRIES = 1000;
/** How long a rewriting is waited for, in milliseconds, before it is made to begin again. */
const PATIENCE = 50;
/** Pieces that are written at once. */
const BATCH = 128;
const END = Buffer.from('\n');

/** Rewrites the transcript as `Transcript.rewrite` says. */
export async function rewriteTranscript(
  place: Place,
  change: (exchange: Exchange) => Exchange | null,
): Promise<number> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const changed = await rewriteOnce(place, change);
    if (changed !== 'overtaken') return changed;
    await wait(Math.random() * Math.min(tries, 4));
  }
  throw contended(place);
}

/**
 * Whether what was appended to the file with this inode, which must still be open, is in the
 * transcript for good; if not, another file has its name by now.
 */
export async function isKept(place: Place, inode: number): Promise<boolean> {
  const from = performance.now();
  for (let names = drafts(place); names.length > 0; names = drafts(place)) {
    if (performance.now() - from > PATIENCE) for (const name of names) deleteTree(name);
    else await wait(1);
  }
  // Everything was deleted meanwhile, this line with it.
  if (!isThere(place.house)) return true;
  return fs.lstatSync(place.transcript, { throwIfNoEntry: false })?.ino === inode;
}

/** The refusal after so many tries. */
export function contended({ transcript }: Place): MemchatError {
  return new MemchatError(
    `${transcript} was not written: other processes kept writing it at the same time. Try again in a moment.`,
    'lock-busy',
  );
}

async function rewriteOnce(
  place: Place,
  change: (exchange: Exchange) => Exchange | null,
): Promise<number | 'overtaken'> {
  if (!isDirectory(place.house)) return 0;
  const draft = writeDraft(place.house, Buffer.alloc(0));
  try {
    // Of two who rewrite at once the one that came first begins again.
    for (const other of drafts(place)) if (other !== draft.path) deleteTree(other);
    const copied = withPlain(place.transcript, (fd) => copyExchanges(fd, draft.fd, change));
    if (copied?.differs) {
      await fsync(draft.fd);
      fs.renameSync(draft.path, place.transcript);
      if (copied.size === 0) removeEmpty(place, draft);
    }
    // Also where nothing differs: a process that was stopped here has not made its change durable.
    await syncDirectory(place.house);
    return copied?.changed ?? 0;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return 'overtaken';
    throw error;
  } finally {
    close(draft.fd);
    discard(draft.path);
  }
}

/** What a copy of a transcript came to. */
interface Copied {
  /** Exchanges that were changed or left out. */
  changed: number;
  /** Whether the copy says something else than the file, or leaves out what cannot be read. */
  differs: boolean;
  /** Of the copy, in bytes. */
  size: number;
}

function copyExchanges(
  from: number,
  to: number,
  change: (exchange: Exchange) => Exchange | null,
): Copied {
  const copied: Copied = { changed: 0, differs: false, size: 0 };
  let batch: Buffer[] = [];
  const flush = () => {
    const bytes = Buffer.concat(batch);
    writeAll(to, bytes, copied.size);
    copied.size += bytes.length;
    batch = [];
  };
  for (const line of linesOf(from)) {
    if (line?.length === 0) continue;
    const exchange = line && decodeExchange(line.toString());
    const asItIs = exchange && encodeExchange(exchange);
    const next = exchange && change(exchange);
    if (next !== exchange) copied.changed++;
    // Written anew in any case: what else a line holds, nobody was asked about.
    const text = next === exchange ? asItIs : next && encodeExchange(next);
    const bytes = text === null ? null : Buffer.from(text);
    if (bytes === null || line === null || !bytes.equals(line)) copied.differs = true;
    if (bytes !== null) batch.push(bytes, END);
    if (batch.length > BATCH) flush();
  }
  flush();
  return copied;
}

/** A transcript without exchanges goes, unless somebody has appended to it meanwhile. */
function removeEmpty(place: Place, { fd }: Draft): void {
  // Who appends from here on looks again when we are done.
  const draft = writeDraft(place.house, Buffer.alloc(0));
  try {
    const stat = fs.lstatSync(place.transcript, { throwIfNoEntry: false });
    if (stat?.ino === fs.fstatSync(fd).ino && stat.size === 0) removeFile(place.transcript);
  } finally {
    close(draft.fd);
    discard(draft.path);
  }
}

/** The unfinished transcripts. */
function drafts(place: Place): string[] {
  const names = namesIn(place.house).filter((name) => name.startsWith(TEMPORARY));
  return names.map((name) => path.join(place.house, name));
}
