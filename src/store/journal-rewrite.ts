import type { Turn } from '../memory/turn.ts';
import { isDirectory, readPlain, syncDirectory } from './files.ts';
import { addGeneration, contended, MOST_TRIES } from './generations.ts';
import { removeFile } from './new-file.ts';
import type { Place } from './paths.ts';
import {
  decodePending,
  encodePending,
  generationsOf,
  latestFiles,
  rewrittenTurn,
} from './pending.ts';
import { deleteUnfinished } from './prune.ts';

/**
 * Rewrites the turns that wait, as `Journal.rewrite` says. What is left of each is one file that
 * holds the turn and nothing else, with its owner and its time as they were.
 */
export async function rewritePending(place: Place, change: (turn: Turn) => Turn): Promise<number> {
  if (!isDirectory(place.house) || !isDirectory(place.pending)) return 0;
  deleteUnfinished(place.pending);
  let changed = 0;
  for (const { id } of latestFiles(place)) {
    if (await rewriteTurn(place, id, change)) changed++;
  }
  // What was taken out before must not come back with a power cut either.
  await syncDirectory(place.pending);
  return changed;
}

/** Whether the turn was changed. */
async function rewriteTurn(
  place: Place,
  id: string,
  change: (turn: Turn) => Turn,
): Promise<boolean> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const files = generationsOf(place, id);
    const latest = files.pop();
    if (latest === undefined) return false;
    const content = readPlain(latest.path);
    if (content === null) continue;
    const pending = decodePending(content.bytes, place.user, id);
    if (pending === null) {
      removeFile(latest.path);
      continue;
    }
    const { owner, turn } = pending;
    const given = structuredClone(turn);
    const next = change(given);
    const isChanged = next !== given;
    const kept = isChanged ? rewrittenTurn(turn, next) : turn;
    if (!content.bytes.equals(encodePending(owner, kept))) {
      const { time } = content;
      if ((await addGeneration(place, latest, { owner, turn: kept, time })) === 'taken') continue;
      files.push(latest);
    }
    for (const file of files) removeFile(file.path);
    return isChanged;
  }
  throw contended();
}
