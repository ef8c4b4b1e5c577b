import { type Changes, noChanges } from './changes.ts';
import type { NewId } from './clock.ts';
import { duplicateOf } from './dedupe.ts';
import { later, toTime } from './iso-time.ts';
import { expiryOf, renewedExpiry } from './retention.ts';
import type { Fact, FactOperation, FactOrigin, Memory, Source } from './types.ts';

/** A memory and what was done to it. */
export interface Written {
  memory: Memory;
  changes: Changes;
}

/** Why an operation may be carried out, and when it was asked for. */
export interface Warrant {
  source: Source;
  origin: FactOrigin;
  /** When the user said it. */
  at: string;
  /** Now. */
  now: string;
  newId: NewId;
}

/**
 * Carries out an operation that was found good. An add of what is known already confirms it; a
 * replace by what is known already retires the old fact in its favour.
 */
export function writeFact(
  memory: Memory,
  operation: FactOperation,
  target: Fact | undefined,
  warrant: Warrant,
): Written {
  if (target !== undefined && operation.op === 'confirm') {
    return confirm(memory, target, operation, warrant);
  }
  if (target !== undefined && operation.op === 'retire') {
    const retired = retire(memory, target, null, endOf(target, operation, warrant), warrant.now);
    return { memory: retired, changes: { ...noChanges(), retired: [entryOf(target)] } };
  }
  const known = duplicateOf(operation.text ?? '', memory.keyFacts);
  if (target !== undefined && operation.op === 'replace' && known !== target) {
    return known === undefined
      ? replace(memory, target, operation, warrant)
      : giveWay(memory, target, known, operation, warrant);
  }
  return known === undefined
    ? add(memory, operation, warrant)
    : confirm(memory, known, operation, warrant);
}

function add(memory: Memory, operation: FactOperation, warrant: Warrant): Written {
  const fact = newFact(operation, warrant);
  return {
    memory: { ...memory, keyFacts: [...memory.keyFacts, fact] },
    changes: { ...noChanges(), added: [entryOf(fact)] },
  };
}

function replace(
  memory: Memory,
  target: Fact,
  operation: FactOperation,
  warrant: Warrant,
): Written {
  const { recallCount, lastRecalledAt } = target;
  const fact = { ...newFact(operation, warrant), recallCount, lastRecalledAt };
  const end = endOf(target, operation, warrant);
  const left = retire(memory, target, fact.id, end, warrant.now);
  const place = memory.keyFacts.indexOf(target);
  return {
    memory: { ...left, keyFacts: left.keyFacts.toSpliced(place, 0, fact) },
    changes: { ...noChanges(), replaced: [entryOf(fact)] },
  };
}

function giveWay(
  memory: Memory,
  target: Fact,
  known: Fact,
  operation: FactOperation,
  warrant: Warrant,
): Written {
  const end = endOf(target, operation, warrant);
  const left = retire(memory, target, known.id, end, warrant.now);
  const { memory: written, changes } = confirm(left, known, operation, warrant);
  return { memory: written, changes: { ...changes, retired: [entryOf(target)] } };
}

function confirm(
  memory: Memory,
  fact: Fact,
  operation: FactOperation,
  { source, origin, at, now }: Warrant,
): Written {
  // What was only guessed or imported stands on the user's own words from now on.
  const weak = fact.origin === 'inferred' || fact.origin === 'imported';
  const changes = { ...noChanges(), confirmed: [entryOf(fact)] };
  // The model noted it while it answered, and now it is read out of the same turn: said once.
  const isOfTurn = fact.source.turn === source.turn && fact.recordedAt >= at;
  if (isOfTurn && !weak && operation.expiresInDays === null) return { memory, changes };
  const confirmed: Fact = {
    ...fact,
    ...(weak ? { source, origin } : {}),
    updatedAt: later(fact.updatedAt, now),
    expiresAt: renewedExpiry(fact, at, operation.expiresInDays),
  };
  const keyFacts = memory.keyFacts.map((other) => (other === fact ? confirmed : other));
  return { memory: { ...memory, keyFacts }, changes };
}

function retire(
  memory: Memory,
  fact: Fact,
  supersededBy: string | null,
  validTo: string,
  now: string,
): Memory {
  return {
    ...memory,
    keyFacts: memory.keyFacts.filter((other) => other !== fact),
    retired: [...memory.retired, { ...fact, validTo, supersededBy, updatedAt: now }],
  };
}

function newFact(operation: FactOperation, { source, origin, at, now, newId }: Warrant): Fact {
  const { kind, tag, text, expiresInDays } = operation;
  const validFrom = toTime(operation.happenedOn) ?? at;
  return {
    id: newId('fact'),
    kind,
    tag,
    text: text ?? '',
    source,
    origin,
    validFrom,
    validTo: null,
    recordedAt: now,
    updatedAt: now,
    expiresAt: expiryOf(kind, at, validFrom, expiresInDays),
    lastRecalledAt: null,
    recallCount: 0,
    pinned: false,
    supersededBy: null,
  };
}

/** When the fact stopped being true; never before it began. */
function endOf(fact: Fact, operation: FactOperation, { at }: Warrant): string {
  return later(toTime(operation.happenedOn) ?? at, fact.validFrom);
}

function entryOf({ id, text }: Fact): { id: string; text: string } {
  return { id, text };
}
