import { decodeMemory } from '../memory/codec.ts';
import { reading } from './failures.ts';
import type { Place } from './paths.ts';
import type { PastRevision } from './port.ts';
import { followsOn, readRevision, revisionNumbers } from './revision.ts';

/** The whole revisions of a place from number `from` down; those that cannot be read are left out. */
export async function* pastRevisions(
  place: Place,
  from = Number.POSITIVE_INFINITY,
): AsyncGenerator<PastRevision> {
  const numbers = await reading(place.revisions, async () => revisionNumbers(place));
  for (const number of numbers.reverse()) {
    if (number > from) continue;
    const past = await reading(place.revisions, async () => pastRevision(place, number));
    if (past !== null) yield past;
  }
}

function pastRevision(place: Place, number: number): PastRevision | null {
  const found = readRevision(place, number);
  // Pruned since the numbers were listed, or damaged: the doctor tells of those.
  if (typeof found === 'string' || !followsOn(place, found.header)) return null;
  const decoded = decodeMemory(found.body.toString(), place.user);
  if (decoded.state !== 'valid') return null;
  const { revision, at, reason, of, turn } = found.header;
  return { revision, at, reason, of, turn, memory: { ...decoded.memory, revision } };
}
