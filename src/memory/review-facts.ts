import { MAX_DAYS, MAX_KEPT_QUOTE } from './caps.ts';
import { noChanges } from './changes.ts';
import type { NewId } from './clock.ts';
import { type Warrant, type Written, writeFact } from './facts.ts';
import { daysAfter, later } from './iso-time.ts';
import { HOST_TURN, IMPORTED_TURN } from './no-turns.ts';
import { isConfirmation } from './provenance.ts';
import { withFact } from './revise.ts';
import { clean, factText, proposedText } from './revise-texts.ts';
import { tagSlug } from './slug.ts';
import type { Fact, FactOperation, Memory, Proposal, Source } from './types.ts';

/** What is needed to write down what was approved. */
export interface ApprovalMeans {
  now: string;
  newId: NewId;
}

/**
 * Does what a proposal about a fact asks for, in the user's own words if they gave some (then a
 * retirement or a confirmation becomes a replacement). A fact to replace that is gone leaves an
 * addition; one to retire or confirm leaves nothing to do.
 * @throws MemchatError `usage` for words that cannot be remembered.
 */
export function approveFact(
  memory: Memory,
  proposal: Proposal,
  proposed: FactOperation,
  text: string | undefined,
  { now, newId }: ApprovalMeans,
): Written {
  const target = memory.keyFacts.find(({ id }) => id === proposed.target);
  const operation = inOrder(text === undefined ? proposed : reworded(proposed, text), target);
  if (operation === null) {
    const refused = [{ text: proposal.text, reason: 'the fact it is about is gone already' }];
    return { memory, changes: { ...noChanges(), refused } };
  }
  const isImport = proposal.turn === IMPORTED_TURN && text === undefined;
  const warrant: Warrant = {
    source: sourceOf(operation, proposal),
    origin: isImport ? 'imported' : 'confirmed',
    at: proposal.at,
    now,
    newId,
  };
  if (endedBefore(operation)) {
    if (isImport) return writePast(memory, operation, warrant);
    const refused = [{ text: proposal.text, reason: 'it would have expired already' }];
    return { memory, changes: { ...noChanges(), refused } };
  }
  const written = writeFact(memory, operation, target, warrant);
  return operation.op === 'replace' && target?.pinned ? keepPinned(written) : written;
}

function reworded(operation: FactOperation, text: string): FactOperation {
  const kept = factText(text);
  const op = operation.op === 'add' ? 'add' : 'replace';
  return { ...operation, op, text: kept, quote: kept, answers: null };
}

/** The operation as it can be carried out now; null if there is nothing left of it to do. */
function inOrder(operation: FactOperation, target: Fact | undefined): FactOperation | null {
  const { op, text, tag } = operation;
  if (op === 'retire' || op === 'confirm') return target === undefined ? null : operation;
  const days = operation.expiresInDays;
  const kept = {
    ...operation,
    text: proposedText(text ?? ''),
    tag: tagSlug(clean(tag)),
    expiresInDays: days === null ? null : Math.min(days, MAX_DAYS),
  };
  return target === undefined || op === 'add' ? { ...kept, op: 'add', target: null } : kept;
}

function sourceOf({ quote, answers }: FactOperation, { turn }: Proposal): Source {
  const kept = (words: string) => clean(words).slice(0, MAX_KEPT_QUOTE);
  if (turn === HOST_TURN) return { turn, role: 'assistant', quote: kept(quote) };
  return answers !== null && isConfirmation(quote)
    ? { turn, role: 'assistant', quote: kept(answers) }
    : { turn, role: 'user', quote: kept(quote) };
}

/** An imported fact that is past says so by days that are over: see `takeIn`. */
function endedBefore({ op, expiresInDays }: FactOperation): boolean {
  return op === 'add' && expiresInDays !== null && expiresInDays <= 0;
}

function writePast(memory: Memory, operation: FactOperation, warrant: Warrant): Written {
  // Among no others: what is past is neither known already nor a confirmation of what holds.
  const [fact] = writeFact({ ...memory, keyFacts: [] }, operation, undefined, warrant).memory
    .keyFacts;
  if (fact === undefined) return { memory, changes: noChanges() };
  const end = daysAfter(warrant.at, operation.expiresInDays ?? 0);
  const past: Fact = { ...fact, validTo: later(end, fact.validFrom), expiresAt: null };
  return {
    memory: { ...memory, retired: [...memory.retired, past] },
    changes: { ...noChanges(), retired: [{ id: past.id, text: past.text }] },
  };
}

/** What takes the place of a pinned fact is pinned too. */
function keepPinned({ memory, changes }: Written): Written {
  const [heir] = [...changes.replaced, ...changes.confirmed];
  if (heir === undefined) return { memory, changes };
  return { memory: withFact(memory, heir.id, { pinned: true }), changes };
}
