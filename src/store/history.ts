import { decodeMemory } from '../memory/codec.ts';
import { copied } from '../memory/json.ts';
import type { Memory } from '../memory/types.ts';
import { reading } from './failures.ts';
import type { Place } from './paths.ts';
import type { PastRevision } from './port.ts';
import type { Settled } from './repair.ts';
import { followsOn, type Revision, readRevision, revisionNumbers } from './revision.ts';

/**
 * The whole revisions of a place from number `from` down; those that cannot be read are left out.
 * The newest is mostly `known`, and is not read again.
 */
export async function* pastRevisions(
  place: Place,
  from = Number.POSITIVE_INFINITY,
  known: Settled | null = null,
): AsyncGenerator<PastRevision> {
  const numbers = await reading(place.revisions, async () => revisionNumbers(place));
  for (const number of numbers.reverse()) {
    if (number > from) continue;
    const past =
      number === known?.newest?.header.revision
        ? pastOf(known.newest, copied(known.memory))
        : await reading(place.revisions, async () => pastRevision(place, number));
    if (past !== null) yield past;
  }
}

function pastRevision(place: Place, number: number): PastRevision | null {
  const found = readRevision(place, number);
  // Pruned since the numbers were listed, or damaged: the doctor tells of those.
  if (typeof found === 'string' || !followsOn(place, found.header)) return null;
  const decoded = decodeMemory(found.body.toString(), place.user);
  return decoded.state === 'valid' ? pastOf(found, decoded.memory) : null;
}

function pastOf({ header }: Revision, memory: Memory): PastRevision {
  const { revision, at, reason, of, turn } = header;
  return { revision, at, reason, of, turn, memory: { ...memory, revision } };
}
