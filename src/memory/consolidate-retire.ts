import type { Refusal } from './changes.ts';
import {
  lastsAsLong,
  type MergeMeans,
  problemOfPair,
  retired,
  weaknessOf,
} from './consolidate-fact.ts';
import { covers } from './consolidate-texts.ts';
import { oneLine } from './fold.ts';
import { readsAsOrder } from './orders.ts';
import { redact } from './privacy.ts';
import { propose, retirementOf } from './propose.ts';
import type { Fact, Memory } from './types.ts';

/** A fact that a model wants gone; `coveredBy` is the id of the one that says the same. */
export interface Retirement {
  target: string;
  reason: string;
  coveredBy: string | null;
}

/** Characters of a model's reason that are shown to the user. */
const MAX_REASON = 160;

/**
 * Retires a fact that another one covers; any other waits in review, if there is room. What the
 * user pinned, or what is to be covered by a fact that is not there, is refused.
 */
export function retireFact(
  memory: Memory,
  { target, reason, coveredBy }: Retirement,
  hasRoom: boolean,
  { now, newId }: MergeMeans,
): { memory: Memory; refused: Refusal[] } {
  const fact = memory.keyFacts.find(({ id }) => id === target);
  const text = fact === undefined ? 'No longer: a fact' : `No longer: ${fact.text}`;
  const refuse = (why: string) => ({ memory, refused: [{ text, reason: why }] });
  if (fact === undefined) return refuse('it is not in memory any more');
  if (fact.pinned) return refuse('it is pinned');
  const cover = memory.keyFacts.find(({ id }) => id === coveredBy);
  if (coveredBy !== null && (cover === undefined || cover === fact)) {
    return refuse('the fact that should say the same is not there');
  }
  if (cover !== undefined && isCovered(fact, cover)) {
    const keyFacts = memory.keyFacts.filter((other) => other !== fact);
    const left = [...memory.retired, retired(fact, cover.id, now)];
    return { memory: { ...memory, keyFacts, retired: left }, refused: [] };
  }
  if (!hasRoom) return refuse('too many at once: tidy up again later');
  const suggestion = {
    turn: fact.source.turn,
    reason: reasonOf(reason),
    text,
    operation: retirementOf(fact, { quote: '', happenedOn: null }),
  };
  const proposed = propose(memory, suggestion, { now, newId });
  return { memory: proposed.memory, refused: proposed.changes.refused };
}

function isCovered(fact: Fact, cover: Fact): boolean {
  return (
    problemOfPair(fact, cover) === null &&
    weaknessOf(cover) <= weaknessOf(fact) &&
    lastsAsLong(cover, fact) &&
    covers(cover.text, fact.text)
  );
}

/** The model's words, as far as they may stand before the user. */
function reasonOf(reason: string): string {
  const said = redact(oneLine(reason)).slice(0, MAX_REASON).trim();
  return said === '' || readsAsOrder(said)
    ? 'found to be of no use when tidying up'
    : `found to be of no use when tidying up: ${said}`;
}
