import fs from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { errnoOf } from '../errors.ts';
import { decodeExchange, encodeExchange } from './exchange.ts';
import { writing } from './failures.ts';
import { fsync, isDirectory, syncDirectory, withPlain } from './files.ts';
import { LineWriter } from './line-writer.ts';
import { close, type Draft, deleteTree, discard, removeFile, writeDraft } from './new-file.ts';
import type { Place } from './paths.ts';
import type { Exchange } from './port.ts';
import { contended, draftsIn, MOST_TRIES } from './transcript-drafts.ts';
import { transcriptFiles } from './transcript-files.ts';
import { linesOf } from './transcript-lines.ts';

type Change = (exchange: Exchange) => Exchange | null;

/** Rewrites the transcript as `Transcript.rewrite` says. */
export async function rewriteTranscript(place: Place, change: Change): Promise<number> {
  const changed = new Set<string>();
  if (!isDirectory(place.house)) return 0;
  for (const file of transcriptFiles(place)) {
    const turns = await writing(file, () => rewriteFile(place, file, change));
    for (const turn of turns) changed.add(turn);
  }
  return changed.size;
}

/** The turns that were changed in this file. */
async function rewriteFile(place: Place, file: string, change: Change): Promise<Set<string>> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const changed = await rewriteOnce(place, file, change);
    if (changed !== 'overtaken') return changed;
    await wait(Math.random() * Math.min(tries, 4));
  }
  throw contended(file);
}

async function rewriteOnce(
  place: Place,
  file: string,
  change: Change,
): Promise<Set<string> | 'overtaken'> {
  if (!isDirectory(place.house)) return new Set();
  const draft = writeDraft(place.house, Buffer.alloc(0));
  try {
    // Of two who rewrite at once the one that came first begins again.
    for (const other of draftsIn(place)) if (other !== draft.path) deleteTree(other);
    const copied = withPlain(file, (fd) => copyExchanges(fd, draft.fd, change));
    if (copied?.differs) {
      await fsync(draft.fd);
      fs.renameSync(draft.path, file);
      if (copied.size === 0) removeEmpty(place, file, draft);
    }
    // Also where nothing differs: a process that was stopped here has not made its change durable.
    await syncDirectory(place.house);
    return copied?.changed ?? new Set();
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
  /** Turns that were changed or left out. */
  changed: Set<string>;
  /** Whether the copy says something else than the file, or leaves out what cannot be read. */
  differs: boolean;
  /** Of the copy, in bytes. */
  size: number;
}

function copyExchanges(from: number, to: number, change: Change): Copied {
  const changed = new Set<string>();
  let differs = false;
  const copy = new LineWriter(to);
  for (const line of linesOf(from)) {
    if (line?.length === 0) continue;
    const exchange = line && decodeExchange(line.toString());
    const asItIs = exchange && encodeExchange(exchange);
    const next = exchange && change(exchange);
    if (exchange !== null && next !== exchange) changed.add(exchange.turn);
    // Written anew in any case: what else a line holds, nobody was asked about.
    const text = next === exchange ? asItIs : next && encodeExchange(next);
    const bytes = text === null ? null : Buffer.from(text);
    if (bytes === null || line === null || !bytes.equals(line)) differs = true;
    if (bytes !== null) copy.add(bytes);
  }
  copy.flush();
  return { changed, differs, size: copy.size };
}

/** A transcript without exchanges goes, unless somebody has appended to it meanwhile. */
function removeEmpty(place: Place, file: string, { fd }: Draft): void {
  // Who appends from here on looks again when we are done.
  const draft = writeDraft(place.house, Buffer.alloc(0));
  try {
    const stat = fs.lstatSync(file, { throwIfNoEntry: false });
    if (stat?.ino === fs.fstatSync(fd).ino && stat.size === 0) removeFile(file);
  } finally {
    close(draft.fd);
    discard(draft.path);
  }
}
